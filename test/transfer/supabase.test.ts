import { describe, expect, test } from 'vitest';
import { noPast } from '../../src/core/model/newcomer.ts';
import { untouched } from '../../src/core/model/patch.ts';
import { findFormat } from '../../src/credentials/registry.ts';
import { supabase } from '../../src/transfer/sources/supabase.ts';
import { contact, contacts, identity, refusalsOf, set } from './expected.ts';

const bcrypt = '$2a$10$U4C0ZY8OG8y41F9LusfKyu3HRMBL0rCZcKBVsXhgr.n8Ou6FPhzO2';
const id = '7d5e6a3c-1f0b-4a55-9a53-2f6c5d1a0b11';
const digest = (scheme: string, text: string) => ({ op: 'set-digest', scheme, digest: text });
const bag = (value: unknown) => ({ op: 'replace', value });

/** As the SQL editor downloads `select * from auth.users`: a null is the word, empty cells are left out. */
const csv = {
  instance_id: '00000000-0000-0000-0000-000000000000',
  id,
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  encrypted_password: bcrypt,
  email_confirmed_at: '2023-05-01 10:00:00.123456+00',
  invited_at: 'null',
  confirmation_sent_at: '2023-05-01 09:59:00+00',
  last_sign_in_at: '2024-01-02 03:04:05.678+00',
  raw_app_meta_data: '{"provider":"email","providers":["email"],"plan":"pro"}',
  raw_user_meta_data: '{"sub":"7d5e6a3c","full_name":"Ada Lovelace","first_name":"Ada","age":36}',
  is_super_admin: 'null',
  created_at: '2023-05-01 09:58:00+00',
  updated_at: '2024-01-02 03:04:06+00',
  phone: '12025550123',
  phone_confirmed_at: 'null',
  confirmed_at: '2023-05-01 10:00:00.123456+00',
  email_change_confirm_status: '0',
  banned_until: 'null',
  is_sso_user: 'false',
  deleted_at: 'null',
  is_anonymous: 'false',
};

const api = {
  id,
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  email_confirmed_at: '2023-05-01T10:00:00.123456Z',
  phone: '',
  confirmed_at: '2023-05-01T10:00:00.123456Z',
  last_sign_in_at: '2024-01-02T03:04:05.678Z',
  app_metadata: { provider: 'google', providers: ['google'] },
  user_metadata: { name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace' },
  identities: [
    {
      identity_id: '0d2b6a5e-5b0c-4d87-8a53-1d4f1f3f0b01',
      id,
      user_id: id,
      identity_data: { email: 'ada@example.com', email_verified: false, phone_verified: false, sub: id },
      provider: 'email',
      last_sign_in_at: '2023-05-01T09:58:00Z',
      created_at: '2023-05-01T09:58:00Z',
      updated_at: '2023-05-01T09:58:00Z',
      email: 'ada@example.com',
    },
    {
      identity_id: '0d2b6a5e-5b0c-4d87-8a53-1d4f1f3f0b02',
      id: '100000000000000000001',
      user_id: id,
      identity_data: {
        avatar_url: 'https://lh3.googleusercontent.com/a',
        email: 'ada@example.com',
        email_verified: true,
        full_name: 'Ada Lovelace',
        iss: 'https://accounts.google.com',
        sub: '100000000000000000001',
      },
      provider: 'google',
      last_sign_in_at: '2023-05-01T09:58:00Z',
      created_at: '2023-05-01T09:58:00Z',
      updated_at: '2023-05-02T09:58:00Z',
      email: 'ada@example.com',
    },
  ],
  factors: [{ id: 'f1', status: 'verified', factor_type: 'totp', phone: '', last_challenged_at: null }],
  created_at: '2023-05-01T09:58:00Z',
  updated_at: '2024-01-02T03:04:06Z',
  is_anonymous: false,
};

const createdAt = Date.UTC(2023, 4, 1, 9, 58);
const past = {
  ...noPast,
  updatedAt: Date.UTC(2024, 0, 2, 3, 4, 6),
  lastSignInAt: Date.UTC(2024, 0, 2, 3, 4, 5, 678),
};
const read = (change: object) => supabase.read({ id, email: 'ada@example.com', encrypted_password: bcrypt, ...change });
const patchOf = (change: object) => read(change).newcomer.patch;
const faultsOf = (change: object) => read(change).faults;

test('a CSV row of the SQL editor comes whole', () => {
  const { newcomer, faults } = supabase.read(csv);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      firstName: set('Ada'),
      name: set('Ada Lovelace'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'unverified')),
      createdAt: set(createdAt),
      metadata: {
        ...untouched.metadata,
        public: bag({ provider: 'email', providers: ['email'], plan: 'pro' }),
        unsafe: bag({ sub: '7d5e6a3c', full_name: 'Ada Lovelace', first_name: 'Ada', age: 36 }),
      },
      aliases: set({ supabase: id }),
      password: digest('bcrypt', bcrypt),
    },
    past,
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

test('a user of the Admin API comes with identities, and without password and factors', () => {
  const { newcomer, faults } = supabase.read(api);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      firstName: set('Ada'),
      lastName: set('Lovelace'),
      name: set('Ada Lovelace'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      identities: {
        op: 'change',
        add: [
          {
            ...identity(createdAt, { provider: 'google', subject: '100000000000000000001', email: 'ada@example.com' }),
            id: expect.any(String),
            emailVerified: true,
            imageUrl: 'https://lh3.googleusercontent.com/a',
            updatedAt: createdAt + 86_400_000,
          },
        ],
        remove: [],
      },
      createdAt: set(createdAt),
      metadata: {
        ...untouched.metadata,
        public: bag(api.app_metadata),
        unsafe: bag(api.user_metadata),
      },
      aliases: set({ supabase: id }),
    },
    past,
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

describe('passwords', () => {
  test.each([
    ['argon2', '$argon2id$v=19$m=32,t=3,p=2$SFVpOWJ0eXhjRzVkdGN1RQ$RXnb8rh7LaDcn07xsssqqulZYXOM/EUCEFMVcAcyYVk'],
    ['bcrypt', bcrypt],
  ])('%s comes as it is', (scheme, text) => {
    expect(patchOf({ encrypted_password: text }).password).toEqual(digest(scheme, text));
  });

  test("Firebase's scrypt is written anew, and opens", async () => {
    // The example of https://github.com/firebase/scrypt.
    const [signer, salt, hash] = [
      'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
      '42xEC+ixf3L2lw==',
      'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
    ];
    const { password } = patchOf({
      encrypted_password: `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${signer}$${salt}$${hash}`,
    });
    if (password.op !== 'set-digest') throw new Error('no digest');
    const reading = findFormat(password.scheme)?.read(password.digest);
    if (reading?.ok !== true) throw new Error('malformed');
    expect(await reading.verify('user1password')).toBe(true);
    expect(await reading.verify('user2password')).toBe(false);
  });

  test.each([
    ['{"key_id":"k","alg":"aes-gcm-hkdf","data":"x","nonce":"y"}', 'is encrypted by its server'],
    ['plain', 'is not a known form of digest'],
  ])('%s is refused', (encrypted_password, why) => {
    expect(read({ encrypted_password })).toMatchObject({
      newcomer: { patch: { password: { op: 'keep' } } },
      faults: [{ field: 'encrypted_password', why }],
    });
  });
});

describe('factors joined in', () => {
  const totp = { id: 'f1', status: 'verified', factor_type: 'totp', secret: 'JBSWY3DPEHPK3PXP' };

  test('a TOTP secret comes, an unverified one does not', () => {
    const factors = [{ ...totp, status: 'unverified', secret: 'GEZDGNBVGY3TQOJQ' }, totp];
    for (const given of [factors, JSON.stringify(factors)]) {
      expect(read({ factors: given }).faults).toEqual([]);
      expect(patchOf({ factors: given }).totp).toEqual(
        set({ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 }),
      );
    }
  });

  test('a telephone is asked at sign-in, and the own one stays the primary', () => {
    const factors = [{ status: 'verified', factor_type: 'phone', phone: '12025550199', secret: '' }];
    const patch = patchOf({ factors, phone: '12025550123' });
    expect(refusalsOf(patch)).toEqual([]);
    expect(patch.phones).toEqual(
      contacts('+12025550123', contact('+12025550123', 'unverified'), contact('+12025550199', 'verified', true)),
    );
  });

  test.each([
    [[{ ...totp, secret: '' }], 'factors.0.secret', 'is missing'],
    [[{ ...totp, secret: '{"key_id":"k"}' }], 'factors.0.secret', 'is encrypted by its server'],
    [[totp, totp], 'factors.1.secret', 'is a second one, and a user has one'],
    [[{ status: 'verified', factor_type: 'webauthn' }], 'factors.0.factor_type', 'cannot be taken over'],
  ])('what cannot come beside the password is refused', (factors, field, why) => {
    expect(faultsOf({ factors })).toEqual([{ field, why }]);
  });
});

test('a wallet is a wallet, an SSO identity keeps its provider, an address is no identity', () => {
  const address = `0x${'ab'.repeat(20)}`;
  const identities = [
    {
      id: 'i1',
      provider: 'web3',
      provider_id: `web3:ethereum:${address}`,
      identity_data: { sub: `web3:ethereum:${address}` },
    },
    { id: 'i2', provider: 'sso:21648a9d', provider_id: 'ada@corp.example' },
    { id: 'i3', provider: 'azure', identity_data: { sub: 'AAAA' } },
    { id: 'i4', provider: 'phone', provider_id: id },
  ];
  const patch = patchOf({ identities });
  expect(patch.wallets).toEqual(contacts(address, contact(address, 'verified')));
  expect(patch.identities).toMatchObject({
    add: [
      { provider: 'sso:21648a9d', subject: 'ada@corp.example' },
      { provider: 'microsoft', subject: 'AAAA' },
    ],
  });
});

test.each([
  ['2100-01-01 00:00:00+00', set(true)],
  ['2001-01-01 00:00:00+00', { op: 'keep' }],
])('a ban until %s', (banned_until, banned) => {
  expect(patchOf({ banned_until }).banned).toEqual(banned);
});

test('a role of its own comes, the plain ones do not', () => {
  expect(patchOf({ role: 'editor' }).role).toEqual(set('editor'));
  expect(patchOf({ role: 'authenticated' }).role).toEqual({ op: 'keep' });
});

test.each([
  [{ deleted_at: '2024-01-01T00:00:00Z' }, 'deleted_at'],
  [{ is_anonymous: true }, 'is_anonymous'],
  [{ id: '' }, 'id'],
  [{ created_at: 'yesterday' }, 'created_at'],
  [{ raw_user_meta_data: '{"a":' }, 'raw_user_meta_data'],
  [{ identities: [{ provider: 'google' }] }, 'identities.0.provider_id'],
  [{ identities: [{ provider_id: '1' }] }, 'identities.0.provider'],
])('%j is refused', (change, field) => {
  expect(faultsOf(change).map((fault) => fault.field)).toEqual([field]);
});
