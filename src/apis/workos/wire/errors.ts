// The one table from everything the core can refuse to what the wire says of it.

import type {
  Issue,
  IssueReason,
  PasswordViolation,
  RefusalCode,
  RefusalOf,
  Refused,
  Thing,
  UniqueField,
} from '../../../core/model/error.ts';
import { entryOf } from './body.ts';
import { writeSessionId } from './ids.ts';
import { badParameters, type Entry, missing, type WireError, wireError } from './rejected.ts';

/** What an operation calls a refusal that is called otherwise elsewhere. */
export type OwnWords = { readonly [Code in RefusalCode]?: (refusal: RefusalByCode[Code]) => WireError };

/**
 * What is known of the call. `entity`: what the path names, as it spells it; `creates`: an operation that makes a user; `says`: its
 * own words.
 */
export type Scene = { readonly entity: string | null; readonly creates: boolean; readonly says: OwnWords };

/** Errors in general use. */
export const wireErrors = {
  unauthorized: wireError(401, null, 'Unauthorized'),
  forbidden: wireError(403, 'forbidden', 'This key may not do that.'),
  notFound: wireError(404, 'not_found', 'Not Found'),
  conflict: wireError(409, 'conflict', 'The resource has changed or is in use.'),
  unsupported: wireError(400, 'not_supported', 'Request could not be processed.'),
  keyReused: wireError(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.'),
  bodyInvalid: wireError(400, 'invalid_request_body', 'The request body is not valid JSON.'),
  bodyTooLarge: wireError(413, 'request_body_too_large', 'The request body is too large.'),
  internal: wireError(500, 'internal_error', 'Something went wrong on our side.'),
  emailInvalid: wireError(400, 'invalid_email', 'The email address is not valid.'),
  emailTaken: wireError(400, 'email_not_available', 'This email address is not available.'),
  emailFixed: wireError(400, 'email_change_not_allowed', 'The email address of this user cannot be changed so.'),
  emailVerified: wireError(
    400,
    'email_already_verified',
    'The user email has already been verified and cannot be unverified.',
  ),
  externalIdTaken: wireError(400, 'external_id_already_used', 'Another user has this external id.'),
  metadataInvalid: wireError(400, 'invalid_metadata', 'The metadata is not valid.'),
  localeInvalid: wireError(400, 'invalid_locale', 'The locale is not a known language tag.'),
  hashInvalid: wireError(400, 'invalid_password_hash', 'The password hash is malformed or out of range.'),
} as const satisfies Readonly<Record<string, WireError>>;

const things = {
  user: 'User',
  email: 'Email',
  phone: 'Phone',
  wallet: 'Wallet',
  identity: 'Identity',
  session: 'Session',
  image: 'Image',
  passkey: 'Passkey',
  realm: 'Environment',
  ticket: 'Object',
  factor: 'Authentication Factor',
  organization: 'Organization',
  membership: 'Organization Membership',
  invitation: 'Invitation',
  role: 'Role',
  'redirect-uri': 'Redirect URI',
  'webhook-endpoint': 'Webhook Endpoint',
  event: 'Event',
  group: 'Group',
  'user-role': 'Role',
  'api-token': 'Token',
  extra: 'Object',
} as const satisfies { readonly [What in Thing]: string };

const takenErrors = {
  email: wireErrors.emailTaken,
  'external-id': wireErrors.externalIdTaken,
  username: wireErrors.conflict,
  phone: wireErrors.conflict,
  wallet: wireErrors.conflict,
  identity: wireErrors.conflict,
  alias: wireErrors.conflict,
  contact: wireErrors.conflict,
  'organization-external-id': wireErrors.externalIdTaken,
  domain: wireErrors.conflict,
  membership: wireErrors.conflict,
  'invitation-token': wireErrors.conflict,
  'role-slug': wireErrors.conflict,
  ticket: wireErrors.conflict,
  'device-code': wireErrors.conflict,
  'refresh-token': wireErrors.conflict,
  'redirect-uri': wireErrors.conflict,
  receipt: wireErrors.conflict,
  'endpoint-url': wireErrors.conflict,
  role: wireErrors.conflict,
  group: wireErrors.conflict,
  'group-name': wireErrors.conflict,
  'user-role-name': wireErrors.conflict,
  'api-token': wireErrors.conflict,
  'api-token-name': wireErrors.conflict,
  'extra-name': wireErrors.conflict,
} as const satisfies { readonly [Field in UniqueField]: WireError };

const violationWords = {
  'too-short': ['too_short', 'is too short.'],
  'too-long': ['too_long', 'is too long.'],
  'too-many-bytes': ['too_long', 'is too long.'],
  'no-uppercase': ['uppercase_required', 'needs an upper case letter.'],
  'no-lowercase': ['lowercase_required', 'needs a lower case letter.'],
  'no-number': ['number_required', 'needs a number.'],
  'no-special': ['symbol_required', 'needs a symbol.'],
  common: ['too_weak', 'is too easy to guess.'],
  breached: ['pwned', 'has been found in a data breach.'],
  unchecked: ['unchecked', 'could not be checked for breaches; try again.'],
  'matches-identifier': ['contains_identifier', 'is one of the user’s own identifiers.'],
  'contains-identifier': ['contains_identifier', 'contains the user’s name.'],
  'not-text': ['invalid', 'is not valid text.'],
} as const satisfies { readonly [Violation in PasswordViolation]: readonly [string, string] };

/** The parameters by the fields of the model that they set. */
const parameters: Readonly<Record<string, string>> = {
  firstName: 'first_name',
  lastName: 'last_name',
  externalId: 'external_id',
  identifier: 'email',
};

const faults = {
  type: ['invalid', 'has the wrong type.'],
  format: ['invalid', 'is not well-formed.'],
  missing: ['required', 'is required.'],
  unknown: ['unknown', 'is not known.'],
  duplicate: ['duplicate', 'is there twice.'],
  'length-min': ['string_required', 'must be a non-empty string.'],
  'length-max': ['too_long', 'is too long.'],
  'count-max': ['too_many', 'has too many entries.'],
  'bytes-max': ['too_long', 'is too large.'],
  'depth-max': ['invalid', 'is nested too deeply.'],
  'key-length-max': ['invalid', 'has a key that is too long.'],
  'key-forbidden': ['invalid', 'has a key that is not allowed.'],
  characters: ['invalid', 'is not valid text.'],
  'digits-only': ['invalid', 'is not valid.'],
  'looks-like-phone': ['invalid', 'is not valid.'],
  time: ['invalid', 'is not a time.'],
  future: ['invalid', 'lies in the future.'],
  value: ['invalid', 'is not valid.'],
} as const satisfies { readonly [Reason in IssueReason]: readonly [string, string] };

/** The fields whose faults have a code of their own. */
const ownErrors: Readonly<Record<string, WireError>> = {
  emails: wireErrors.emailInvalid,
  locale: wireErrors.localeInvalid,
  'metadata.labels': wireErrors.metadataInvalid,
};

function errorOfIssue({ path, reason }: Issue): WireError {
  const field = path.replace(/\.\d+$/, '');
  const [what, message] = faults[reason];
  return ownErrors[field] ?? badParameters([entryOf(parameters[field] ?? field, what, message)]);
}

const ineligibleErrors = {
  unverified: wireErrors.emailFixed,
  linked: wireErrors.emailFixed,
  system: wireError(409, 'user_deletion_not_allowed', 'This user cannot be deleted.'),
  off: wireErrors.unsupported,
  verified: wireError(400, 'email_already_verified', 'The email address is verified already.'),
  unchanged: wireErrors.conflict,
  inactive: wireErrors.conflict,
  last: wireErrors.conflict,
  'in-use': wireErrors.conflict,
} as const satisfies { readonly [Why in RefusalOf<'not-eligible'>['why']]: WireError };

type RefusalByCode = { readonly [Code in RefusalCode]: RefusalOf<Code> };

type ErrorTable = {
  readonly [Code in RefusalCode]: (refusal: RefusalByCode[Code], scene: Scene) => readonly WireError[];
};

/** Every refusal of the core, in the words of the wire. Some cannot come up in what this API offers. */
const errorsByCode = {
  'not-found': ({ what, id }, { entity }) => {
    if (what === 'user') return [missing(things.user, entity ?? id)];
    return [missing(things[what], entity ?? (what === 'session' ? writeSessionId(id) : id))];
  },
  taken: ({ field }) => [takenErrors[field]],
  invalid: ({ issues }) => issues.map(errorOfIssue),
  'password-rejected': (refusal) => [
    wireError(400, 'password_strength_error', 'Password does not meet strength requirements.', {
      errors: refusal.violations.map((violation) => {
        const [what, message] = violationWords[violation];
        return entryOf('password', what, message);
      }),
    }),
  ],
  'digest-unsupported': () => [wireErrors.hashInvalid],
  'wrong-credentials': () => [wireError(400, 'invalid_credentials', 'Invalid credentials.')],
  'no-credential': () => [wireErrors.unsupported],
  'account-inactive': () => [wireErrors.forbidden],
  'verification-required': () => [wireError(403, 'email_verification_required', 'The email must be verified first.')],
  'code-rejected': () => [wireError(400, 'invalid_one_time_code', 'Invalid one-time code.')],
  'session-gone': () => [wireErrors.conflict],
  'request-differs': () => [wireErrors.keyReused],
  'sign-in-unfinished': () => [wireErrors.forbidden],
  'last-way-in': () => [wireErrors.emailFixed],
  'not-eligible': ({ why }) => [ineligibleErrors[why]],
  conflict: () => [wireErrors.conflict],
  'limit-reached': () => [wireErrors.unsupported],
  'too-many-attempts': ({ retryAfterMs }) => [
    wireError(429, 'rate_limit_exceeded', 'Too many requests.', {
      retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
    }),
  ],
  'not-authenticated': () => [wireErrors.unauthorized],
  forbidden: () => [wireErrors.forbidden],
} as const satisfies ErrorTable;

function errorsOf<Code extends RefusalCode>(code: Code, refusal: RefusalByCode[Code], scene: Scene) {
  const table: ErrorTable = errorsByCode;
  const own: { readonly [Name in Code]?: (refusal: RefusalByCode[Name]) => WireError } = scene.says;
  const word = own[code];
  if (word !== undefined) return [word(refusal)];
  return table[code](refusal, scene);
}

/** The errors that the creation of a user tells within one. */
const creationErrors: ReadonlySet<WireError> = new Set([
  wireErrors.emailInvalid,
  wireErrors.emailTaken,
  wireErrors.externalIdTaken,
]);

/** One error of several: the first decides, and tells the entries of all that have its code. */
function merged(errors: readonly [WireError, ...WireError[]]): WireError {
  const [first] = errors;
  if (first.errors === null) return first;
  const entries = errors.flatMap((error): readonly Entry[] => (error.code === first.code ? (error.errors ?? []) : []));
  return { ...first, errors: entries };
}

/** The error of a refused command. */
export function errorOfRefused(refused: Refused, scene: Scene): WireError {
  const [first, ...rest] = refused.refusals.flatMap((refusal) => errorsOf(refusal.code, refusal, scene));
  if (first === undefined) return wireErrors.internal;
  const inside = [first, ...rest].filter((error) => creationErrors.has(error));
  if (!scene.creates || !creationErrors.has(first)) return merged([first, ...rest]);
  const errors = inside.map(({ code, message }) => ({ code: code ?? '', message }));
  return wireError(400, 'user_creation_error', 'Could not create the user.', { errors });
}
