import { pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, untouched } from '../../src/core/model/patch.ts';
import { findFormat } from '../../src/credentials/registry.ts';
import { keycloak } from '../../src/transfer/sources/keycloak.ts';
import { contact, contacts, identity, refusalsOf, set } from './expected.ts';

const salt = Buffer.from('0123456789abcdef').toString('base64');
const value = pbkdf2Sync('correct horse', '0123456789abcdef', 1000, 64, 'sha512').toString('base64');
const secretData = { value, salt, additionalParameters: {} };
const credentialData = { hashIterations: 1000, algorithm: 'pbkdf2-sha512', additionalParameters: {} };
const bag = (content: unknown) => ({ op: 'replace', value: content });

const password = {
  id: 'a1b8c6c6-5f25-4b8a-9a9d-3c0c2f5a0c01',
  type: 'password',
  userLabel: 'My password',
  createdDate: 1_767_604_673_211,
  secretData: JSON.stringify(secretData),
  credentialData: JSON.stringify(credentialData),
};
const otp = {
  id: 'a1b8c6c6-5f25-4b8a-9a9d-3c0c2f5a0c02',
  type: 'otp',
  userLabel: 'Phone',
  createdDate: 1_767_605_202_060,
  secretData: '{"value":"12345678901234567890"}',
  credentialData: '{"subType":"totp","digits":8,"counter":0,"period":60,"algorithm":"HmacSHA256"}',
};

/** As `kc export --users same_file` writes it (Keycloak 26). */
const exported = {
  id: 'b7a94d0a-2f56-4e1f-86f3-5b6ef6a2d4e5',
  username: 'ada_l',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  emailVerified: true,
  attributes: {
    department: ['research', 'engines'],
    locale: ['en'],
    zoneinfo: ['Europe/London'],
    phoneNumber: ['+12025550123'],
    phoneNumberVerified: ['true'],
  },
  enabled: false,
  createdTimestamp: 1_700_000_000_000,
  totp: true,
  credentials: [
    password,
    otp,
    { id: 'x', type: 'recovery-authn-codes', secretData: '{"codes":[]}', credentialData: '{"totalCodes":12}' },
  ],
  disableableCredentialTypes: [],
  requiredActions: ['UPDATE_PROFILE'],
  federatedIdentities: [{ identityProvider: 'google', userId: '100000000000000000001', userName: 'ada@example.com' }],
  realmRoles: ['default-roles-demo', 'editor'],
  clientRoles: { account: ['manage-account'] },
  notBefore: 0,
  groups: ['/staff', '/staff/research'],
};

/** As `GET /admin/realms/demo/users` writes it. */
const listed = {
  id: 'b7a94d0a-2f56-4e1f-86f3-5b6ef6a2d4e6',
  username: 'ada@example.com',
  firstName: 'Ada',
  email: 'Ada@example.com',
  emailVerified: false,
  createdTimestamp: 1_700_000_000_000,
  enabled: true,
  totp: true,
  disableableCredentialTypes: [],
  requiredActions: [],
  notBefore: 0,
  access: { manage: true },
};

const read = (change: object) => keycloak.read({ ...listed, ...change });
const patchOf = (...credentials: readonly object[]) => read({ credentials }).newcomer.patch;
const faultsOf = (...credentials: readonly object[]) => read({ credentials }).faults;

async function opens(plain: string, ...credentials: readonly object[]): Promise<boolean> {
  const wish = patchOf(...credentials).password;
  if (wish.op !== 'set-digest') throw new Error('no digest');
  const reading = findFormat(wish.scheme)?.read(wish.digest);
  if (reading?.ok !== true) throw new Error('malformed');
  return reading.verify(plain);
}

test('an exported user comes whole', () => {
  const { newcomer, faults } = keycloak.read(exported);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      username: set('ada_l'),
      firstName: set('Ada'),
      lastName: set('Lovelace'),
      locale: set('en'),
      timezone: set('Europe/London'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'verified')),
      identities: {
        op: 'change',
        add: [
          {
            ...identity(1_700_000_000_000, { provider: 'google', subject: '100000000000000000001' }),
            id: expect.any(String),
            username: 'ada@example.com',
          },
        ],
        remove: [],
      },
      active: set(false),
      createdAt: set(1_700_000_000_000),
      groups: set(['staff', 'staff/research']),
      metadata: {
        ...untouched.metadata,
        private: bag({
          department: ['research', 'engines'],
          keycloak_roles: { realm: ['default-roles-demo', 'editor'], client: { account: ['manage-account'] } },
        }),
      },
      aliases: set({ keycloak: exported.id }),
      password: {
        op: 'set-digest',
        scheme: 'keycloak-json',
        digest: JSON.stringify({ type: 'password', secretData, credentialData }),
      },
      totp: set({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA256', digits: 8, periodSeconds: 60 }),
    },
    past: { ...noPast, passwordUpdatedAt: 1_767_604_673_211 },
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

test('a user of the Admin API comes without credentials; an email address is no username', () => {
  const { newcomer, faults } = keycloak.read(listed);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      firstName: set('Ada'),
      emails: contacts('Ada@example.com', contact('Ada@example.com', 'unverified')),
      createdAt: set(1_700_000_000_000),
      aliases: set({ keycloak: listed.id }),
    },
    past: noPast,
  });
});

describe('passwords', () => {
  test('open with what they were made of, and with nothing else', async () => {
    expect(await opens('correct horse', password)).toBe(true);
    expect(await opens('battery staple', password)).toBe(false);
  });

  test('of older exports, with the fields side by side', async () => {
    const made = pbkdf2Sync('correct horse', '0123456789abcdef', 1000, 64, 'sha256').toString('base64');
    const older = {
      type: 'password',
      hashedSaltedValue: made,
      salt,
      hashIterations: 1000,
      counter: 0,
      algorithm: 'pbkdf2-sha256',
      digits: 0,
      period: 0,
      createdDate: 1_505_479_429_154,
      config: {},
    };
    expect(await opens('correct horse', older)).toBe(true);
    expect(read({ credentials: [older] }).newcomer.past.passwordUpdatedAt).toBe(1_505_479_429_154);
  });

  test('in clear, as people write realm files by hand', () => {
    expect(patchOf({ type: 'password', value: 'correct horse', temporary: false })).toMatchObject({
      password: { op: 'set', plain: 'correct horse', checks: 'skip', preHash: 'none' },
      passwordCompromised: keep,
    });
  });

  test('that must be changed come as compromised', () => {
    expect(patchOf({ ...password, temporary: true }).passwordCompromised).toEqual(set(true));
    const required = read({ requiredActions: ['UPDATE_PASSWORD'], credentials: [password] });
    expect(required.newcomer.patch.passwordCompromised).toEqual(set(true));
    expect(read({ requiredActions: ['UPDATE_PASSWORD'] }).newcomer.patch.passwordCompromised).toEqual(keep);
  });
});

describe('secrets for codes', () => {
  test('are the bytes of a text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (secret) => {
        const text = JSON.stringify({ value: secret });
        const { totp } = patchOf({ ...otp, secretData: text });
        const bits = totp.op === 'set' ? [...totp.value.secret].map((digit) => alphabet.indexOf(digit)) : [];
        const bytes =
          bits
            .map((digit) => digit.toString(2).padStart(5, '0'))
            .join('')
            .match(/.{8}/g) ?? [];
        expect(Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))).toEqual(Buffer.from(secret));
      }),
    );
  });

  test('or in base32 when they say so', () => {
    const made = '{"subType":"totp","digits":6,"period":30,"algorithm":"HmacSHA1","secretEncoding":"BASE32"}';
    const { totp } = patchOf({ ...otp, secretData: '{"value":"JBSWY3DPEHPK3PXP"}', credentialData: made });
    expect(totp).toEqual(set({ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 }));
  });

  test('of older exports', () => {
    const older = {
      type: 'totp',
      hashedSaltedValue: '12345678901234567890',
      digits: 6,
      period: 30,
      algorithm: 'HmacSHA1',
    };
    expect(patchOf(older).totp).toEqual(
      set({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', algorithm: 'SHA1', digits: 6, periodSeconds: 30 }),
    );
  });
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

test.each([
  [
    'HOTP',
    [{ ...otp, credentialData: '{"subType":"hotp","digits":6,"counter":3,"algorithm":"HmacSHA1"}' }],
    'credentials.0.type',
  ],
  ['HOTP of older exports', [{ type: 'hotp', hashedSaltedValue: 'x', counter: 3 }], 'credentials.0.type'],
  ['a second TOTP', [otp, otp], 'credentials.1.type'],
  ['a TOTP without its secret', [{ ...otp, secretData: null }], 'credentials.0.secretData'],
  [
    'another algorithm',
    [{ ...otp, credentialData: '{"algorithm":"HmacMD5"}' }],
    'credentials.0.credentialData.algorithm',
  ],
  [
    'another encoding',
    [{ ...otp, credentialData: '{"secretEncoding":"hex"}' }],
    'credentials.0.credentialData.secretEncoding',
  ],
  ['a password without its digest', [{ ...password, secretData: null }], 'credentials.0.secretData'],
  ['broken JSON', [{ ...password, secretData: '{"value"' }], 'credentials.0.secretData'],
  ['a passkey', [{ type: 'webauthn', secretData: '{}', credentialData: '{}' }], 'credentials.0.type'],
  ['a credential of no type', [{}], 'credentials.0.type'],
])('%s is refused', (_, credentials, field) => {
  expect(new Set(faultsOf(...credentials).map((fault) => fault.field))).toEqual(new Set([field]));
});

test('a service account is refused', () => {
  expect(read({ serviceAccountClientId: 'billing' }).faults).toEqual([
    { field: 'serviceAccountClientId', why: 'says that this is no person' },
  ]);
});
