// Updating a user: the heart of the house.

import type { UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import type { Wish } from './prepare-update.ts';
import { alone, type Companion, type Updated, updateUsers } from './update-users.ts';

/**
 * Changes a user as the patch says, all or nothing, with its history, or not at all. A new primary address is unproven unless
 * the actor may assert it; identities that rested on an address that goes fall away or keep it. A ban ends all sessions, a new
 * password those that patch or realm demands. A profile image that is cleared is gone; one that is replaced can be set again.
 * A patch that changes nothing writes nothing. Concurrent updates of one user all
 * take effect, one after the other. `ifRev`: only while this is the user's rev; null: whatever it is. `system`: a built-in
 * account may be meant. `companion` may commit something along.
 * @fails not-found, forbidden, invalid, taken, password-rejected, digest-unsupported, no-credential, last-way-in,
 * not-eligible, conflict, too-many-attempts.
 */
export async function updateUser(
  context: Context,
  reference: UserReference,
  patch: Wish,
  options: { readonly system: boolean; readonly ifRev: number | null },
  companion: Companion = alone,
): Promise<Updated> {
  const [updated] = await updateUsers(context, [{ reference, patch, ifRev: options.ifRev }], options, companion);
  if (updated === undefined) throw new Error('a batch of one answered nothing');
  return updated;
}
