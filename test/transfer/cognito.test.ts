import { describe, expect, test } from 'vitest';
import { noPast } from '../../src/core/model/newcomer.ts';
import { untouched } from '../../src/core/model/patch.ts';
import { cognito } from '../../src/transfer/sources/cognito.ts';
import { contact, contacts, identity, refusalsOf, set } from './expected.ts';

const sub = 'eaad0219-2117-439f-8d46-4db20e59268f';
const bag = (value: unknown) => ({ op: 'replace', value });

/** Under the header of `get-csv-header`, empty cells left out. */
const csv = {
  name: 'Ada Lovelace',
  given_name: 'Ada',
  family_name: 'Lovelace',
  preferred_username: 'countess',
  picture: 'https://example.com/ada.png',
  email: 'ada@example.com',
  email_verified: 'TRUE',
  birthdate: '1815-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en_GB',
  phone_number: '+12025550123',
  phone_number_verified: 'TRUE',
  updated_at: '1700000000',
  'custom:joinedOn': '2020-01-01',
  'cognito:mfa_enabled': 'TRUE',
  'cognito:username': 'ada_l',
};

/** As the AWS CLI 2 prints `list-users`. */
const listed = {
  Username: 'Google_100000000000000000001',
  Attributes: [
    { Name: 'sub', Value: sub },
    {
      Name: 'identities',
      Value:
        '[{"userId":"100000000000000000001","providerName":"Google","providerType":"Google","issuer":null,"primary":true,"dateCreated":1548097229723}]',
    },
    { Name: 'email_verified', Value: 'false' },
    { Name: 'email', Value: 'ada@example.com' },
    { Name: 'custom:plan', Value: 'pro' },
  ],
  UserCreateDate: '2019-01-21T19:00:29.723000+01:00',
  UserLastModifiedDate: '2019-01-22T18:00:29.723000+00:00',
  Enabled: true,
  UserStatus: 'EXTERNAL_PROVIDER',
};

/** As the AWS CLI 1 and the API itself write `admin-get-user`. */
const single = {
  Username: sub,
  UserAttributes: [
    { Name: 'sub', Value: sub },
    { Name: 'email', Value: 'ada@example.com' },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'phone_number', Value: '+12025550123' },
    { Name: 'phone_number_verified', Value: 'true' },
    { Name: 'preferred_username', Value: 'countess' },
  ],
  UserCreateDate: 1_548_097_229.723,
  UserLastModifiedDate: 1_548_097_230.5,
  Enabled: false,
  UserStatus: 'UNCONFIRMED',
  PreferredMfaSetting: 'SMS_MFA',
  UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
};

test('a row of the import template', () => {
  const { newcomer, faults } = cognito.read(csv);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      username: set('ada_l'),
      firstName: set('Ada'),
      lastName: set('Lovelace'),
      name: set('Ada Lovelace'),
      locale: set('en-GB'),
      timezone: set('Europe/London'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'verified', true)),
      metadata: {
        ...untouched.metadata,
        private: bag({
          preferred_username: 'countess',
          picture: 'https://example.com/ada.png',
          birthdate: '1815-12-10',
          'custom:joinedOn': '2020-01-01',
        }),
      },
      aliases: set({ cognito: 'ada_l' }),
    },
    past: { ...noPast, updatedAt: 1_700_000_000_000 },
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

test('a user of list-users who signs in with Google', () => {
  const { newcomer, faults } = cognito.read(listed);
  const createdAt = 1_548_093_629_723;
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      emails: contacts('ada@example.com', contact('ada@example.com', 'unverified')),
      identities: {
        op: 'change',
        add: [
          {
            ...identity(1_548_097_229_723, { provider: 'google', subject: '100000000000000000001' }),
            id: expect.any(String),
          },
        ],
        remove: [],
      },
      createdAt: set(createdAt),
      metadata: { ...untouched.metadata, private: bag({ 'custom:plan': 'pro' }) },
      aliases: set({ cognito: sub }),
    },
    past: { ...noPast, updatedAt: Date.UTC(2019, 0, 22, 18, 0, 29, 723) },
  });
  expect(refusalsOf(newcomer.patch)).toEqual([]);
});

test('a user of admin-get-user, with dates in seconds', () => {
  const { newcomer, faults } = cognito.read(single);
  expect(faults).toEqual([]);
  expect(newcomer).toEqual({
    patch: {
      ...untouched,
      username: set('countess'),
      emails: contacts('ada@example.com', contact('ada@example.com', 'verified')),
      phones: contacts('+12025550123', contact('+12025550123', 'verified', true)),
      active: set(false),
      confirmation: set('pending'),
      createdAt: set(1_548_097_229_723),
      aliases: set({ cognito: sub }),
    },
    past: { ...noPast, updatedAt: 1_548_097_230_500 },
  });
});

describe('usernames', () => {
  const usernameOf = (username: string, change: object = {}) =>
    cognito.read({ 'cognito:username': username, email: 'ada@example.com', phone_number: '+12025550123', ...change })
      .newcomer.patch.username;

  test('one that somebody chose is one', () => expect(usernameOf('ada_l')).toEqual(set('ada_l')));

  test.each([sub, 'Ada@Example.com', '+12025550123'])('%s is none', (username) => {
    expect(usernameOf(username)).toEqual({ op: 'keep' });
    expect(usernameOf(username, { preferred_username: 'countess' })).toEqual(set('countess'));
  });
});

test.each([
  [{ 'cognito:mfa_enabled': 'true', phone_number_verified: 'false' }, contact('+12025550123', 'unverified')],
  [{ 'cognito:mfa_enabled': 'false', phone_number_verified: 'true' }, contact('+12025550123', 'verified')],
])('only a verified telephone is asked, and only where it was', (change, phone) => {
  const { newcomer } = cognito.read({ 'cognito:username': 'ada_l', phone_number: '+12025550123', ...change });
  expect(newcomer.patch.phones).toEqual(contacts('+12025550123', phone));
});

test('MFAOptions are the older way to say it', () => {
  const MFAOptions = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }];
  const { newcomer } = cognito.read({ ...single, UserMFASettingList: null, MFAOptions });
  expect(newcomer.patch.phones).toEqual(contacts('+12025550123', contact('+12025550123', 'verified', true)));
});

test.each([
  [{ email: 'ada@example.com', 'cognito:mfa_enabled': 'FALSE' }, 'Username'],
  [{ Username: 'ada', Attributes: [{ Value: 'x' }] }, 'Attributes.0.Name'],
  [{ Username: 'ada', Attributes: 'x' }, 'Attributes'],
  [
    { Username: 'ada', Attributes: [{ Name: 'identities', Value: '[{"providerName":"Google"}]' }] },
    'identities.0.userId',
  ],
  [{ 'cognito:username': 'ada', email: 'a@example.com', email_verified: 'perhaps' }, 'email_verified'],
])('%j is refused', (row, field) => {
  expect(cognito.read(row).faults.map((fault) => fault.field)).toEqual([field]);
});

test('attribute names that could reach a prototype are only names', () => {
  const row = { Username: 'ada', Attributes: [{ Name: '__proto__', Value: 'x' }] };
  const { private: bagEdit } = cognito.read(row).newcomer.patch.metadata;
  expect(bagEdit.op === 'replace' && Object.getPrototypeOf(bagEdit.value)).toBe(Object.prototype);
  expect(refusalsOf(cognito.read(row).newcomer.patch)).not.toEqual([]);
});
