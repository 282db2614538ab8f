// The refusals of the core in Coronium's statuses.

import type { Issue, Refusal, RefusalCode, RefusalOf } from '../../core/model/error.ts';
import { Fault } from './fault.ts';

type Words = { readonly [Code in RefusalCode]: (refusal: RefusalOf<Code>) => Fault };

const unknown: Readonly<Record<string, Fault>> = {
  identity: new Fault(624, 'The provider is not linked.'),
  email: new Fault(704, 'The user has no email address.'),
};

/** What the fields of the record are called in a game. */
const names: Readonly<Record<string, string>> = {
  'emails.0': 'email',
  'metadata.extra': 'extra',
  groups: 'group',
  'identities.0': 'client_id',
};

const reasons: Readonly<Record<Issue['reason'], string>> = {
  type: 'has the wrong type',
  format: 'is malformed',
  missing: 'is missing',
  unknown: 'is unknown',
  duplicate: 'is there twice',
  'length-min': 'is too short',
  'length-max': 'is too long',
  'count-max': 'has too many entries',
  'bytes-max': 'is too large',
  'depth-max': 'is nested too deeply',
  'key-length-max': 'has a key that is too long',
  'key-forbidden': 'has a key that is not allowed',
  characters: 'has characters that are not allowed',
  'digits-only': 'has only digits',
  'looks-like-phone': 'looks like a phone number',
  time: 'is no time',
  future: 'is in the future',
  value: 'has a value that is not allowed',
};

function issueText({ path, reason, limit }: Issue): string {
  const bound = limit === null ? '' : ` (${reason.endsWith('min') ? 'at least' : 'at most'} ${limit})`;
  return `${names[path] ?? path} ${reasons[reason]}${bound}.`;
}

const taken: Readonly<Record<string, Fault>> = {
  username: new Fault(600, 'A user with this username exists already.'),
  email: new Fault(600, 'A user with this email exists already.'),
  identity: new Fault(620, 'This provider account is linked already.'),
};

const words: Words = {
  'not-found': ({ what }) => unknown[what] ?? new Fault(604, 'The user was not found.'),
  taken: ({ field }) => taken[field] ?? new Fault(600, `Something with this ${field} exists already.`),
  invalid: ({ issues }) => new Fault(801, issues.map(issueText).join(' ')),
  'password-rejected': () => new Fault(801, 'The password is not accepted.'),
  'digest-unsupported': () =>
    new Fault(605, 'The password of this user was set elsewhere: the user must sign in there once, or set a new one.'),
  'wrong-credentials': () => new Fault(603, 'The password is wrong.'),
  'no-credential': () => new Fault(603, 'The password is wrong.'),
  'account-inactive': ({ reason }) => new Fault(810, `The account is ${reason === 'locked' ? 'locked' : 'closed'}.`),
  'verification-required': () => new Fault(810, 'The password is known to others: the user must set a new one.'),
  'code-rejected': () => new Fault(614, 'The link is not good any more.'),
  'session-gone': () => new Fault(810, 'The user must log in again.'),
  'request-differs': () => new Fault(810, 'This idempotency key was used for another request.'),
  'sign-in-unfinished': () => new Fault(810, 'The login is not finished.'),
  'last-way-in': () => new Fault(810, 'This is the last thing by which the user can log in.'),
  'not-eligible': ({ field }) =>
    field === 'confirmation'
      ? new Fault(614, 'The user is not pending.')
      : new Fault(810, `${field} cannot be changed.`),
  conflict: () => new Fault(810, 'Somebody else changed the same at the same moment. Please try again.'),
  'limit-reached': ({ what, max }) => new Fault(810, `There are ${max} ${what} already, which is the limit.`),
  'too-many-attempts': ({ retryAfterMs }) =>
    new Fault(810, `Too many attempts. Please wait ${Math.max(1, Math.ceil(retryAfterMs / 1000))} seconds.`),
  'not-authenticated': () => new Fault(810, 'The request is not signed with a key of this server.'),
  forbidden: () => new Fault(810, 'This is not allowed.'),
};

/** The fault of any refusal. */
export function faultOf(refusal: Refusal): Fault {
  return say(words, refusal.code, refusal);
}

function say<Code extends RefusalCode>(table: Words, code: Code, refusal: RefusalOf<Code>): Fault {
  return table[code](refusal);
}
