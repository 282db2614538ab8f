// Deleting a user.

import type { NewChange } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Write } from '../ports.ts';
import { differenceOf } from '../rules/difference.ts';
import { documentChange } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { changeOf } from './prepare-update.ts';
import { inTurn } from './turns.ts';

/** The parts of a write that take somebody out, or that do nothing. */
type Steps = Pick<Write, 'users' | 'images' | 'sessions' | 'documents' | 'changes'>;

export const noSteps: Steps = { users: [], images: [], sessions: [], documents: [], changes: [] };

/** What removes a user with all that is theirs but the history. */
export function deletion(context: Context, user: User): Steps {
  const { id, rev } = user;
  const at = context.ports.clock();
  return {
    users: [{ op: 'delete', id, rev }],
    images: [{ op: 'forget', userId: id, id: null }],
    sessions: [{ op: 'forget', userId: id }],
    documents: [{ op: 'forget', of: 'user', id }],
    changes: [changeOf(context, { id, rev: rev + 1 }, 'user.deleted', differenceOf(user, null), at)],
  };
}

/** More of a user's memberships than this go without a word of their own. */
const membershipsMax = 1000;

/** The changes that tell of the organizations a user leaves. */
async function leavings(context: Context, user: User): Promise<readonly NewChange[]> {
  const query = { organizationId: null, subject: null, direction: 'ascending', after: null } as const;
  const memberships = await context.ports.store.findDocuments(context.realm.id, {
    ...query,
    kind: 'membership',
    userId: user.id,
    limit: membershipsMax,
  });
  const at = context.ports.clock();
  return memberships.map((membership) => documentChange(context, 'membership.deleted', [membership, null], user, at));
}

/**
 * Removes a user with its keys, secrets, images, sessions and memberships; its history stays, with what the record was. Built-in accounts stay.
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
      const { changes, ...steps } = deletion(context, user);
      const told = [...(await leavings(context, user)), ...changes];
      const outcome = await context.ports.store.commit({
        realm: context.realm.id,
        ...steps,
        changes: told,
        mails: [],
      });
      if (outcome.ok) return user;
    }
  });
}
