// Locking a user and lifting the lock.

import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { updateUser } from './update-user.ts';

/**
 * Bars a user from signing in for as long as the realm says (`locked` true; sessions go on), or lifts that.
 * @fails not-found, forbidden, not-eligible (lockout is off).
 */
export async function lockUser(context: Context, reference: UserReference, locked: boolean): Promise<User> {
  const patch = { ...untouched, locked: set(locked) };
  return (await updateUser(context, reference, patch, { system: false, ifRev: null })).after;
}
