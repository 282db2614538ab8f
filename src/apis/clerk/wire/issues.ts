// What the core's faults of input are called on the wire.

import type { Issue, IssueReason } from '../../../core/model/error.ts';
import type { Policy } from '../../../core/model/realm.ts';
import type { CatalogueName } from './catalogue.ts';
import { type ErrorFacts, type WireError, wireError } from './rejected.ts';

/** The parameters by the fields of the model that they set. */
const parameterNames: Readonly<Record<string, string>> = {
  username: 'username',
  firstName: 'first_name',
  lastName: 'last_name',
  locale: 'locale',
  timezone: 'timezone',
  externalId: 'external_id',
  'external-id': 'external_id',
  profileImageId: 'profile_image_id',
  emails: 'email_address',
  email: 'email_address',
  phones: 'phone_number',
  phone: 'phone_number',
  wallets: 'web3_wallet',
  wallet: 'web3_wallet',
  'primary-email': 'primary_email_address_id',
  'primary-phone': 'primary_phone_number_id',
  'primary-wallet': 'primary_web3_wallet_id',
  legalAcceptedAt: 'legal_accepted_at',
  createdAt: 'created_at',
  createOrganizationsLimit: 'create_organizations_limit',
  'metadata.public': 'public_metadata',
  'metadata.private': 'private_metadata',
  'metadata.unsafe': 'unsafe_metadata',
  password: 'password',
  totp: 'totp_secret',
  backupCodes: 'backup_codes',
  locked: 'locked',
  id: 'user_ids',
};

/** The parameter that sets this field; `emails.3` is one of `emails`. */
export function parameterOf(path: string): string {
  return parameterNames[path] ?? parameterNames[path.replace(/\.\d+$/, '')] ?? path;
}

const byReason = {
  type: 'valueRefused',
  format: 'formatInvalid',
  missing: 'missing',
  unknown: 'unknown',
  duplicate: 'duplicate',
  'length-min': 'lengthMin',
  'length-max': 'lengthMax',
  'count-max': 'arraySizeExceeded',
  'bytes-max': 'sizeExceeded',
  'depth-max': 'valueRefused',
  'key-length-max': 'valueRefused',
  'key-forbidden': 'valueRefused',
  characters: 'valueEncoding',
  'digits-only': 'valueRefused',
  'looks-like-phone': 'valueRefused',
  time: 'timeInvalid',
  future: 'futureDate',
  value: 'valueRefused',
} as const satisfies { readonly [Reason in IssueReason]: CatalogueName };

/** What wins over `byReason`: by field and reason. */
const byField: Readonly<Record<string, CatalogueName>> = {
  'username length-min': 'usernameLength',
  'username length-max': 'usernameLength',
  'username characters': 'usernameCharacter',
  'username digits-only': 'usernameDigits',
  'username looks-like-phone': 'usernamePhone',
  'emails format': 'emailInvalid',
  'phones format': 'phoneInvalid',
  'wallets format': 'walletInvalid',
  'locale format': 'localeInvalid',
  'externalId length-min': 'valueEmpty',
  'metadata.public count-max': 'valueRefused',
  'metadata.private count-max': 'valueRefused',
  'metadata.unsafe count-max': 'valueRefused',
  'totp format': 'totpSecretInvalid',
  'backupCodes format': 'backupCodeInvalid',
  'backupCodes value': 'backupCodeInvalid',
  'file format': 'imageUnsupported',
  'file bytes-max': 'imageTooLarge',
};

/** What a new user must have, by what the core calls it. */
const requirements: Readonly<Record<string, readonly string[]>> = {
  identifier: ['email_address', 'phone_number', 'web3_wallet', 'username'],
  password: ['password'],
};

function dataMissing(issues: readonly Issue[]): readonly WireError[] {
  const names = issues.flatMap((issue) => (issue.reason === 'missing' ? (requirements[issue.path] ?? []) : []));
  if (names.length === 0) return [];
  const params = `[${names.map((name) => `"${name}"`).join(' ')}]`;
  return [wireError('dataMissing', { params }, { meta: { param_names: names } })];
}

/** The wire errors of the core's faults; all that a new user lacks is one error. */
export function errorsOfIssues(issues: readonly Issue[], policy: Policy | null): readonly WireError[] {
  const own = issues.filter((issue) => issue.reason !== 'missing' || requirements[issue.path] === undefined);
  return [
    ...own.map((issue) => {
      const name = byField[`${issue.path.replace(/\.\d+$/, '')} ${issue.reason}`] ?? byReason[issue.reason];
      if (issue.path === 'file') return wireError(name);
      const limit = issue.limit ?? 0;
      const facts: ErrorFacts = {
        param: parameterOf(issue.path),
        limit,
        kilobytes: Math.floor(limit / 1024),
        lengthMin: policy?.username.lengthMin ?? limit,
        lengthMax: policy?.username.lengthMax ?? limit,
      };
      return wireError(name, facts);
    }),
    ...dataMissing(issues),
  ];
}
