// The password: which ones a realm accepts, and what setting one does to the record.

import type { PasswordViolation, Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { PasswordPolicy } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { may } from './access.ts';
import { foldText } from './keys.ts';
import { isText, lengthOf } from './text.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

const classes = [
  ['requireUppercase', /\p{Lu}/u, 'no-uppercase'],
  ['requireLowercase', /\p{Ll}/u, 'no-lowercase'],
  ['requireNumber', /\p{N}/u, 'no-number'],
  ['requireSpecial', /[^\p{L}\p{M}\p{N}]/u, 'no-special'],
] as const satisfies readonly (readonly [keyof PasswordPolicy, RegExp, PasswordViolation])[];

function identifiersOf(user: User): readonly string[] {
  return [
    ...(user.username === null ? [] : [user.username]),
    ...user.emails.flatMap((email) => [email.address, email.address.slice(0, email.address.lastIndexOf('@'))]),
    ...user.phones.flatMap((phone) => [phone.number, phone.number.slice(1)]),
    ...user.wallets.map((wallet) => wallet.address),
  ];
}

function containsName(folded: string, { firstName, lastName, username }: User): boolean {
  return [firstName, lastName, username].some(
    (name) => name !== null && name !== '' && folded.includes(foldText(name)),
  );
}

/**
 * Everything the policy holds against a password, in the order of gravity. Length counts code points of the NFKC form, so
 * that the same text typed on another keyboard is as long (NIST SP 800-63B-4 §3.1.1.2). `known` is what is publicly known
 * of it, or that it could not be checked. The byte limit is not the policy's to lift.
 */
export function violationsOf(
  plain: string,
  user: User,
  policy: PasswordPolicy,
  known: Situation['known'],
): readonly PasswordViolation[] {
  if (!isText(plain)) return ['not-text'];
  if (Buffer.byteLength(plain) > policy.bytesMax) return ['too-many-bytes'];
  const normal = plain.normalize('NFKC');
  const length = lengthOf(normal);
  const found: PasswordViolation[] = [];
  if (length < policy.lengthMin) found.push('too-short');
  if (length > policy.lengthMax) found.push('too-long');
  for (const [key, pattern, violation] of classes) if (policy[key] && !pattern.test(normal)) found.push(violation);
  if (policy.refuseCommon && known !== null) found.push(known);
  const folded = foldText(normal);
  if (policy.refuseIdentifiers && identifiersOf(user).some((identifier) => foldText(identifier) === folded)) {
    found.push('matches-identifier');
  }
  if (policy.refuseContained && containsName(folded, user)) found.push('contains-identifier');
  return found;
}

function refusalsOf(user: User, patch: UserPatch, situation: Situation): readonly Refusal[] {
  const wish = patch.password;
  if (wish.op !== 'set') return [];
  const law = situation.policy.password;
  const policy = wish.refuseContained === true ? { ...law, refuseContained: true } : law;
  const reject = (violations: readonly PasswordViolation[]): Refusal => ({
    code: 'password-rejected',
    violations,
    lengthMin: policy.lengthMin,
    lengthMax: policy.lengthMax,
  });
  if (wish.checks === 'skip') {
    if (!may(situation.actor, 'password.skip-checks')) return [{ code: 'forbidden', action: 'password.skip-checks' }];
    const hard = violationsOf(wish.plain, user, policy, null).filter(
      (item) => item === 'not-text' || item === 'too-many-bytes',
    );
    return wish.plain === '' ? [reject(['too-short'])] : hard.length > 0 ? [reject(hard)] : [];
  }
  const violations = violationsOf(wish.plain, user, policy, situation.known);
  return violations.length > 0 ? [reject(violations)] : [];
}

/**
 * A password meets the realm's policy unless somebody who may passes it by; even then it is text, not empty and of bounded
 * size. A new one is not compromised unless the patch says so. Marking one as compromised needs one.
 * `user` is the user after all other changes, so that a new username counts as an identifier at once.
 */
export function judgePassword(user: User, patch: UserPatch, situation: Situation): Verdict {
  const { credentials } = user;
  const wish = patch.password;
  const mark = patch.passwordCompromised;
  if (wish.op === 'clear') {
    return credentials.password === null
      ? unchanged
      : { set: { credentials: { ...credentials, password: null } }, refusals: [] };
  }
  if (wish.op !== 'keep') {
    const password = { compromised: mark.op === 'set' && mark.value };
    return {
      set: { credentials: { ...credentials, password, passwordUpdatedAt: situation.now } },
      refusals: refusalsOf(user, patch, situation),
    };
  }
  if (mark.op === 'keep' || mark.value === (credentials.password?.compromised ?? false)) return unchanged;
  if (credentials.password === null) return { set: {}, refusals: [{ code: 'no-credential', what: 'password' }] };
  return { set: { credentials: { ...credentials, password: { compromised: mark.value } } }, refusals: [] };
}
