// The refusals of the core in this API's words: one total table.

import type { Refusal, RefusalCode, RefusalOf, Thing, UniqueField } from '../../core/model/error.ts';
import { type Fault, fault, type Wording } from './problem.ts';

type ByCode = { [Code in RefusalCode]: RefusalOf<Code> };

/** `conditional`: the request had a precondition, so that a conflict is that one failing. */
type Circumstances = { readonly conditional: boolean };

type Words = Omit<Wording, 'name'>;

const memberOf = {
  username: '/username',
  email: '/emails',
  phone: '/phones',
  wallet: '/wallets',
  'external-id': '/externalId',
  identity: '/identities',
  alias: '/aliases',
  contact: '',
  'organization-external-id': '/externalId',
  domain: '/domains',
  membership: '',
  'invitation-token': '',
  'role-slug': '/slug',
  ticket: '',
  'device-code': '',
  'refresh-token': '',
  'redirect-uri': '/uri',
  receipt: '',
  'endpoint-url': '/url',
  role: '/role',
  group: '/groups',
  'group-name': '/name',
  'user-role-name': '/name',
  'api-token': '',
  'api-token-name': '/name',
  'extra-name': '/name',
} as const satisfies { [Field in UniqueField]: string };

/** Where a missing thing was named: in the path (null), or by a member of the document. */
const namedBy = {
  user: null,
  session: null,
  realm: null,
  email: '/primaryEmail',
  phone: '/primaryPhone',
  wallet: '/primaryWallet',
  identity: '/identities',
  image: '/profileImageId',
  passkey: '/credentials',
  ticket: null,
  factor: null,
  organization: null,
  membership: null,
  invitation: null,
  role: null,
  'redirect-uri': null,
  'webhook-endpoint': null,
  event: '/events',
  group: null,
  'user-role': null,
  'api-token': null,
  extra: null,
} as const satisfies { [What in Thing]: string | null };

const passwordPointer = '/password';
const pointersByField: Readonly<Record<string, string>> = {
  'primary-email': '/primaryEmail',
  'primary-phone': '/primaryPhone',
  'primary-wallet': '/primaryWallet',
  'second-factor': '/phones',
  bannedAt: '/banned',
  lockedAt: '/locked',
  user: '',
};

/** Which member of the request spoke of the credential that is not there. */
const credentialPointers = {
  password: passwordPointer,
  totp: '/code',
  'second-factor': '/code',
} as const satisfies { [What in RefusalOf<'no-credential'>['what']]: string };

function pointerOf(path: string): string {
  return pointersByField[path] ?? `/${path.replaceAll('.', '/')}`;
}

function passwordFaults({ violations, lengthMin, lengthMax }: RefusalOf<'password-rejected'>): readonly Fault[] {
  const limits: Readonly<Record<string, number>> = { 'too-short': lengthMin, 'too-long': lengthMax };
  return violations.map((violation) => fault(passwordPointer, violation, limits[violation] ?? null));
}

const table: { readonly [Code in RefusalCode]: (refusal: ByCode[Code], circumstances: Circumstances) => Words } = {
  'not-found': ({ what }) => {
    const pointer = namedBy[what];
    const detail = `There is no such ${what}.`;
    if (pointer === null) return { status: 404, title: 'Not found', detail, errors: [] };
    return { status: 422, title: 'Not found', detail, errors: [fault(pointer, 'not-found')] };
  },
  taken: ({ field }) => ({
    ...{ status: 409, title: 'Taken', detail: `This ${field} belongs to another.` },
    errors: [fault(memberOf[field], 'taken')],
  }),
  invalid: ({ issues }) => ({
    ...{ status: 422, title: 'Invalid', detail: 'The document is not valid; `errors` names every fault.' },
    errors: issues.map(({ path, reason, limit }) => fault(pointerOf(path), reason, limit)),
  }),
  'password-rejected': (refusal) => ({
    ...{ status: 422, title: 'Password rejected', detail: 'The password does not meet the policy of this realm.' },
    errors: passwordFaults(refusal),
  }),
  'digest-unsupported': ({ reason }) => ({
    ...{ status: 422, title: 'Digest unsupported', detail: 'The password digest cannot be taken over.' },
    errors: [fault(passwordPointer, reason)],
  }),
  'wrong-credentials': () => ({
    ...{ status: 422, title: 'Wrong credentials', detail: 'These credentials are not the right ones.' },
    errors: [fault(passwordPointer, 'wrong')],
  }),
  'no-credential': ({ what }) => ({
    ...{ status: 409, title: 'No such credential', detail: `The user has no ${what}.` },
    errors: [fault(credentialPointers[what], 'missing')],
  }),
  'account-inactive': ({ reason }) => ({
    ...{ status: 403, title: 'Account inactive', detail: `The account is ${reason}.`, errors: [] },
  }),
  'verification-required': ({ of }) => ({
    ...{ status: 403, title: 'Verification required', detail: `The ${of} must be verified first.` },
    errors: of === 'second-factor' ? [fault('/code', 'missing')] : [],
  }),
  'code-rejected': ({ reason }) => ({
    ...{ status: 422, title: 'Code rejected', detail: `The code is ${reason}.`, errors: [fault('/code', reason)] },
  }),
  'request-differs': () => ({
    ...{ status: 422, title: 'Request differs', errors: [] },
    detail: 'This Idempotency-Key was used for another request.',
  }),
  'sign-in-unfinished': ({ step: { needs } }) => ({
    ...{ status: 403, title: 'Sign-in unfinished', detail: `The sign-in still needs: ${needs}.`, errors: [] },
  }),
  'session-gone': () => ({ status: 410, title: 'Session gone', detail: 'The session is over.', errors: [] }),
  'last-way-in': ({ field }) => ({
    ...{ status: 409, title: 'Last way in', detail: 'Nothing would be left to find the user by at sign-in.' },
    errors: [fault(pointerOf(field), 'last-way-in')],
  }),
  'not-eligible': ({ field, why }) => ({
    ...{ status: 409, title: 'Not eligible', detail: 'This cannot be done as things are.' },
    errors: [fault(pointerOf(field), why)],
  }),
  conflict: ({ rev }, { conditional }) =>
    conditional
      ? {
          ...{ status: 412, title: 'Precondition failed', detail: `The user is at revision ${rev}.`, errors: [] },
          headers: rev > 0 ? { etag: `"${rev}"` } : {},
        }
      : { status: 409, title: 'Conflict', detail: 'Others kept changing this user; try again.', errors: [] },
  'limit-reached': ({ what, max }) => ({
    ...{ status: 409, title: 'Limit reached', detail: `There can be no more ${what}.` },
    errors: [fault(pointerOf(what), 'count-max', max)],
  }),
  'too-many-attempts': ({ retryAfterMs }) => ({
    ...{ status: 429, title: 'Too many attempts', detail: 'Try again later.', errors: [] },
    headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) },
  }),
  'not-authenticated': () => ({
    ...{ status: 401, title: 'Not authenticated', detail: 'Send a secret key: `Authorization: Bearer sk_…`.' },
    ...{ errors: [], headers: { 'www-authenticate': 'Bearer realm="muster"' } },
  }),
  forbidden: ({ action }) => ({
    ...{ status: 403, title: 'Forbidden', detail: `This key may not do ${action}.`, errors: [] },
  }),
};

function wordsOf<Code extends RefusalCode>(code: Code, refusal: ByCode[Code], circumstances: Circumstances): Wording {
  return { name: code, ...table[code](refusal, circumstances) };
}

/** What this API says to one refusal. */
export function wordingOf(refusal: Refusal, circumstances: Circumstances): Wording {
  return wordsOf(refusal.code, refusal, circumstances);
}

/** What this API says to several refusals of one request: the first gives the name, all give their errors. */
export function wordingOfAll(
  [first, ...rest]: readonly [Refusal, ...Refusal[]],
  circumstances: Circumstances,
): Wording {
  const wording = wordingOf(first, circumstances);
  return {
    ...wording,
    errors: [...wording.errors, ...rest.flatMap((other) => wordingOf(other, circumstances).errors)],
  };
}
