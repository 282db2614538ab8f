import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/model/json.ts';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, untouched } from '../../src/core/model/patch.ts';
import { findFormat, importableSchemes } from '../../src/credentials/registry.ts';
import { workos } from '../../src/transfer/sources/workos.ts';
import { contact, contacts, identity, recognisedBy, refusalsOf, set } from './expected.ts';

const bcrypt = '$2b$10$U4C0ZY8OG8y41F9LusfKyu3HRMBL0rCZcKBVsXhgr.n8Ou6FPhzO2';

const api = {
  object: 'user',
  id: 'user_01E4ZCR3C56J083X43JQXF3JK5',
  email: 'marcelina.davis@example.com',
  first_name: 'Marcelina',
  last_name: 'Davis',
  name: 'Marcelina Davis',
  email_verified: true,
  profile_picture_url: 'https://workoscdn.com/images/v1/123abc',
  last_sign_in_at: '2021-06-25T19:07:33.155Z',
  external_id: 'f1ffa2b2-c20b-4d39-be5c-212726e11222',
  metadata: { timezone: 'America/New_York' },
  locale: 'en-US',
  created_at: '2021-06-25T19:07:33.155Z',
  updated_at: '2021-06-26T19:07:33.155Z',
};

const wide = {
  email: 'alice@example.com',
  password_hash: bcrypt,
  password_hash_type: 'bcrypt',
  first_name: 'Alice',
  last_name: 'Smith',
  email_verified: 'yes',
  external_id: 'auth0|abc123',
  metadata: '{"department":"Engineering","level":3,"tags":["a"],"gone":null}',
  org_external_id: 'acme',
  org_name: 'Acme',
  role_slugs: 'admin,member',
};

const narrow = {
  user_id: 'auth0|abc123',
  email: 'bob@example.com',
  email_verified: 'false',
  first_name: 'Bob',
  last_name: 'Jones',
  password_hash: bcrypt,
};

test('a user object of the API', () => {
  expect(workos.read(api)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ workos: api.id }),
        externalId: set(api.external_id),
        firstName: set('Marcelina'),
        lastName: set('Davis'),
        name: set('Marcelina Davis'),
        locale: set('en-US'),
        emails: contacts(api.email, contact(api.email, 'verified')),
        createdAt: set(Date.UTC(2021, 5, 25, 19, 7, 33, 155)),
        metadata: { ...untouched.metadata, labels: { op: 'replace', value: { timezone: 'America/New_York' } } },
      },
      past: {
        ...noPast,
        updatedAt: Date.UTC(2021, 5, 26, 19, 7, 33, 155),
        lastSignInAt: Date.UTC(2021, 5, 25, 19, 7, 33, 155),
      },
    },
    faults: [],
  });
});

test('a line of the migration tools’ users.csv; metadata that is no text becomes one', () => {
  expect(workos.read(wide)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        externalId: set('auth0|abc123'),
        firstName: set('Alice'),
        lastName: set('Smith'),
        emails: contacts('alice@example.com', contact('alice@example.com', 'verified')),
        metadata: {
          ...untouched.metadata,
          labels: { op: 'replace', value: { department: 'Engineering', level: '3', tags: '["a"]' } },
        },
        password: { op: 'set-digest', scheme: 'bcrypt', digest: bcrypt },
      },
      past: noPast,
    },
    faults: [],
  });
});

test('a line of the narrow users.csv: its id is the old system’s, its digest bcrypt', () => {
  expect(workos.read(narrow)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        externalId: set('auth0|abc123'),
        firstName: set('Bob'),
        lastName: set('Jones'),
        emails: contacts('bob@example.com', contact('bob@example.com', 'unverified')),
        password: { op: 'set-digest', scheme: 'bcrypt', digest: bcrypt },
      },
      past: noPast,
    },
    faults: [],
  });
  expect(workos.read({ ...narrow, user_id: api.id }).newcomer.patch).toMatchObject({
    aliases: set({ workos: api.id }),
    externalId: keep,
  });
});

test.each([
  ['argon2', null, 'argon2'],
  ['bcrypt', null, 'bcrypt'],
  ['firebase-scrypt', null, 'scrypt-firebase-phc'],
  ['md5', null, 'md5'],
  ['pbkdf2', null, 'pbkdf2-phc'],
  ['scrypt', null, 'scrypt-phc'],
  ['scrypt', 'prefix', 'scrypt-phc'],
  ['ssha', 'suffix', 'ssha'],
  ['ssha', 'prefix', 'ssha-salt-first'],
  ['ssha256', null, 'ssha256'],
  ['ssha256', 'prefix', 'ssha256-salt-first'],
])('a digest of type %s with its salt as %s is handed in as %s', (type, position, scheme) => {
  const row = {
    email: 'a@example.com',
    password_hash: 'x',
    password_hash_type: type,
    password_salt_position: position,
  };
  expect(workos.read(row).newcomer.patch.password).toEqual({ op: 'set-digest', scheme, digest: 'x' });
  expect(importableSchemes()).toContain(scheme);
});

test('what the migration tool makes of a Firebase password opens with that password', async () => {
  const key = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';
  const hash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==';
  const password_hash = `$firebase-scrypt$hash=${hash}$salt=42xEC+ixf3L2lw==$sk=${key}$ss=Bw==$r=8$m=14`;
  const { password } = workos.read({ ...wide, password_hash, password_hash_type: 'firebase-scrypt' }).newcomer.patch;
  const reading = password.op === 'set-digest' ? findFormat(password.scheme)?.read(password.digest) : null;
  expect(reading?.ok && (await reading.verify('user1password'))).toBe(true);
  expect(reading?.ok && (await reading.verify('user2password'))).toBe(false);
});

test('a password in clear, an authenticator app and outside identities are taken over where a file has them', () => {
  const row = { ...api, password: 'correct horse', totp_secret: 'JBSWY3DPEHPK3PXP' };
  const identities = [
    { idp_id: '41', type: 'OAuth', provider: 'GithubOAuth' },
    { idp_id: '42', type: 'OAuth', provider: 'GoogleOAuth' },
  ];
  const at = Date.UTC(2021, 5, 25, 19, 7, 33, 155);
  const { patch } = workos.read({ ...row, identities }).newcomer;
  expect(patch.password).toEqual({ op: 'set', plain: 'correct horse', checks: 'skip', preHash: 'none' });
  expect(patch.totp).toEqual(set({ secret: row.totp_secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 }));
  expect(patch.identities).toEqual({
    op: 'change',
    add: [
      identity(at, { id: expect.any(String), provider: 'github', subject: '41' }),
      identity(at, { id: expect.any(String), provider: 'google', subject: '42' }),
    ],
    remove: [],
  });
});

test.each<[JsonObject, string, string]>([
  [{ ...wide, password_hash_type: 'okta-bcrypt' }, 'password_hash_type', 'is not a known type of digest'],
  [{ ...narrow, password_hash: 'abcdef' }, 'password_hash_type', 'is missing beside a digest'],
  [{ ...wide, password_salt_position: 'middle' }, 'password_salt_position', 'is neither prefix nor suffix'],
  [{ ...wide, metadata: '{oops' }, 'metadata', 'is not valid JSON'],
  [{ ...api, created_at: 'yesterday' }, 'created_at', 'is not a time'],
  [{ ...api, identities: [{ provider: 'GoogleOAuth' }] }, 'identities.0.idp_id', 'is missing'],
])('what cannot be taken over is refused (%#)', (row, field, why) => {
  expect(workos.read(row).faults).toEqual([{ field, why }]);
});

test('each fixture is recognised as WorkOS’ alone, and judged like any user', () => {
  const plain = { email: 'a@example.com', first_name: 'A', email_verified: 'true' };
  for (const row of [api, wide, narrow, plain]) expect(recognisedBy(row)).toEqual(['workos']);
  expect(recognisedBy({ email: 'a@example.com', name: 'A' })).toEqual([]);
  for (const row of [api, wide, narrow]) expect(refusalsOf(workos.read(row).newcomer.patch)).toEqual([]);
});

test('no row makes it throw', () => {
  const names = fc.constantFrom(...Object.keys({ ...api, ...wide, ...narrow }), 'identities', 'password');
  const row = fc.array(fc.tuple(names, fc.jsonValue())).map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(row, (given) => {
      const { faults } = workos.read(JSON.parse(JSON.stringify(given)));
      expect(faults.every(({ field, why }) => field !== '' && why !== '')).toBe(true);
    }),
  );
});
