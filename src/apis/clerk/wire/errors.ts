// The one table from everything the core can refuse to what the wire says of it.

import type {
  PasswordViolation,
  RefusalCode,
  RefusalOf,
  Refused,
  Thing,
  UniqueField,
} from '../../../core/model/error.ts';
import type { Policy } from '../../../core/model/realm.ts';
import type { CatalogueName } from './catalogue.ts';
import { writeSessionId, writeUserIdOfReference } from './ids.ts';
import { errorsOfIssues, parameterOf } from './issues.ts';
import { type WireError, wireError } from './rejected.ts';

/** What an operation says differently. */
export type Scene = {
  /** A contact that is not there was named by a parameter (422), or by the path (404). */
  readonly contact: 'parameter' | 'path';
  /** A second factor was to be created, or changed. */
  readonly secondFactor: 'create' | 'update';
  /** Parameters that set a field under another name than elsewhere. */
  readonly parameters: Readonly<Record<string, string>>;
};

/** What most operations say. */
export const plainScene: Scene = { contact: 'path', secondFactor: 'update', parameters: {} };

const missingThings = {
  user: (id) => wireError('userNotFound', { id: writeUserIdOfReference(id) }),
  email: () => wireError('identificationNotFound'),
  phone: () => wireError('identificationNotFound'),
  wallet: () => wireError('identificationNotFound'),
  identity: () => wireError('externalAccountNotFound'),
  session: (id) => wireError('sessionNotFound', { id: writeSessionId(id) }),
  image: () => wireError('imageNotFound'),
  passkey: () => wireError('passkeyNotFound'),
  realm: () => wireError('resourceNotFound'),
  ticket: () => wireError('resourceNotFound'),
  factor: () => wireError('resourceNotFound'),
  organization: () => wireError('resourceNotFound'),
  membership: () => wireError('resourceNotFound'),
  invitation: () => wireError('resourceNotFound'),
  role: () => wireError('resourceNotFound'),
  'redirect-uri': () => wireError('resourceNotFound'),
  'webhook-endpoint': () => wireError('resourceNotFound'),
  event: () => wireError('resourceNotFound'),
  group: () => wireError('resourceNotFound'),
  'user-role': () => wireError('resourceNotFound'),
  'api-token': () => wireError('resourceNotFound'),
  extra: () => wireError('resourceNotFound'),
} as const satisfies { readonly [What in Thing]: (id: string) => WireError };

const takenThings = {
  username: 'username',
  email: 'email address',
  phone: 'phone number',
  wallet: 'web3 wallet',
  'external-id': 'external id',
  identity: 'external account',
  alias: 'id',
  contact: 'id',
  'organization-external-id': 'external id',
  domain: 'domain',
  membership: 'membership',
  'invitation-token': 'invitation',
  'role-slug': 'slug',
  ticket: 'ticket',
  'device-code': 'code',
  'refresh-token': 'token',
  'redirect-uri': 'redirect url',
  receipt: 'idempotency key',
  'endpoint-url': 'url',
  role: 'role',
  group: 'group',
  'group-name': 'name',
  'user-role-name': 'name',
  'api-token': 'token',
  'api-token-name': 'name',
  'extra-name': 'name',
} as const satisfies { readonly [Field in UniqueField]: string };

const violationNames = {
  'too-short': 'passwordTooShort',
  'too-long': 'passwordTooLong',
  'too-many-bytes': 'passwordTooManyBytes',
  'no-uppercase': 'passwordNoUppercase',
  'no-lowercase': 'passwordNoLowercase',
  'no-number': 'passwordNoNumber',
  'no-special': 'passwordNoSpecial',
  common: 'passwordPwned',
  breached: 'passwordPwned',
  unchecked: 'passwordUnchecked',
  'matches-identifier': 'passwordMatchesIdentifier',
  'contains-identifier': 'passwordMatchesIdentifier',
  'not-text': 'valueEncoding',
} as const satisfies { readonly [Violation in PasswordViolation]: CatalogueName };

const digestErrors = {
  'unknown-scheme': () => wireError('valueRefused', { param: 'password_hasher' }),
  malformed: () => wireError('passwordDigestInvalid', { param: 'password_digest' }),
  'too-costly': () => wireError('passwordDigestTooCostly', { param: 'password_digest' }),
} as const satisfies { readonly [Reason in RefusalOf<'digest-unsupported'>['reason']]: () => WireError };

const inactiveErrors = {
  banned: 'userBanned',
  locked: 'userLocked',
  disabled: 'userDeactivated',
} as const satisfies { readonly [Reason in RefusalOf<'account-inactive'>['reason']]: CatalogueName };

const absentCredentials = {
  password: 'noPasswordSet',
  totp: 'totpDisabled',
  'second-factor': 'totpDisabled',
} as const satisfies { readonly [What in RefusalOf<'no-credential'>['what']]: CatalogueName };

const secondFactorErrors = {
  create: 'secondFactorCreateUnverified',
  update: 'secondFactorUpdateUnverified',
} as const satisfies { readonly [When in Scene['secondFactor']]: CatalogueName };

const ineligibleErrors = {
  unverified: ({ field }, scene) =>
    field === 'second-factor'
      ? wireError(secondFactorErrors[scene.secondFactor])
      : wireError('verificationNeeded', { param: scene.parameters[field] ?? parameterOf(field) }),
  verified: () => wireError('resourceLocked'),
  unchanged: () => wireError('resourceLocked'),
  inactive: () => wireError('resourceLocked'),
  system: () => wireError('authorizationInvalid'),
  linked: () => wireError('linkedDeletionFailed'),
  off: () => wireError('featureNotEnabled'),
  last: () => wireError('resourceLocked'),
  'in-use': () => wireError('resourceLocked'),
} as const satisfies {
  readonly [Why in RefusalOf<'not-eligible'>['why']]: (refusal: RefusalOf<'not-eligible'>, scene: Scene) => WireError;
};

const contactThings: ReadonlySet<Thing> = new Set(['email', 'phone', 'wallet']);

type RefusalByCode = { readonly [Code in RefusalCode]: RefusalOf<Code> };

type ErrorTable = {
  readonly [Code in RefusalCode]: (refusal: RefusalByCode[Code], situation: Case) => readonly WireError[];
};

type Case = { readonly scene: Scene; readonly policy: Policy | null };

/** Every refusal of the core, in the words of the wire. */
const errorsByCode = {
  'not-found': (refusal, { scene }) =>
    scene.contact === 'parameter' && contactThings.has(refusal.what)
      ? [wireError('parameterResourceNotFound', { param: parameterOf(`primary-${refusal.what}`) })]
      : [missingThings[refusal.what](refusal.id)],
  taken: ({ field }) => [wireError('identifierExists', { param: parameterOf(field), thing: takenThings[field] })],
  invalid: ({ issues }, { policy }) => errorsOfIssues(issues, policy),
  'password-rejected': ({ violations, lengthMin, lengthMax }) =>
    violations.map((violation) =>
      wireError(violationNames[violation], {
        param: 'password',
        limit: violation === 'too-short' ? lengthMin : lengthMax,
      }),
    ),
  'digest-unsupported': ({ reason }) => [digestErrors[reason]()],
  'wrong-credentials': () => [wireError('incorrectPassword')],
  'no-credential': ({ what }) => [wireError(absentCredentials[what])],
  'account-inactive': ({ reason }) => [wireError(inactiveErrors[reason])],
  'verification-required': ({ of }) => [wireError('verificationNeeded', { param: parameterOf(of) })],
  'code-rejected': () => [wireError('totpIncorrect')],
  'session-gone': () => [wireError('sessionGone')],
  'request-differs': () => [wireError('idempotencyKeyReused')],
  'sign-in-unfinished': () => [wireError('verificationNeeded', { param: '' })],
  'last-way-in': ({ field }) => [
    field === 'username' ? wireError('requiredDeletionFailed', { thing: 'username' }) : wireError('deletionFailed'),
  ],
  'not-eligible': (refusal, { scene }) => [ineligibleErrors[refusal.why](refusal, scene)],
  conflict: () => [wireError('resourceLocked')],
  'limit-reached': () => [wireError('quotaExceeded')],
  'too-many-attempts': ({ retryAfterMs }) => {
    const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    return [wireError('tooManyRequests', {}, { meta: { resets_in: retryAfterSeconds }, retryAfterSeconds })];
  },
  'not-authenticated': () => [wireError('keyInvalid')],
  forbidden: () => [wireError('authorizationInvalid')],
} as const satisfies ErrorTable;

function errorsOf<Code extends RefusalCode>(code: Code, refusal: RefusalByCode[Code], situation: Case) {
  const table: ErrorTable = errorsByCode;
  return table[code](refusal, situation);
}

/** Every error of a refused command, in the core's order. */
export function errorsOfRefused(refused: Refused, scene: Scene, policy: Policy | null): readonly WireError[] {
  return refused.refusals.flatMap((refusal) => errorsOf(refusal.code, refusal, { scene, policy }));
}
