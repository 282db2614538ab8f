import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/model/json.ts';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, untouched } from '../../src/core/model/patch.ts';
import { findFormat } from '../../src/credentials/registry.ts';
import { firebase, firebaseColumns, readFirebaseHash } from '../../src/transfer/sources/firebase.ts';
import { contact, contacts, identity, recognisedBy, refusalsOf, set } from './expected.ts';

/** The sample in the README of https://github.com/firebase/scrypt. */
const project = {
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  saltSeparator: 'Bw==',
  rounds: 8,
  memCost: 14,
};
const passwordHash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==';
const salt = '42xEC+ixf3L2lw==';
const digest = `${passwordHash}$${salt}$${project.signerKey}$Bw==$8$14`;
const source = firebase(project);

const json = {
  localId: '8sRZ1BqPMhRk4A2eUxMRo1cJYzF2',
  email: 'jane.doe@example.com',
  emailVerified: true,
  passwordHash,
  salt,
  displayName: 'Jane Doe',
  photoUrl: 'https://lh3.googleusercontent.com/a',
  lastSignedInAt: '1704153600000',
  createdAt: '1704067200000',
  phoneNumber: '+12025550123',
  disabled: true,
  customAttributes: '{"admin":true,"tier":2}',
  providerUserInfo: [
    {
      providerId: 'google.com',
      rawId: '110000000000000000001',
      email: 'jane@gmail.com',
      displayName: 'Jane',
      photoUrl: 'https://lh3.googleusercontent.com/a',
    },
  ],
};

const api = {
  localId: 'u2',
  email: 'x@example.com',
  emailVerified: false,
  passwordUpdatedAt: 1_704_000_000_000,
  lastLoginAt: '1704153600000',
  lastRefreshAt: '2024-01-03T00:00:00.000Z',
  createdAt: '1704067200000',
  providerUserInfo: [
    { providerId: 'password', federatedId: 'x@example.com', rawId: 'x@example.com' },
    { providerId: 'phone', rawId: '+12025550199', phoneNumber: '+12025550199' },
    { providerId: 'saml.okta', rawId: 'okta-7' },
  ],
  mfaInfo: [
    { mfaEnrollmentId: 'm1', phoneInfo: '+12025550124', enrolledAt: '2024-01-01T00:00:00Z' },
    { mfaEnrollmentId: 'm2', displayName: 'app', totpInfo: { sharedSecretKey: 'JBSWY3DPEHPK3PXP' } },
    { mfaEnrollmentId: 'm3', totpInfo: {} },
  ],
};

/** A line of the CSV file under its columns, as a reader of CSV files hands it over. */
function columns(line: string): JsonObject {
  const cells = line.split(',').map((cell, index) => [firebaseColumns[index] ?? '', cell] as const);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== ''));
}
const csv = columns(
  `abc123,john@example.com,true,${passwordHash},${salt},John,,42,john@gmail.com,J,https://x.y/p,,,,,,,,,43,,,,1704067200000,1704153600000,+12125550100,false,{"a":1},`,
);

const read = (row: JsonObject, options: typeof project | null = project) => firebase(options).read(row);

test('a user of the JSON file', () => {
  expect(source.read(json)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ firebase: json.localId }),
        name: set('Jane Doe'),
        emails: contacts(json.email, contact(json.email, 'verified')),
        phones: contacts('+12025550123', contact('+12025550123', 'verified')),
        active: set(false),
        createdAt: set(1_704_067_200_000),
        metadata: { ...untouched.metadata, public: { op: 'replace', value: { admin: true, tier: 2 } } },
        identities: {
          op: 'change',
          add: [
            identity(1_704_067_200_000, {
              id: expect.any(String),
              provider: 'google',
              subject: '110000000000000000001',
              email: 'jane@gmail.com',
              imageUrl: json.photoUrl,
            }),
          ],
          remove: [],
        },
        password: { op: 'set-digest', scheme: 'scrypt-firebase', digest },
      },
      past: { ...noPast, lastSignInAt: 1_704_153_600_000 },
    },
    faults: [],
  });
});

test('a user of the API: second factors, an enterprise provider, what is known of the past', () => {
  expect(source.read(api)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ firebase: 'u2' }),
        emails: contacts('x@example.com', contact('x@example.com', 'unverified')),
        phones: contacts('+12025550124', contact('+12025550124', 'verified', true)),
        createdAt: set(1_704_067_200_000),
        identities: {
          op: 'change',
          add: [identity(1_704_067_200_000, { id: expect.any(String), provider: 'saml.okta', subject: 'okta-7' })],
          remove: [],
        },
        totp: set({ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 }),
      },
      past: {
        ...noPast,
        passwordUpdatedAt: 1_704_000_000_000,
        lastSignInAt: 1_704_153_600_000,
        lastActiveAt: Date.UTC(2024, 0, 3),
      },
    },
    faults: [],
  });
});

test('a line of the CSV file, whose columns have no header', () => {
  const { newcomer, faults } = source.read(csv);
  expect(faults).toEqual([]);
  expect(newcomer.past).toEqual({ ...noPast, lastSignInAt: 1_704_153_600_000 });
  expect(newcomer.patch).toMatchObject({
    aliases: set({ firebase: 'abc123' }),
    name: set('John'),
    emails: contacts('john@example.com', contact('john@example.com', 'verified')),
    phones: contacts('+12125550100', contact('+12125550100', 'verified')),
    active: keep,
    createdAt: set(1_704_067_200_000),
    identities: {
      add: [
        { provider: 'google', subject: '42', email: 'john@gmail.com', imageUrl: 'https://x.y/p' },
        { provider: 'github', subject: '43', email: null },
      ],
    },
    metadata: { public: { op: 'replace', value: { a: 1 } } },
    password: { op: 'set-digest', scheme: 'scrypt-firebase', digest },
  });
  expect(firebaseColumns).toHaveLength(28);
});

test('the digest opens with the password, also when it is written for URLs', async () => {
  const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');
  for (const row of [json, { ...json, passwordHash: urlSafe(passwordHash), salt: urlSafe(salt) }]) {
    const { password } = source.read(row).newcomer.patch;
    const reading = password.op === 'set-digest' ? findFormat(password.scheme)?.read(password.digest) : null;
    expect(reading?.ok && (await reading.verify('user1password'))).toBe(true);
    expect(reading?.ok && (await reading.verify('user2password'))).toBe(false);
  }
});

test('without the project’s parameters only rows without a password are taken', () => {
  const why = "needs the project's hash parameters: give them with --firebase-hash <file>";
  expect(read(json, null).faults).toEqual([{ field: 'passwordHash', why }]);
  expect(read(json, null).newcomer.patch.password).toEqual(keep);
  expect(read(api, null).faults).toEqual([]);
  const hash_config = { base64_signer_key: project.signerKey, base64_salt_separator: 'Bw==', rounds: 8, mem_cost: 14 };
  expect(read({ ...json, hash_config }, null).newcomer.patch.password).toMatchObject({ digest });
});

test('the parameters are read as the console shows them and as JSON', () => {
  const console = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: ${project.signerKey},
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}`;
  expect(readFirebaseHash(console)).toEqual(project);
  expect(readFirebaseHash(JSON.stringify(project, null, 2))).toEqual(project);
  expect(readFirebaseHash(JSON.stringify({ hash_config: { ...project, memCost: undefined } }))).toBeNull();
  expect(readFirebaseHash('')).toBeNull();
});

test.each<[JsonObject, string, string]>([
  [{ ...json, salt: '' }, 'salt', 'is missing beside a password hash'],
  [
    { ...json, passwordHash: 'UkVEQUNURUQ=' },
    'passwordHash',
    'is redacted: export again as somebody who may read password hashes',
  ],
  [{ ...json, mfaInfo: [{ totpInfo: {} }] }, 'mfaInfo', 'has no second factor that can be taken over'],
  [{ ...json, customAttributes: '{' }, 'customAttributes', 'is not valid JSON'],
  [{ ...json, createdAt: 'soon' }, 'createdAt', 'is not a time'],
  [{ ...json, providerUserInfo: [{ providerId: 'google.com' }] }, 'providerUserInfo.0.rawId', 'is missing'],
])('what cannot be taken over is refused (%#)', (row, field, why) => {
  expect(source.read(row).faults).toEqual([{ field, why }]);
});

test('each fixture is recognised as Firebase’s alone, and judged like any user', () => {
  for (const row of [json, api, csv]) {
    expect(recognisedBy(row)).toEqual(['firebase']);
    expect(refusalsOf(source.read(row).newcomer.patch)).toEqual([]);
  }
});

test('no row makes it throw', () => {
  const names = fc.constantFrom(
    ...Object.keys(json),
    ...Object.keys(api),
    ...firebaseColumns,
    'hash_config',
    '__proto__',
  );
  const row = fc.array(fc.tuple(names, fc.jsonValue())).map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(row, (given) => {
      const { faults } = source.read(JSON.parse(JSON.stringify(given)));
      expect(faults.every(({ field, why }) => field !== '' && why !== '')).toBe(true);
    }),
  );
});
