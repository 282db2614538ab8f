// What holds of a user at a moment, for those who show it.

import type { User } from '../model/user.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { failuresOf, isLocked } from '../rules/standing.ts';

/** `failures`: failed attempts that count. `secondFactor`: one is asked for at sign-in. */
export type Standing = { readonly locked: boolean; readonly failures: number; readonly secondFactor: boolean };

/** The standing of the user at `now`, as the rules see it. */
export function standingOf(user: User, now: number): Standing {
  return {
    locked: isLocked(user, now),
    failures: failuresOf(user, now),
    secondFactor: hasSecondFactor(user.credentials, user.phones),
  };
}
