// The sign-in: what it still wants, and when what was proven for it is out of date.

import type { SignInStep } from '../model/error.ts';
import type { Policy } from '../model/realm.ts';
import type { SignInProgress } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import { hasSecondFactor } from './second-factors.ts';
import { mustVerifyEmail } from './tickets.ts';

/** The next thing that somebody has to show; null: nothing, but for the organization they act for. The address comes first. */
export function missingStep(
  user: User,
  { secondFactor }: Pick<SignInProgress, 'secondFactor'>,
  law: Policy['signIn'],
): Exclude<SignInStep['needs'], 'organization'> | null {
  if (law.requireVerifiedEmail && mustVerifyEmail(user)) return 'verified-email';
  if (secondFactor) return null;
  if (hasSecondFactor(user.credentials, user.phones)) return 'second-factor';
  return law.requireSecondFactor ? 'second-factor-enrolment' : null;
}

/** True when a user's password is still the one that it was. */
export function hasSamePassword({ credentials: before }: User, { credentials: after }: User): boolean {
  const isKept = (before.password === null) === (after.password === null);
  return isKept && before.passwordUpdatedAt === after.passwordUpdatedAt;
}

/** What was proven before the password changed proves nothing any more, nor does a password that was taken away since. */
export function isOutdated(
  { credentials }: User,
  { method }: Pick<SignInProgress, 'method'>,
  provenAt: number,
): boolean {
  const { password, passwordUpdatedAt } = credentials;
  const gone = method === 'password' && password === null;
  return gone || (passwordUpdatedAt ?? 0) > provenAt;
}
