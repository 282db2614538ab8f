// Locking a user and lifting the lock.

import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { updateUser } from './update-user.ts';

/**
 * Bars a user from signing in for as long as the realm says (`locked` true; sessions go on), or lifts that and forgets the
 * failed attempts and the guesses at sign-in for all that the user signs in with.
 * @fails not-found, forbidden, not-eligible (lockout is off).
 */
export async function lockUser(context: Context, reference: UserReference, locked: boolean): Promise<User> {
  const patch = { ...untouched, locked: set(locked) };
  const { after } = await updateUser(context, reference, patch, { system: false, ifRev: null });
  return locked ? after : { ...after, activity: { ...after.activity, failedAttempts: 0, failedUntil: null } };
}
