// Reading what became of the realm itself.

import { type Change, noUser } from '../model/change.ts';
import { type Context, demand } from './context.ts';

/** Reads the changes that are no user's, newest first; changes nothing. `beforeSeq` null: from the newest. @fails forbidden. */
export async function readRealmHistory(
  context: Context,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<readonly Change[]> {
  demand(context, 'realm.history');
  return await context.ports.store.readHistory(context.realm.id, noUser, page.beforeSeq, page.limit);
}
