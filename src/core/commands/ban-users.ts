// Banning users and lifting bans.

import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { updateUsers } from './update-users.ts';

/**
 * Keeps users out (`banned` true; all their sessions end) or lets them in again; all of them or none.
 * @fails not-found, forbidden, not-eligible.
 */
export async function banUsers(
  context: Context,
  references: readonly UserReference[],
  banned: boolean,
): Promise<readonly User[]> {
  const patch = { ...untouched, banned: set(banned) };
  const requests = references.map((reference) => ({ reference, patch, ifRev: null }));
  const updated = await updateUsers(context, requests, { system: false });
  return updated.map(({ after }) => after);
}
