// Deleting a user.

import { refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import { differenceOf } from '../rules/difference.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { changeOf } from './prepare-update.ts';
import { inTurn } from './turns.ts';

/**
 * Removes a user with its keys, secrets, images and sessions; its history stays, with what the record was. Built-in accounts stay.
 * `ifRev`: only while this is the user's rev. Answers the record as it was.
 * @fails not-found, forbidden, not-eligible, conflict.
 */
export async function deleteUser(
  context: Context,
  reference: UserReference,
  options: { readonly system: boolean; readonly ifRev: number | null },
): Promise<User> {
  const found = await findUser(context, reference, options.system);
  demand(context, 'user.delete', found.user.id);
  if (found.user.system) refuse({ code: 'not-eligible', field: 'user', why: 'system' });
  return await inTurn(context.realm.id, [found.user.id], async () => {
    while (true) {
      const { user } = await findUser(context, { by: 'id', id: found.user.id }, options.system);
      if (options.ifRev !== null && options.ifRev !== user.rev) refuse({ code: 'conflict', rev: user.rev });
      const at = context.ports.clock();
      const outcome = await context.ports.store.commit({
        realm: context.realm.id,
        users: [{ op: 'delete', id: user.id, rev: user.rev }],
        images: [{ op: 'forget', userId: user.id, id: null }],
        sessions: [{ op: 'forget', userId: user.id }],
        changes: [changeOf(context, { id: user.id, rev: user.rev + 1 }, 'user.deleted', differenceOf(user, null), at)],
        mails: [],
      });
      if (outcome.ok) return user;
    }
  });
}
