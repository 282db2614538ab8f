import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/model/json.ts';
import { listSources, recogniseSource } from '../../src/transfer/sources/index.ts';

/** By system, its files' rows with the fewest fields that they have in practice. */
const rows: Readonly<Record<string, readonly JsonObject[]>> = {
  auth0: [
    {
      user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
      email: 'a@example.com',
      email_verified: true,
      name: 'A',
      identities: [],
    },
    { email: 'a@example.com', email_verified: true, custom_password_hash: { algorithm: 'md5' } },
    { email: 'a@example.com', email_verified: true, app_metadata: {}, mfa_factors: [] },
    {
      _id: { $oid: '60425dc43519d90068f82973' },
      email: 'a@example.com',
      passwordHash: '$2b$10$',
      tenant: 't',
      connection: 'c',
    },
    { Id: 'auth0|5f7c8ec7c33c6c004bbafe82', Email: 'a@example.com', Name: 'A' },
  ],
  authjs: [
    { id: 'clq1', name: 'A', email: 'a@example.com', emailVerified: null, image: 'https://example.com/a.png' },
    {
      id: 'clq1',
      name: 'A',
      email: 'a@example.com',
      emailVerified: '2024-01-02T03:04:05.678Z',
      image: null,
      accounts: [],
    },
    {
      id: '7',
      name: 'A',
      email: 'a@example.com',
      email_verified: '2024-01-02 03:04:05+00',
      created_at: '2024-01-02 03:04:05+00',
    },
    { id: 'nMZ3', name: 'A', email: 'a@example.com', emailVerified: true, createdAt: 1, updatedAt: 1 },
    { id: 'nMZ3', username: 'ada_l', name: 'A', email: 'a@example.com', emailVerified: 'f', role: 'user', banned: 'f' },
    { id: 'clq1', accounts: [{ provider: 'google', providerAccountId: '1' }] },
  ],
  clerk: [
    { id: 'user_2YDryYFVMM1W1plDDKz7Gzf4we6', first_name: 'A', primary_email_address: 'a@example.com' },
    { id: 'user_2YDryYFVMM1W1plDDKz7Gzf4we6', object: 'user', email_addresses: [], external_accounts: [] },
    { id: '1', primary_email_address: 'a@example.com', password_digest: '$2b$10$', password_hasher: 'bcrypt' },
  ],
  cognito: [
    { 'cognito:username': 'ada', email: 'a@example.com', email_verified: 'TRUE', 'cognito:mfa_enabled': 'FALSE' },
    { 'cognito:username': 'ada', name: 'A', given_name: 'A', email: 'a@example.com', phone_number: '+12025550123' },
    { Username: 'ada', Attributes: [{ Name: 'sub', Value: 'x' }], Enabled: true, UserStatus: 'CONFIRMED' },
    { Username: 'ada', UserAttributes: [], UserCreateDate: 1.5 },
  ],
  firebase: [
    { localId: 'u1', email: 'a@example.com', emailVerified: true, passwordHash: 'x', salt: 'y', providerUserInfo: [] },
    { localId: 'u1', phoneNumber: '+12025550123', createdAt: '1704067200000' },
  ],
  keycloak: [
    { id: 'b7', username: 'ada', email: 'a@example.com', emailVerified: true, enabled: true, createdTimestamp: 1 },
    { id: 'b7', username: 'ada', email: 'a@example.com', emailVerified: true, credentials: [{ type: 'password' }] },
    { username: 'ada', enabled: true, realmRoles: ['user'] },
  ],
  muster: [{ muster_id: '01a1fca4-9f30-73b5-be4e-9eca47cde7fb', username: 'ada_l', active: 'true', banned: 'false' }],
  supabase: [
    { id: '7d5e', email: 'a@example.com', encrypted_password: '$2a$10$' },
    { id: '7d5e', aud: 'authenticated', email: 'a@example.com', app_metadata: {}, user_metadata: {}, identities: [] },
    { id: '7d5e', email: 'a@example.com', raw_user_meta_data: '{}', raw_app_meta_data: '{}', is_sso_user: 'false' },
    { instance_id: '0', id: '7d5e', aud: 'authenticated', role: 'authenticated', phone: '12025550123' },
  ],
  workos: [
    { object: 'user', id: 'user_01E4ZCR3C56J083X43JQXF3JK5', email: 'a@example.com', email_verified: true },
    { email: 'a@example.com', first_name: 'A', last_name: 'B', email_verified: 'yes', external_id: '7' },
    {
      user_id: 'auth0|abc123',
      email: 'a@example.com',
      first_name: 'A',
      email_verified: 'no',
      password_hash: '$2b$10$',
    },
  ],
};

const sources = listSources(null);

test('every system has rows', () => {
  expect(sources.map(({ name }) => name).toSorted()).toEqual(Object.keys(rows).toSorted());
});

describe.each(Object.entries(rows))('%s', (name, own) => {
  test.each(own)('recognises %j, and nobody else does', (row) => {
    expect(sources.filter((source) => source.recognises(row)).map((source) => source.name)).toEqual([name]);
    expect(recogniseSource(row)).toBe(name);
  });
});

test.each([{}, { email: 'a@example.com' }, { id: '1', email: 'a@example.com', name: 'A' }])('%j is nobody’s', (row) => {
  expect(recogniseSource(row)).toBeNull();
});

test('what looks like two systems is nobody’s', () => {
  expect(recogniseSource({ id: '1', encrypted_password: '$2a$10$', 'cognito:username': 'ada' })).toBeNull();
});

/** Names that the sources look for, at any depth, with any values. */
const names = fc.constantFrom(
  ...new Set(Object.values(rows).flatMap((own) => own.flatMap(Object.keys))),
  ...[
    'Name',
    'Value',
    'provider',
    'provider_id',
    'providerId',
    'password',
    'type',
    'secretData',
    'credentialData',
    'value',
  ],
  ...[
    'factors',
    'status',
    'secret',
    'identity_data',
    'attributes',
    'locale',
    'groups',
    'clientRoles',
    'federatedIdentities',
  ],
  ...[
    'banExpires',
    'updated_at',
    'MFAOptions',
    'UserMFASettingList',
    'deleted_at',
    'banned_until',
    '__proto__',
    'subType',
  ],
);
const { object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, '', 'otp', 'totp', 'null', 0, -1, 1e99, true),
    fc.string(),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.array(fc.tuple(names, tie('value')), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
}));

test('no row makes a source throw, and every fault says where and why', () => {
  fc.assert(
    fc.property(object, (row) => {
      for (const source of sources) {
        source.recognises(row);
        const { faults } = source.read(row);
        expect(faults.every(({ field, why }) => field !== '' && why !== '')).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
