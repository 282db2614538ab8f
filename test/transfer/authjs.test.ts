import { scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, untouched } from '../../src/core/model/patch.ts';
import { findFormat } from '../../src/credentials/registry.ts';
import { authjs } from '../../src/transfer/sources/authjs.ts';
import { contact, contacts, identity, refusalsOf, set } from './expected.ts';

const bcrypt = '$2b$10$U4C0ZY8OG8y41F9LusfKyu3HRMBL0rCZcKBVsXhgr.n8Ou6FPhzO2';
const bag = (value: unknown) => ({ op: 'replace', value });
const createdAt = Date.UTC(2024, 0, 2, 3, 4, 5, 678);

/** As Prisma dumps `user.findMany({ include: { accounts: true, sessions: true } })`. */
const prisma = {
  id: 'clq1x2y3z0000abcd1234efgh',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  emailVerified: '2024-01-02T03:04:05.678Z',
  image: 'https://lh3.googleusercontent.com/a',
  plan: 'pro',
  settings: { theme: 'dark' },
  accounts: [
    {
      id: 'clq1x2y3z0001abcd1234efgh',
      userId: 'clq1x2y3z0000abcd1234efgh',
      type: 'oidc',
      provider: 'google',
      providerAccountId: '100000000000000000001',
      refresh_token: null,
      access_token: 'ya29.a0',
      expires_at: 1_704_164_645,
      token_type: 'bearer',
      scope: 'openid https://www.googleapis.com/auth/userinfo.email',
      id_token: 'eyJ',
      session_state: null,
      createdAt: '2024-01-02T03:04:05.678Z',
      updatedAt: '2024-01-02T03:04:06.678Z',
    },
  ],
  sessions: [{ id: 's', sessionToken: 't', userId: 'clq1x2y3z0000abcd1234efgh', expires: '2024-02-02T03:04:05.678Z' }],
};

/** As the tables of better-auth with its plugins, accounts joined in. */
const better = {
  id: 'nMZ3fHc2pVb9QXo1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  emailVerified: true,
  image: null,
  createdAt: '2024-01-02T03:04:05.678Z',
  updatedAt: '2024-01-02T03:04:06.678Z',
  username: 'ada_l',
  displayUsername: 'Ada_L',
  phoneNumber: '+12025550123',
  phoneNumberVerified: true,
  role: 'editor',
  banned: true,
  banReason: 'spam',
  banExpires: null,
  twoFactorEnabled: false,
  accounts: [
    {
      id: 'a1',
      accountId: 'nMZ3fHc2pVb9QXo1',
      providerId: 'credential',
      userId: 'nMZ3fHc2pVb9QXo1',
      password: hashOf('pässword', '0123456789abcdef0123456789abcdef'),
      createdAt: '2024-01-02T03:04:05.678Z',
      updatedAt: '2024-01-02T03:04:05.678Z',
    },
    {
      id: 'a2',
      accountId: '583231',
      providerId: 'github',
      userId: 'nMZ3fHc2pVb9QXo1',
      scope: 'read:user,user:email',
      createdAt: '2024-01-02T03:04:05.678Z',
      updatedAt: '2024-01-02T03:04:05.678Z',
    },
  ],
};

/** What better-auth stores. */
function hashOf(password: string, salt: string): string {
  const cost = { N: 16_384, r: 16, p: 1, maxmem: 67_108_864 };
  return `${salt}:${scryptSync(password.normalize('NFKC'), salt, 64, cost).toString('hex')}`;
}

const read = (change: object) => authjs.read({ id: '1', email: 'ada@example.com', ...change });
const patchOf = (change: object) => read(change).newcomer.patch;
const faultsOf = (change: object) => read(change).faults.map((fault) => fault.field);

test('a user of Prisma comes with accounts and own columns, and without tokens and sessions', () => {
  const { newcomer, faults } = authjs.read(prisma);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      name: set('Ada Lovelace'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      identities: {
        op: 'change',
        add: [
          {
            ...identity(createdAt, { provider: 'google', subject: '100000000000000000001' }),
            id: expect.any(String),
            scopes: ['openid', 'https://www.googleapis.com/auth/userinfo.email'],
            updatedAt: createdAt + 1000,
          },
        ],
        remove: [],
      },
      metadata: {
        ...untouched.metadata,
        private: bag({ image: 'https://lh3.googleusercontent.com/a', plan: 'pro', settings: { theme: 'dark' } }),
      },
      aliases: set({ authjs: prisma.id }),
    },
    past: noPast,
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

test('a user of better-auth comes whole', () => {
  const { newcomer, faults } = authjs.read(better);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      username: set('ada_l'),
      name: set('Ada Lovelace'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'verified')),
      identities: {
        op: 'change',
        add: [
          {
            ...identity(createdAt, { provider: 'github', subject: '583231' }),
            id: expect.any(String),
            scopes: ['read:user', 'user:email'],
          },
        ],
        remove: [],
      },
      banned: set(true),
      createdAt: set(createdAt),
      role: set('editor'),
      metadata: { ...untouched.metadata, private: bag({ displayUsername: 'Ada_L', banReason: 'spam' }) },
      aliases: set({ authjs: better.id }),
      password: { op: 'set-digest', scheme: 'scrypt-phc', digest: expect.any(String) },
    },
    past: { ...noPast, updatedAt: createdAt + 1000 },
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

describe('names in snake case', () => {
  const row = {
    id: 7,
    name: 'Ada',
    email: 'ada@example.com',
    email_verified: '2024-01-02 03:04:05.678+00',
    image: 'https://example.com/a.png',
    created_at: '2024-01-02 03:04:05.678+00',
    phone_number: '+12025550123',
    accounts: '[{"provider":"azure-ad","provider_account_id":"x","created_at":"2024-01-02 03:04:05.678+00"}]',
  };

  test('read alike, in JSON and in CSV', () => {
    const { newcomer, faults } = authjs.read(row);
    expect(faults).toEqual([]);
    expect(newcomer.patch).toMatchObject({
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'unverified')),
      identities: { add: [{ provider: 'microsoft', subject: 'x', createdAt }] },
      createdAt: set(createdAt),
      metadata: { private: bag({ image: 'https://example.com/a.png' }) },
      aliases: set({ authjs: '7' }),
    });
  });

  test("better-auth's accounts too", () => {
    const accounts = [{ provider_id: 'google', account_id: '1' }];
    expect(patchOf({ accounts }).identities).toMatchObject({ add: [{ provider: 'google', subject: '1' }] });
  });
});

test.each([
  [null, 'unverified'],
  ['', 'unverified'],
  [false, 'unverified'],
  ['0', 'unverified'],
  ['2024-01-02T03:04:05Z', 'verified'],
  [1_704_164_645_678, 'verified'],
  [true, 'verified'],
  ['t', 'verified'],
] as const)('emailVerified %j is %s', (emailVerified, claim) => {
  expect(patchOf({ emailVerified }).emails).toEqual(contacts('ada@example.com', contact('ada@example.com', claim)));
});

describe('passwords', () => {
  test('of better-auth open', async () => {
    const { password } = authjs.read(better).newcomer.patch;
    const reading = password.op === 'set-digest' ? findFormat(password.scheme)?.read(password.digest) : null;
    if (reading?.ok !== true) throw new Error('malformed');
    expect(await reading.verify('pässword')).toBe(true);
    expect(await reading.verify('password')).toBe(false);
  });

  test.each(['password', 'passwordHash', 'hashedPassword', 'password_hash'])('in a column %s', (name) => {
    const patch = patchOf({ [name]: bcrypt });
    expect(patch.password).toEqual({ op: 'set-digest', scheme: 'bcrypt', digest: bcrypt });
    expect(patch.metadata.private).toEqual(keep);
  });

  test.each([
    { password: 'correct horse' },
    { password: hashOf('x', '0123456789abcdef0123456789abcdef') },
    { accounts: [{ providerId: 'credential', accountId: '1', password: 'pbkdf2:x' }] },
  ])('of which nobody could tell how to check them are refused', (change) => {
    expect(read(change)).toMatchObject({ newcomer: { patch: { password: keep } }, faults: [{}] });
  });
});

test.each([
  ['2001-01-01T00:00:00Z', keep],
  ['2100-01-01T00:00:00Z', set(true)],
])('a ban until %s', (banExpires, banned) => {
  expect(patchOf({ banned: true, banExpires }).banned).toEqual(banned);
});

test.each([
  [{ isAnonymous: true }, ['isAnonymous']],
  [{ is_anonymous: 't' }, ['is_anonymous']],
  [{ twoFactorEnabled: true, password: bcrypt }, ['twoFactorEnabled']],
  [{ twoFactorEnabled: true }, []],
  [{ accounts: [{ type: 'webauthn', provider: 'passkey', providerAccountId: 'x' }] }, ['accounts.0.type']],
  [{ accounts: [{ provider: 'google' }] }, ['accounts.0.providerAccountId']],
  [{ accounts: [{ providerAccountId: '1' }] }, ['accounts.0.provider']],
  [{ emailVerified: 'yesterday' }, ['emailVerified']],
  [{ id: null }, ['id']],
])('%j has the faults %j', (change, fields) => {
  expect(faultsOf(change)).toEqual(fields);
});
