// Reading what became of a user.

import type { Change } from '../model/change.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';

/**
 * Reads a user's changes, newest first, also those of a deleted one; changes nothing. `beforeSeq` null: from the newest.
 * @fails not-found (neither the user nor a change of one), forbidden.
 */
export async function readHistory(
  context: Context,
  userId: string,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<readonly Change[]> {
  demand(context, 'user.history', userId);
  const changes = await context.ports.store.readHistory(context.realm.id, userId, page.beforeSeq, page.limit);
  if (changes.length === 0 && page.beforeSeq === null) await findUser(context, { by: 'id', id: userId }, true);
  return changes;
}
