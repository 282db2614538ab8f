// The reasons of a report: the core's refusals, in a sentence each.

import type { Refusal, RefusalCode, RefusalOf } from '../core/model/error.ts';

type ByCode = { [Code in RefusalCode]: RefusalOf<Code> };

const table: { readonly [Code in RefusalCode]: (refusal: ByCode[Code]) => readonly string[] } = {
  'not-found': ({ what }) => [`there is no such ${what}`],
  taken: ({ field }) => [`somebody else has this ${field}`],
  invalid: ({ issues }) =>
    issues.map(({ path, reason, limit }) => `${path}: ${reason}${limit === null ? '' : ` (${limit})`}`),
  'password-rejected': ({ violations }) => violations.map((violation) => `the password is rejected: ${violation}`),
  'digest-unsupported': ({ reason }) => [`the password digest cannot be taken over: ${reason}`],
  'wrong-credentials': () => ['the credentials are wrong'],
  'no-credential': ({ what }) => [`there is no ${what}`],
  'account-inactive': ({ reason }) => [`the account is ${reason}`],
  'verification-required': ({ of }) => [`the ${of} is not verified`],
  'code-rejected': ({ reason }) => [`the code is ${reason}`],
  'session-gone': () => ['the session is over'],
  'request-differs': () => ['another request had this name'],
  'sign-in-unfinished': ({ step }) => [`the sign-in still needs: ${step.needs}`],
  'last-way-in': ({ field }) => [`nothing would be left to find the user by but ${field}`],
  'not-eligible': ({ field, why }) => [`${field}: ${why}`],
  conflict: () => ['others kept changing this user'],
  'limit-reached': ({ what, max }) => [`there can be no more than ${max} ${what}`],
  'too-many-attempts': () => ['too much at once'],
  'not-authenticated': () => ['not authenticated'],
  forbidden: ({ action }) => [`${action} is not allowed`],
};

function wordsOf<Code extends RefusalCode>(code: Code, refusal: ByCode[Code]): readonly string[] {
  return table[code](refusal);
}

/** Why, in one sentence each; nothing of the row is quoted. */
export function reasonsOf(refusals: readonly Refusal[]): readonly string[] {
  return refusals.flatMap((refusal) => wordsOf(refusal.code, refusal));
}
