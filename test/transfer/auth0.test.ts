import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/model/json.ts';
import { noPast } from '../../src/core/model/newcomer.ts';
import { untouched } from '../../src/core/model/patch.ts';
import { findFormat } from '../../src/credentials/registry.ts';
import { auth0 } from '../../src/transfer/sources/auth0.ts';
import { contact, contacts, identity, recognisedBy, refusalsOf, set } from './expected.ts';

const bcrypt = '$2b$10$U4C0ZY8OG8y41F9LusfKyu3HRMBL0rCZcKBVsXhgr.n8Ou6FPhzO2';
const createdAt = Date.UTC(2020, 9, 6, 15, 10, 20, 123);

const api = {
  created_at: '2020-10-06T15:10:20.123Z',
  email: 'jane@example.com',
  email_verified: true,
  identities: [
    {
      connection: 'Username-Password-Authentication',
      provider: 'auth0',
      user_id: '5f7c8ec7c33c6c004bbafe82',
      isSocial: false,
    },
    {
      profileData: { email: 'jane@gmail.com', email_verified: true, given_name: 'Jane', picture: 'https://x.y/p' },
      provider: 'google-oauth2',
      access_token: 'ya29.secret',
      user_id: '115015401343387192604',
      connection: 'google-oauth2',
      isSocial: true,
    },
    {
      profileData: { phone_number: '+12025550123', phone_verified: true, name: '+12025550123' },
      provider: 'sms',
      user_id: '5f7c8ec7c33c6c004bbafe83',
      connection: 'sms',
      isSocial: false,
    },
    { profileData: { username: 'octojane' }, provider: 'github', user_id: 4711, connection: 'github', isSocial: true },
  ],
  name: 'jane@example.com',
  nickname: 'jane',
  given_name: 'Jane',
  family_name: 'Doe',
  username: 'janedoe',
  picture: 'https://s.gravatar.com/avatar/x',
  updated_at: '2021-01-01T00:00:00.000Z',
  user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
  user_metadata: { theme: 'dark' },
  app_metadata: { roles: ['admin'] },
  multifactor: ['guardian'],
  last_password_reset: '2020-12-01T00:00:00.000Z',
  last_ip: '203.0.113.7',
  last_login: '2020-12-31T00:00:00.000Z',
  logins_count: 17,
  blocked: true,
};

const support = {
  _id: { $oid: '60425dc43519d90068f82973' },
  email: 'user@example.com',
  email_verified: false,
  username: 'sconnor',
  passwordHash: bcrypt,
  password_set_date: { $date: '2021-03-05T16:35:16.775Z' },
  tenant: 'dev-test',
  connection: 'Username-Password-Authentication',
  _tmp_is_unique: true,
  version: '1.1',
  identifiers: [
    { type: 'email', value: 'user@example.com', verified: true },
    { type: 'username', value: 'sconnor' },
  ],
};

const bulk = {
  email: 'antoinette@contoso.com',
  email_verified: true,
  app_metadata: { plan: 'full' },
  custom_password_hash: { algorithm: 'md5', hash: { value: '5f4dcc3b5aa765d61d8327deb882cf99', encoding: 'hex' } },
  mfa_factors: [
    { totp: { secret: 'JBSWY3DPEHPK3PXP' } },
    { phone: { value: '+12025550124' } },
    { email: { value: 'antoinette@contoso.com' } },
  ],
};

const csv = {
  user_id: 'google-oauth2|103547991597142817347',
  email: 'ada@gmail.com',
  email_verified: 'true',
  name: 'Ada Lovelace',
  'user_metadata.country': 'GB',
  'user_metadata.address.city': 'London',
  'app_metadata.plan': 'pro',
  created_at: '2020-10-06T15:10:20.123Z',
};

const extension = {
  Id: 'auth0|5f7c8ec7c33c6c004bbafe99',
  'Given Name': 'Grace',
  'Family Name': 'Hopper',
  Nickname: 'grace',
  Name: 'Grace Hopper',
  Email: 'grace@example.com',
  'Email Verified': 'true',
  'Created At': '2020-10-06T15:10:20.123Z',
};

const totp = set({ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 });

test('a user of the API with linked accounts: those outside are identities, the others addresses', () => {
  expect(auth0.read(api)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ auth0: api.user_id }),
        username: set('janedoe'),
        firstName: set('Jane'),
        lastName: set('Doe'),
        emails: contacts('jane@example.com', contact('jane@example.com', 'verified')),
        phones: contacts('+12025550123', contact('+12025550123', 'verified')),
        identities: {
          op: 'change',
          add: [
            identity(createdAt, {
              id: expect.any(String),
              provider: 'google',
              subject: '115015401343387192604',
              email: 'jane@gmail.com',
              emailVerified: true,
              firstName: 'Jane',
              imageUrl: 'https://x.y/p',
            }),
            identity(createdAt, { id: expect.any(String), provider: 'github', subject: '4711', username: 'octojane' }),
          ],
          remove: [],
        },
        banned: set(true),
        createdAt: set(createdAt),
        metadata: {
          ...untouched.metadata,
          unsafe: { op: 'replace', value: { theme: 'dark' } },
          private: { op: 'replace', value: { roles: ['admin'] } },
        },
      },
      past: {
        ...noPast,
        updatedAt: Date.UTC(2021, 0, 1),
        passwordUpdatedAt: Date.UTC(2020, 11, 1),
        lastSignInAt: Date.UTC(2020, 11, 31),
        signInCount: 17,
      },
    },
    faults: [],
  });
});

test('a line of the password file of Auth0’s support', () => {
  expect(auth0.read(support)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ auth0: 'auth0|60425dc43519d90068f82973' }),
        username: set('sconnor'),
        emails: contacts('user@example.com', contact('user@example.com', 'verified')),
        password: { op: 'set-digest', scheme: 'bcrypt', digest: bcrypt },
      },
      past: { ...noPast, passwordUpdatedAt: Date.UTC(2021, 2, 5, 16, 35, 16, 775) },
    },
    faults: [],
  });
});

test('a user of a bulk import file, with a password and second factors', async () => {
  const { newcomer, faults } = auth0.read(bulk);
  expect(faults).toEqual([]);
  expect(newcomer.patch).toEqual({
    ...untouched,
    emails: contacts(bulk.email, contact(bulk.email, 'verified')),
    phones: contacts('+12025550124', contact('+12025550124', 'verified', true)),
    metadata: { ...untouched.metadata, private: { op: 'replace', value: { plan: 'full' } } },
    password: { op: 'set-digest', scheme: 'auth0-json', digest: JSON.stringify(bulk.custom_password_hash) },
    totp,
  });
  const { password } = newcomer.patch;
  const reading = password.op === 'set-digest' ? findFormat(password.scheme)?.read(password.digest) : null;
  expect(reading?.ok && (await reading.verify('password'))).toBe(true);
  const simple = { user_id: '7', email: 'a@example.com', password_hash: bcrypt };
  expect(auth0.read(simple).newcomer.patch).toMatchObject({
    aliases: set({ auth0: 'auth0|7' }),
    password: { scheme: 'bcrypt', digest: bcrypt },
  });
});

test('a line of a CSV export: metadata has columns, the id names the provider', () => {
  expect(auth0.read(csv)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ auth0: csv.user_id }),
        name: set('Ada Lovelace'),
        emails: contacts('ada@gmail.com', contact('ada@gmail.com', 'verified')),
        identities: {
          op: 'change',
          add: [
            identity(createdAt, {
              id: expect.any(String),
              provider: 'google',
              subject: '103547991597142817347',
              email: 'ada@gmail.com',
              emailVerified: true,
            }),
          ],
          remove: [],
        },
        createdAt: set(createdAt),
        metadata: {
          ...untouched.metadata,
          unsafe: { op: 'replace', value: { country: 'GB', address: { city: 'London' } } },
          private: { op: 'replace', value: { plan: 'pro' } },
        },
      },
      past: noPast,
    },
    faults: [],
  });
});

test('the quotes before every text of a CSV export are no part of it', () => {
  const quoted = Object.fromEntries(Object.entries(csv).map(([name, text]) => [name, `'${text}`]));
  expect(auth0.read(quoted)).toEqual(auth0.read(csv));
  expect(recognisedBy(quoted)).toEqual(['auth0']);
  expect(auth0.read({ ...csv, family_name: "'t Hooft" }).newcomer.patch.lastName).toEqual(set("'t Hooft"));
});

test('identities in columns, and the titles of the extension', () => {
  const row = { ...csv, 'identities[0].provider': 'windowslive', 'identities[0].user_id': 'w1' };
  expect(auth0.read(row).newcomer.patch.identities).toMatchObject({ add: [{ provider: 'microsoft', subject: 'w1' }] });
  expect(auth0.read(extension).newcomer.patch).toEqual({
    ...untouched,
    aliases: set({ auth0: extension.Id }),
    firstName: set('Grace'),
    lastName: set('Hopper'),
    name: set('Grace Hopper'),
    emails: contacts('grace@example.com', contact('grace@example.com', 'verified')),
    createdAt: set(createdAt),
  });
});

test('metadata columns cannot reach a prototype', () => {
  const { patch } = auth0.read({ ...csv, 'user_metadata.__proto__.polluted': 'x' }).newcomer;
  expect(Object.prototype).not.toHaveProperty('polluted');
  expect(refusalsOf(patch)).toMatchObject([{ code: 'invalid', issues: [{ reason: 'key-forbidden' }] }]);
});

test.each<[JsonObject, string, string]>([
  [{ ...api, email_verified: 'maybe' }, 'email_verified', 'is neither true nor false'],
  [{ ...api, app_metadata: 'x' }, 'app_metadata', 'is not an object'],
  [{ ...api, identities: [{ provider: 'github' }] }, 'identities.0.user_id', 'is missing'],
  [{ ...api, logins_count: -1 }, 'logins_count', 'is not a whole number'],
  [{ ...support, password_set_date: { $date: 'once' } }, 'password_set_date.$date', 'is not a time'],
  [{ ...bulk, mfa_factors: { totp: {} } }, 'mfa_factors', 'is not a list'],
  [{ ...bulk, mfa_factors: [{ email: { value: 'a@b.c' } }] }, 'mfa_factors', 'has none that can be taken over'],
  [
    { ...bulk, mfa_factors: [{ totp: { secret: 'A' } }, { totp: { secret: 'B' } }] },
    'mfa_factors.1.totp.secret',
    'is a second one, and a user has one',
  ],
])('what cannot be taken over is refused (%#)', (row, field, why) => {
  expect(auth0.read(row).faults).toEqual([{ field, why }]);
});

test('each fixture is recognised as Auth0’s alone, and judged like any user', () => {
  for (const row of [api, support, bulk, csv, extension]) {
    expect(recognisedBy(row)).toEqual(['auth0']);
    expect(refusalsOf(auth0.read(row).newcomer.patch)).toEqual([]);
  }
});

test('no row makes it throw', () => {
  const names = fc.constantFrom(...Object.keys({ ...api, ...support, ...bulk, ...csv, ...extension }));
  const row = fc.array(fc.tuple(names, fc.jsonValue())).map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(row, (given) => {
      const { faults } = auth0.read(JSON.parse(JSON.stringify(given)));
      expect(faults.every(({ field, why }) => field !== '' && why !== '')).toBe(true);
    }),
  );
});
