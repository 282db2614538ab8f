// Deleting a user.

import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { deleteUsers } from './delete-users.ts';

export { deletion, noSteps } from './delete-users.ts';

/**
 * Removes a user with its keys, secrets, images, sessions, memberships and tokens; its history stays, with what the record was. Of the
 * built-in accounts those stay that nobody stands in for: the guest, and the last administrator.
 * `ifRev`: only while this is the user's rev. Answers the record as it was.
 * @fails not-found, forbidden, not-eligible, conflict.
 */
export async function deleteUser(
  context: Context,
  reference: UserReference,
  options: { readonly system: boolean; readonly ifRev: number | null },
): Promise<User> {
  const [user] = await deleteUsers(context, [{ reference, ifRev: options.ifRev }], options);
  if (user === undefined) throw new Error('a batch of one answered nothing');
  return user;
}
