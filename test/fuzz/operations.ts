// table: the operations of the Clerk API that take input, each with its fields and what of a user each field may change.
import type { Method } from '../conformance/app.ts';

/** One operation. `{user}`, `{email}`, `{phone}` and `{session}` in the path are filled in when it is called. */
export interface Operation {
  method: Method;
  path: string;
  /** By field of the body: the paths in the user model that it may change. */
  fields: Readonly<Record<string, readonly string[]>>;
  /** What the operation may change whatever its body says. */
  always: readonly string[];
}

const emails = ['emails', 'primaryEmailId', 'identities'];
const phones = ['phones', 'primaryPhoneId', 'credentials.mfaEnabledAt', 'credentials.mfaDisabledAt'];
const password = ['credentials.password', 'credentials.passwordUpdatedAt', 'sessions', 'secrets'];
/** What becomes of whoever is guessed at. */
const attempts = [
  ...['activity.failedAttempts', 'activity.failedUntil', 'activity.failedAt', 'activity.failedFrom'],
  ...['lockedAt', 'lockedUntil'],
];
const factors = [
  'credentials.totp',
  'credentials.backupCodes',
  'credentials.mfaEnabledAt',
  'credentials.mfaDisabledAt',
  'secrets',
];
const bags = {
  public_metadata: ['metadata.public'],
  private_metadata: ['metadata.private'],
  unsafe_metadata: ['metadata.unsafe'],
};

const update = {
  external_id: ['externalId'],
  first_name: ['firstName'],
  last_name: ['lastName'],
  locale: ['locale'],
  timezone: ['timezone'],
  primary_email_address_id: ['primaryEmailId'],
  notify_primary_email_address_changed: [],
  primary_phone_number_id: ['primaryPhoneId'],
  primary_web3_wallet_id: ['primaryWalletId'],
  username: ['username'],
  profile_image_id: ['profileImageId'],
  password,
  password_digest: password,
  password_hasher: password,
  skip_password_checks: [],
  skip_password_requirement: [],
  sign_out_of_other_sessions: ['sessions'],
  totp_secret: factors,
  backup_codes: factors,
  delete_self_enabled: ['deleteSelfEnabled'],
  create_organization_enabled: ['createOrganizationEnabled'],
  create_organizations_limit: ['createOrganizationsLimit'],
  legal_accepted_at: ['legalAcceptedAt'],
  skip_legal_checks: [],
  created_at: ['createdAt'],
  bypass_client_trust: ['extras.clerk'],
};

const create = {
  email_address: [],
  email_address_identification_status: [],
  phone_number: [],
  phone_number_identification_status: [],
  web3_wallet: [],
  banned: [],
  locked: [],
  skip_user_requirement: [],
};

const untouched = Object.fromEntries(Object.keys({ ...update, ...bags }).map((field) => [field, []]));

/** Every operation that changes something or could. A creation may change nothing of the user who is there. */
export const operations: readonly Operation[] = [
  { method: 'POST', path: '/v1/users', fields: { ...untouched, ...create }, always: [] },
  { method: 'PATCH', path: '/v1/users/{user}', fields: { ...update, ...bags }, always: [] },
  { method: 'PATCH', path: '/v1/users/{user}/metadata', fields: bags, always: [] },
  { method: 'PUT', path: '/v1/users/{user}/metadata', fields: bags, always: [] },
  {
    method: 'PUT',
    path: '/v1/users/{user}/email_address',
    fields: { email_address: emails, identification_status: emails, notify_primary_email_address_changed: [] },
    always: [],
  },
  {
    method: 'PUT',
    path: '/v1/users/{user}/phone_number',
    fields: { phone_number: phones, identification_status: phones },
    always: [],
  },
  { method: 'POST', path: '/v1/users/{user}/verify_password', fields: { password: ['secrets'] }, always: attempts },
  {
    method: 'POST',
    path: '/v1/users/{user}/verify_totp',
    fields: { code: ['credentials.backupCodes', 'secrets'] },
    always: attempts,
  },
  {
    method: 'POST',
    path: '/v1/users/{user}/remove_password',
    fields: { sign_out_of_other_sessions: [] },
    always: password,
  },
  {
    method: 'POST',
    path: '/v1/users/{user}/password/set_compromised',
    fields: { revoke_all_sessions: ['sessions'] },
    always: password,
  },
  { method: 'POST', path: '/v1/users/{user}/password/unset_compromised', fields: {}, always: password },
  { method: 'POST', path: '/v1/users/{user}/ban', fields: {}, always: ['bannedAt', 'sessions'] },
  { method: 'POST', path: '/v1/users/{user}/unban', fields: {}, always: ['bannedAt'] },
  { method: 'POST', path: '/v1/users/{user}/lock', fields: {}, always: ['lockedAt', 'lockedUntil'] },
  {
    method: 'POST',
    path: '/v1/users/{user}/unlock',
    fields: {},
    always: ['lockedAt', 'lockedUntil', 'activity.failedAttempts', 'activity.failedUntil'],
  },
  { method: 'POST', path: '/v1/users/{user}/profile_image', fields: { file: ['profileImageId'] }, always: [] },
  { method: 'POST', path: '/v1/users/ban', fields: { user_ids: ['bannedAt', 'sessions'] }, always: [] },
  { method: 'POST', path: '/v1/users/unban', fields: { user_ids: ['bannedAt'] }, always: [] },
  {
    method: 'POST',
    path: '/v1/email_addresses',
    fields: {
      user_id: emails,
      email_address: emails,
      verified: emails,
      primary: emails,
      notify_primary_email_address_changed: [],
    },
    always: [],
  },
  {
    method: 'PATCH',
    path: '/v1/email_addresses/{email}',
    fields: { verified: emails, primary: emails, notify_primary_email_address_changed: [] },
    always: [],
  },
  {
    method: 'POST',
    path: '/v1/phone_numbers',
    fields: {
      user_id: phones,
      phone_number: phones,
      verified: phones,
      primary: phones,
      reserved_for_second_factor: phones,
    },
    always: [],
  },
  {
    method: 'PATCH',
    path: '/v1/phone_numbers/{phone}',
    fields: { verified: phones, primary: phones, reserved_for_second_factor: phones, default_second_factor: phones },
    always: [],
  },
  {
    method: 'POST',
    path: '/v1/sessions',
    fields: { user_id: ['sessions'], active_organization_id: [] },
    always: ['activity'],
  },
  {
    method: 'POST',
    path: '/v1/sessions/{session}/tokens',
    fields: { expires_in_seconds: [] },
    always: ['activity', 'sessions'],
  },
  { method: 'POST', path: '/v1/sessions/{session}/revoke', fields: {}, always: ['sessions'] },
  { method: 'DELETE', path: '/v1/users/{user}/mfa', fields: {}, always: [...factors, 'phones'] },
  { method: 'DELETE', path: '/v1/users/{user}/totp', fields: {}, always: factors },
  { method: 'DELETE', path: '/v1/users/{user}/backup_code', fields: {}, always: factors },
  { method: 'DELETE', path: '/v1/users/{user}/profile_image', fields: {}, always: ['profileImageId'] },
];

/** Names that no operation of this API knows: other vendors', the model's own, and other spellings. */
export const strayFields: readonly string[] = [
  ...['role', 'roleid', 'group', 'groups', 'usrgrps', 'admin', 'is_admin', 'super_admin', 'active', 'status', 'system'],
  ...['id', 'user_id', 'userId', 'object', 'rev', 'serial', 'realm', 'updated_at', 'updatedAt', 'password_enabled'],
  ...['firstName', 'FIRST_NAME', 'First_Name', 'first-name', 'publicMetadata', 'metadata', 'labels', 'extra', 'extras'],
  ...[
    'emails',
    'email',
    'email_verified',
    'emailVerified',
    'aliases',
    'credentials',
    'secrets',
    'identities',
    'activity',
  ],
  ...[
    'banned_at',
    'bannedAt',
    'locked_until',
    'two_factor_enabled',
    'external_accounts',
    'passwordHash',
    '$set',
    '_id',
  ],
];

/** Every field of every operation. */
export const allFields: readonly string[] = [...new Set(operations.flatMap(({ fields }) => Object.keys(fields)))];
