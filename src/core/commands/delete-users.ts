// Deleting several users at once, all or nothing.

import { type NewChange, noUser } from '../model/change.ts';
import type { DocumentKind, DocumentOf } from '../model/document.ts';
import { refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Write } from '../ports.ts';
import { isAdministrator } from '../rules/administrators.ts';
import { differenceOf } from '../rules/difference.ts';
import { documentChange } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { holdAdministrator } from './hold-administrator.ts';
import { changeOf } from './prepare-update.ts';
import { refuseOutOfReach } from './refuse-out-of-reach.ts';
import { inTurn } from './turns.ts';

/** One element of a batch. `ifRev`: only while this is the user's rev; null: whatever it is. */
export type DeletionRequest = { readonly reference: UserReference; readonly ifRev: number | null };

/** The parts of a write that take somebody out, or that do nothing. */
type Steps = Pick<Write, 'users' | 'images' | 'sessions' | 'documents' | 'changes'>;

export const noSteps: Steps = { users: [], images: [], sessions: [], documents: [], changes: [] };

/** What removes a user with all that is theirs but the history. */
export function deletion(context: Context, user: User): Steps {
  const { id, rev } = user;
  const at = context.ports.clock();
  // No field of the record, but what some call the user by.
  const number = { path: 'serial', before: user.serial, after: null };
  return {
    users: [{ op: 'delete', id, rev }],
    images: [{ op: 'forget', userId: id, id: null }],
    sessions: [{ op: 'forget', userId: id }],
    documents: [{ op: 'forget', of: 'user', id }],
    changes: [changeOf(context, { id, rev: rev + 1 }, 'user.deleted', [...differenceOf(user, null), number], at)],
  };
}

/** More of a user's memberships than this, or tokens, go without a word of their own. */
const toldMax = 1000;

async function documentsOf<Kind extends DocumentKind>(
  { ports, realm }: Context,
  { id: userId }: User,
  kind: Kind,
): Promise<readonly DocumentOf<Kind>[]> {
  const query = { organizationId: null, subject: null, direction: 'ascending', after: null, limit: toldMax } as const;
  return await ports.store.findDocuments(realm.id, { ...query, kind, userId });
}

/** The changes that tell of the organizations a user leaves, and of the tokens that go along. */
async function leavings(context: Context, user: User): Promise<readonly NewChange[]> {
  const at = context.ports.clock();
  const memberships = await documentsOf(context, user, 'membership');
  const tokens = await documentsOf(context, user, 'api-token');
  return [
    ...memberships.map((one) => documentChange(context, 'membership.deleted', [one, null], user, at)),
    ...tokens.map((one) => {
      return documentChange(context, 'api-token.deleted', [one, null], { id: noUser, rev: one.rev + 1 }, at);
    }),
  ];
}

/** More lost races than this, with another process, and the caller is told of the conflict. */
const attemptsMax = 100;

/** A request once its user is known. */
type Task = { readonly id: string; readonly ifRev: number | null };

async function resolve(
  context: Context,
  requests: readonly DeletionRequest[],
  system: boolean,
): Promise<readonly Task[]> {
  const tasks = new Map<string, Task>();
  for (const { reference, ifRev } of requests) {
    const { id } = (await findUser(context, reference, system)).user;
    demand(context, 'user.delete', id);
    if (tasks.has(id)) refuse({ code: 'invalid', issues: [{ path: 'id', reason: 'duplicate', limit: null }] });
    tasks.set(id, { id, ifRev });
  }
  return [...tasks.values()];
}

async function judge(context: Context, { id, ifRev }: Task, system: boolean): Promise<User> {
  const { user } = await findUser(context, { by: 'id', id }, system);
  await refuseOutOfReach(context, user);
  if (user.system && !isAdministrator(user)) refuse({ code: 'not-eligible', field: 'user', why: 'system' });
  if (ifRev !== null && ifRev !== user.rev) refuse({ code: 'conflict', rev: user.rev });
  return user;
}

/** One attempt: the users as they were; null: another writer was faster. */
async function attempt(context: Context, tasks: readonly Task[], system: boolean): Promise<readonly User[] | null> {
  const users: User[] = [];
  const told: NewChange[] = [];
  for (const task of tasks) {
    const user = await judge(context, task, system);
    users.push(user);
    told.push(...(await leavings(context, user)));
  }
  const held = await holdAdministrator(
    context,
    users.map((before) => ({ before, after: null })),
  );
  const steps = users.map((user) => deletion(context, user));
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: [...steps.flatMap((step) => step.users), ...held.users],
    images: steps.flatMap((step) => step.images),
    sessions: steps.flatMap((step) => step.sessions),
    documents: [...held.documents, ...steps.flatMap((step) => step.documents)],
    changes: [...told, ...steps.flatMap((step) => step.changes)],
    mails: [],
  });
  return outcome.ok ? users : null;
}

/**
 * Removes users with their keys, secrets, images, sessions, memberships and tokens, all of them or none; their histories stay, with what the
 * records were. Of the built-in accounts (`system`: they may be meant) those stay that nobody stands in for: the guest, and the last
 * administrator. Answers the records as they were.
 * @fails not-found, forbidden, invalid (`id`: the same twice), not-eligible, conflict.
 */
export async function deleteUsers(
  context: Context,
  requests: readonly DeletionRequest[],
  options: { readonly system: boolean },
): Promise<readonly User[]> {
  const tasks = await resolve(context, requests, options.system);
  const ids = tasks.map(({ id }) => id);
  return await inTurn(context.realm.id, ids, async () => {
    for (let count = 0; count < attemptsMax; count++) {
      const users = await attempt(context, tasks, options.system);
      if (users !== null) return users;
    }
    return refuse({ code: 'conflict', rev: 0 });
  });
}
