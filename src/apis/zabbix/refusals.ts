// The refusals of the core in Zabbix' words.

import type { Refusal, RefusalCode, RefusalOf } from '../../core/model/error.ts';
import { Fault } from './fault.ts';

type Words = { readonly [Code in RefusalCode]: (refusal: RefusalOf<Code>) => Fault };

const params = (data: string) => new Fault(-32602, data);
const application = (data: string) => new Fault(-32500, data);
const noPermissions = () => application('No permissions to referred object or it does not exist!');

/** No method of this API should come as far as most of these: what it can see by itself it says in words of its own. */
const words: Words = {
  'not-found': noPermissions,
  taken: ({ field }) => params(`Object with the same ${field} already exists.`),
  invalid: ({ issues }) => params(`Invalid parameter "/1/${issues[0]?.path ?? ''}": incorrect value.`),
  'password-rejected': () => params('Incorrect value for field "/1/passwd": does not meet the password policy.'),
  'digest-unsupported': () => params('Incorrect value for field "/1/passwd": incorrect value.'),
  'wrong-credentials': () => application('Incorrect user name or password or account is temporarily blocked.'),
  'no-credential': () => params('Incorrect current password.'),
  'account-inactive': () => params('No permissions for system access.'),
  'verification-required': () => params('No permissions for system access.'),
  'code-rejected': () => params('Not authorized.'),
  'session-gone': () => params('Session terminated, re-login, please.'),
  'request-differs': () => params('Incorrect request.'),
  'sign-in-unfinished': () => params('Session terminated, re-login, please.'),
  'last-way-in': () => params('User must have a username.'),
  'not-eligible': ({ why }) => ineligible[why],
  conflict: () => application('The object was changed by somebody else at the same moment. Please try again.'),
  'limit-reached': ({ what, max }) => params(`At most ${max} ${limited[what] ?? what} are allowed.`),
  'too-many-attempts': () => application('Incorrect user name or password or account is temporarily blocked.'),
  'not-authenticated': () => params('Not authorized.'),
  forbidden: noPermissions,
};

const limited: Readonly<Record<string, string>> = { 'api-tokens': 'API tokens' };

const ineligible: { readonly [Why in RefusalOf<'not-eligible'>['why']]: Fault } = {
  unverified: noPermissions(),
  verified: noPermissions(),
  unchanged: noPermissions(),
  inactive: noPermissions(),
  system: noPermissions(),
  linked: noPermissions(),
  off: noPermissions(),
  last: params('At least one active user must exist with role "Super admin role".'),
  'in-use': noPermissions(),
};

/** The fault of any refusal. */
export function faultOf(refusal: Refusal): Fault {
  return say(words, refusal.code, refusal);
}

function say<Code extends RefusalCode>(table: Words, code: Code, refusal: RefusalOf<Code>): Fault {
  return table[code](refusal);
}
