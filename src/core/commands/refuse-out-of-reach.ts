// Keeping users out of the reach of apps: whoever has a say in the realm is none of theirs.

import { refuse } from '../model/error.ts';
import type { User } from '../model/user.ts';
import { reachesOthers } from '../rules/access.ts';
import type { Context } from './context.ts';

/** True for whoever has a role that reaches beyond themselves. */
export async function isOutOfReach({ ports, realm }: Context, { role }: User): Promise<boolean> {
  if (role === null) return false;
  const held = await ports.store.loadDocument(realm.id, 'user-role', role);
  return held !== null && reachesOthers(held.rank);
}

/**
 * Refuses an app what it wants of a user whose role reaches beyond themselves: as if there were no such user, since many people carry an
 * app's key. Any other caller passes. @fails not-found.
 */
export async function refuseOutOfReach(context: Context, user: User): Promise<void> {
  if (context.actor.kind !== 'app-key') return;
  if (await isOutOfReach(context, user)) refuse({ code: 'not-found', what: 'user', id: user.id });
}
