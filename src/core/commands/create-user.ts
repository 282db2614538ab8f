// Creating a user.

import type { UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import type { Waivers } from '../rules/creation.ts';
import type { Context } from './context.ts';
import { createUsers } from './create-users.ts';
import { alone, type Companion } from './update-users.ts';

/**
 * Adds a user: a blank one, changed by the patch under the same rules as an update. `waivers` pass by what the realm
 * requires of a new user; `companion` may commit something along.
 * @fails forbidden, invalid, taken, password-rejected, digest-unsupported, not-eligible, not-found (image),
 * too-many-attempts, conflict.
 */
export async function createUser(
  context: Context,
  patch: UserPatch,
  waivers: Waivers,
  companion: Companion = alone,
): Promise<User> {
  const [user] = await createUsers(context, [{ patch, waivers }], companion);
  if (user === undefined) throw new Error('a batch of one answered nothing');
  return user;
}
