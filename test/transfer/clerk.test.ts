import { expect, test } from 'vitest';
import { listHashers, schemeOfHasher } from '../../src/apis/clerk/wire/hashers.ts';
import type { JsonObject } from '../../src/core/model/json.ts';
import { noPast } from '../../src/core/model/newcomer.ts';
import { keep, untouched } from '../../src/core/model/patch.ts';
import { clerk } from '../../src/transfer/sources/clerk.ts';
import { contact, contacts, identity, recognisedBy, refusalsOf, set } from './expected.ts';

const bcrypt = '$2b$10$U4C0ZY8OG8y41F9LusfKyu3HRMBL0rCZcKBVsXhgr.n8Ou6FPhzO2';

const csv = {
  id: 'user_2YDryYFVMM1W1plDDKz7Gzf4we6',
  first_name: 'Jane',
  last_name: 'Doe',
  username: 'janedoe',
  primary_email_address: 'jane@example.com',
  primary_phone_number: '+12025550123',
  verified_email_addresses: 'jane@example.com|jd@example.org',
  unverified_email_addresses: 'old@example.com,older@example.com',
  verified_phone_numbers: '+12025550123',
  totp_secret: 'JBSWY3DPEHPK3PXP',
  password_digest: bcrypt,
  password_hasher: 'bcrypt',
};

const json = {
  id: 'user_2fT3OpCuU3elx0CXE3cNyStBC9u',
  first_name: 'John',
  last_name: null,
  username: null,
  primary_email_address: 'johndoe@gmail.com',
  email_addresses: ['johndoe@gmail.com', 'test@gmail.com'],
  primary_phone_number: null,
  phone_numbers: null,
  password_digest: null,
  password_hasher: null,
  unsafe_metadata: { theme: 'dark' },
  public_metadata: { plan: 'pro' },
  private_metadata: { stripe: 'cus_1' },
  has_image: true,
  image_url: 'https://img.clerk.com/x',
  backup_codes_enabled: true,
  backup_codes: ['abcd1234', bcrypt],
  totp_secret: null,
};

const verification = {
  object: 'verification_otp',
  status: 'verified',
  strategy: 'email_code',
  attempts: 1,
  expire_at: 1,
};
const api = {
  id: 'user_2hrlVnPqrMNbP6aTnFrZcbtPDEY',
  object: 'user',
  external_id: 'crm-7',
  primary_email_address_id: 'idn_2',
  primary_phone_number_id: null,
  primary_web3_wallet_id: null,
  username: 'adalovelace',
  first_name: 'Ada',
  last_name: 'Lovelace',
  locale: 'en-GB',
  has_image: false,
  image_url: 'https://img.clerk.com/x',
  public_metadata: {},
  private_metadata: null,
  unsafe_metadata: { a: { b: 1 } },
  email_addresses: [
    {
      id: 'idn_1',
      object: 'email_address',
      email_address: 'a@example.com',
      reserved: true,
      verification: null,
      linked_to: [],
    },
    {
      id: 'idn_2',
      object: 'email_address',
      email_address: 'b@example.com',
      reserved: false,
      verification,
      linked_to: [],
    },
  ],
  phone_numbers: [
    {
      id: 'idn_3',
      object: 'phone_number',
      phone_number: '+12025550123',
      reserved_for_second_factor: true,
      default_second_factor: true,
      reserved: false,
      verification,
      linked_to: [],
    },
  ],
  web3_wallets: [{ id: 'idn_4', object: 'web3_wallet', web3_wallet: `0x${'ab'.repeat(20)}`, verification }],
  passkeys: [],
  external_accounts: [
    {
      object: 'google_account',
      id: 'idn_5',
      provider: 'oauth_google',
      provider_user_id: '1234567890',
      approved_scopes: 'email openid',
      email_address: 'b@example.com',
      email_address_verified: true,
      first_name: 'Ada',
      last_name: '',
      image_url: 'https://lh3.googleusercontent.com/a',
      username: null,
      label: null,
      public_metadata: {},
      created_at: 1_700_000_000_000,
      updated_at: 1_700_000_000_500,
      verification,
    },
  ],
  saml_accounts: [],
  enterprise_accounts: [],
  password_enabled: true,
  two_factor_enabled: true,
  totp_enabled: false,
  backup_code_enabled: false,
  mfa_enabled_at: 1_690_000_000_000,
  mfa_disabled_at: null,
  password_last_updated_at: 1_680_000_000_000,
  last_sign_in_at: 1_710_000_000_000,
  last_active_at: 1_711_000_000_000,
  banned: true,
  locked: true,
  lockout_expires_in_seconds: null,
  verification_attempts_remaining: 0,
  delete_self_enabled: false,
  create_organization_enabled: true,
  create_organizations_limit: 0,
  legal_accepted_at: 1_660_000_000_000,
  bypass_client_trust: true,
  created_at: 1_650_000_000_000,
  updated_at: 1_712_000_000_000,
};

test('a line of the dashboard’s CSV file', () => {
  expect(clerk.read(csv)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ clerk: csv.id }),
        firstName: set('Jane'),
        lastName: set('Doe'),
        username: set('janedoe'),
        emails: contacts(
          'jane@example.com',
          contact('jane@example.com', 'verified'),
          contact('jd@example.org', 'verified'),
          contact('old@example.com', 'unverified'),
          contact('older@example.com', 'unverified'),
        ),
        phones: contacts('+12025550123', contact('+12025550123', 'verified')),
        totp: set({ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 }),
        password: { op: 'set-digest', scheme: 'bcrypt', digest: bcrypt },
      },
      past: noPast,
    },
    faults: [],
  });
});

test('a user of the dashboard’s JSON file, whose single list proves nothing but the primary address', () => {
  expect(clerk.read(json)).toEqual({
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ clerk: json.id }),
        firstName: set('John'),
        emails: contacts(
          'johndoe@gmail.com',
          contact('johndoe@gmail.com', 'verified'),
          contact('test@gmail.com', 'unverified'),
        ),
        metadata: {
          ...untouched.metadata,
          public: { op: 'replace', value: { plan: 'pro' } },
          private: { op: 'replace', value: { stripe: 'cus_1' } },
          unsafe: { op: 'replace', value: { theme: 'dark' } },
        },
        backupCodes: set(['abcd1234', bcrypt]),
      },
      past: noPast,
    },
    faults: [],
  });
});

test('a user object of the API, also as the SDK writes it', () => {
  const expected = {
    newcomer: {
      patch: {
        ...untouched,
        aliases: set({ clerk: api.id }),
        externalId: set('crm-7'),
        username: set('adalovelace'),
        firstName: set('Ada'),
        lastName: set('Lovelace'),
        locale: set('en-GB'),
        emails: contacts('b@example.com', contact('a@example.com', 'reserved'), contact('b@example.com', 'verified')),
        phones: contacts('+12025550123', contact('+12025550123', 'verified', true)),
        wallets: contacts(`0x${'ab'.repeat(20)}`, contact(`0x${'ab'.repeat(20)}`, 'verified')),
        identities: {
          op: 'change',
          add: [
            identity(1_700_000_000_000, {
              id: expect.stringMatching(/^018bcfe5-6800-7/),
              provider: 'google',
              subject: '1234567890',
              email: 'b@example.com',
              emailVerified: true,
              firstName: 'Ada',
              imageUrl: 'https://lh3.googleusercontent.com/a',
              scopes: ['email', 'openid'],
              updatedAt: 1_700_000_000_500,
            }),
          ],
          remove: [],
        },
        banned: set(true),
        locked: set(true),
        legalAcceptedAt: set(1_660_000_000_000),
        deleteSelfEnabled: set(false),
        createOrganizationEnabled: set(true),
        createOrganizationsLimit: set(0),
        createdAt: set(1_650_000_000_000),
        metadata: {
          ...untouched.metadata,
          public: { op: 'replace', value: {} },
          unsafe: { op: 'replace', value: { a: { b: 1 } } },
        },
        extras: { op: 'merge', api: 'clerk', value: { bypass_client_trust: true } },
      },
      past: {
        updatedAt: 1_712_000_000_000,
        passwordUpdatedAt: 1_680_000_000_000,
        lastSignInAt: 1_710_000_000_000,
        lastActiveAt: 1_711_000_000_000,
        signInCount: null,
      },
    },
    faults: [],
  };
  expect(clerk.read(api)).toEqual(expected);
  expect(clerk.read({ id: api.id, firstName: 'Ada', _raw: api })).toEqual(expected);
});

test('a lockout that ends by itself is not taken over', () => {
  expect(clerk.read({ ...api, lockout_expires_in_seconds: 1800 }).newcomer.patch.locked).toEqual(keep);
});

test('a primary address that the file calls unverified is so', () => {
  const row = { id: csv.id, primary_email_address: 'a@example.com', unverified_email_addresses: 'a@example.com' };
  expect(clerk.read(row).newcomer.patch.emails).toEqual(
    contacts('a@example.com', contact('a@example.com', 'unverified')),
  );
});

test.each<[JsonObject, string, string]>([
  [{ ...csv, password_hasher: 'rot13' }, 'password_hasher', 'is not a known hasher'],
  [{ ...csv, password_hasher: '' }, 'password_hasher', 'is missing beside a digest'],
  [{ ...json, public_metadata: 'x' }, 'public_metadata', 'is not an object'],
  [{ ...api, banned: 'perhaps' }, 'banned', 'is neither true nor false'],
  [{ ...api, external_accounts: [{ provider: 'oauth_x' }] }, 'external_accounts.0.provider_user_id', 'is missing'],
  [{ ...api, email_addresses: [{ id: 'idn_1' }] }, 'email_addresses.0.email_address', 'is missing'],
])('what cannot be taken over is refused (%#)', (row, field, why) => {
  expect(clerk.read(row).faults).toEqual([{ field, why }]);
});

test('a hasher leads to the same scheme as through the API', () => {
  for (const hasher of listHashers()) {
    const { password } = clerk.read({ ...csv, password_hasher: hasher }).newcomer.patch;
    expect(password).toEqual({ op: 'set-digest', scheme: schemeOfHasher(hasher), digest: bcrypt });
  }
});

test('each fixture is recognised as Clerk’s alone, and judged like any user', () => {
  const rows = [
    csv,
    json,
    api,
    { _raw: api },
    { id: csv.id, username: 'only' },
    { id: 'x', primary_phone_number: '+1' },
  ];
  for (const row of rows) expect(recognisedBy(row)).toEqual(['clerk']);
  for (const row of [csv, json, api]) expect(refusalsOf(clerk.read(row).newcomer.patch)).toEqual([]);
});
