// Updating several users at once, all or nothing.

import { isDeepStrictEqual } from 'node:util';
import { Refused, refuse } from '../model/error.ts';
import type { PasswordEdit } from '../model/patch.ts';
import type { PasswordDigest, User, UserReference } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import type { Decision } from '../rules/update.ts';
import { type Context, refuseAny } from './context.ts';
import { findUser } from './find-user.ts';
import { digestsFor, judgeUpdate, patchOf, sealDigests, stepsOf, type Wish } from './prepare-update.ts';
import { inTurn } from './turns.ts';

/** One element of a batch. `ifRev`: only while this is the user's rev; null: whatever it is. */
export type UpdateRequest = {
  readonly reference: UserReference;
  readonly patch: Wish;
  readonly ifRev: number | null;
};

/** The user before and after. The same object twice when nothing was different. */
export type Updated = { readonly before: User; readonly after: User };

/** An element once its user is known. `made` keeps the slow digests of an attempt for the next one, and for which wish. */
type Task = UpdateRequest & {
  readonly id: string;
  made: { readonly password: PasswordEdit; readonly digests: readonly PasswordDigest[] | null } | null;
};

type Prepared = {
  readonly stored: StoredUser;
  readonly decision: Decision;
  readonly digests: readonly PasswordDigest[] | null;
};

/** More lost races than this, with another process, and the caller is told of the conflict. */
const attemptsMax = 100;

/** Does the work for each element; a refusal tells the index of its element. */
async function forEachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    try {
      results.push(await work(item));
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.refusals, index) : error;
    }
  }
  return results;
}

async function resolve(
  context: Context,
  requests: readonly UpdateRequest[],
  system: boolean,
): Promise<readonly Task[]> {
  const seen = new Set<string>();
  return await forEachOf(requests, async (request) => {
    const { reference } = request;
    const id = reference.by === 'id' ? reference.id : (await findUser(context, reference, system)).user.id;
    if (seen.has(id)) refuse({ code: 'invalid', issues: [{ path: 'id', reason: 'duplicate', limit: null }] });
    seen.add(id);
    return { ...request, id, made: null };
  });
}

async function prepare(context: Context, task: Task, system: boolean): Promise<Prepared> {
  const stored = await findUser(context, { by: 'id', id: task.id }, system);
  const { rev } = stored.user;
  if (task.ifRev !== null && task.ifRev !== rev) refuse({ code: 'conflict', rev });
  const patch = patchOf(task.patch, stored.user);
  const decision = await judgeUpdate(context, stored.user, patch);
  refuseAny(decision.refusals);
  const { password } = patch;
  if (!isDeepStrictEqual(task.made?.password, password)) {
    task.made = { password, digests: await digestsFor(context, patch) };
  }
  return { stored, decision, digests: task.made?.digests ?? null };
}

/** One attempt: the users before and after, or the rev that another writer left. */
async function attempt(
  context: Context,
  tasks: readonly Task[],
  system: boolean,
): Promise<readonly Updated[] | { readonly lostTo: number }> {
  const prepared = await forEachOf(tasks, (task) => prepare(context, task, system));
  const steps = prepared.map(({ stored, decision, digests }) =>
    stepsOf(context, stored, decision, sealDigests(context, stored, digests)),
  );
  const updated = prepared.map(({ stored, decision }) => ({ before: stored.user, after: decision.next }));
  if (steps.every((step) => step.users.length === 0)) return updated;
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: steps.flatMap((step) => step.users),
    images: steps.flatMap((step) => step.images),
    sessions: steps.flatMap((step) => step.sessions),
    changes: steps.flatMap((step) => step.changes),
    mails: steps.flatMap((step) => step.mails),
  });
  if (outcome.ok) return updated;
  if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  return { lostTo: outcome.rev };
}

/**
 * Changes users as their patches say: all of them or none. What follows from a change follows for each as in `updateUser`.
 * A race lost to another process is decided again on the fresh records. `system`: built-in accounts may be meant.
 * A refusal tells the index of its element; `taken` cannot. References are resolved once, at the beginning.
 * @fails not-found, forbidden, invalid, taken, password-rejected, digest-unsupported, no-credential, last-way-in,
 * not-eligible, conflict, too-many-attempts.
 */
export async function updateUsers(
  context: Context,
  requests: readonly UpdateRequest[],
  options: { readonly system: boolean },
): Promise<readonly Updated[]> {
  const tasks = await resolve(context, requests, options.system);
  const ids = tasks.map(({ id }) => id);
  return await inTurn(context.realm.id, ids, async () => {
    let rev = 0;
    for (let count = 0; count < attemptsMax; count++) {
      const answer = await attempt(context, tasks, options.system);
      if (!('lostTo' in answer)) return answer;
      rev = answer.lostTo;
    }
    return refuse({ code: 'conflict', rev });
  });
}
