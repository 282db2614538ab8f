// The groups of a user, as documents.

import { refuse } from '../model/error.ts';
import type { Group } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { isShut } from '../rules/administrators.ts';
import type { Context } from './context.ts';

/** Loads the groups a user is in; labels that are no group's are left out. */
export async function groupsOf({ ports, realm }: Context, { groups }: User): Promise<readonly Group[]> {
  const found = await Promise.all(groups.map((id) => ports.store.loadDocument(realm.id, 'group', id)));
  return found.filter((group) => group !== null);
}

/**
 * Refuses whoever is in a group that is shut; where all of them are remembered as open (`known`), nothing is looked up.
 * @fails account-inactive.
 */
export async function refuseShutOut(
  context: Context,
  user: User,
  known: ReadonlyMap<string, Group> | null = null,
): Promise<void> {
  if (user.groups.length === 0) return;
  if (known !== null && user.groups.every((id) => known.get(id)?.active === true)) return;
  const groups = await groupsOf(context, user);
  if (isShut(groups)) refuse({ code: 'account-inactive', reason: 'disabled', until: null });
}
