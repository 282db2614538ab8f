// What holds of a user at a moment, for those who show it.

import type { User } from '../model/user.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { isLocked } from '../rules/standing.ts';

/** Whether the user is locked at `now`, and whether a second factor is asked for at sign-in; as the rules see it. */
export function standingOf(user: User, now: number): { readonly locked: boolean; readonly secondFactor: boolean } {
  return { locked: isLocked(user, now), secondFactor: hasSecondFactor(user.credentials, user.phones) };
}
