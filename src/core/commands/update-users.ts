// Updating several users at once, all or nothing.

import { isDeepStrictEqual } from 'node:util';
import { Refused, refuse } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { StoredUser, Write } from '../ports.ts';
import { identifierNamesOf } from '../rules/throttles.ts';
import type { Decision } from '../rules/update.ts';
import { type Context, refuseAny } from './context.ts';
import { findUser } from './find-user.ts';
import { holdAdministrator } from './hold-administrator.ts';
import { lostTokenSteps } from './identity-tokens.ts';
import {
  judgeUpdate,
  type NewSecrets,
  patchOf,
  sealSecrets,
  secretsFor,
  stepsOf,
  type Wish,
} from './prepare-update.ts';
import { refuseOutOfReach } from './refuse-out-of-reach.ts';
import { inTurn } from './turns.ts';

/** One element of a batch. `ifRev`: only while this is the user's rev; null: whatever it is. */
export type UpdateRequest = {
  readonly reference: UserReference;
  readonly patch: Wish;
  readonly ifRev: number | null;
  /** The user as it was read just now, which saves the first look. */
  readonly read?: StoredUser;
};

/** What a patch says of the secrets. */
type SecretsWish = Pick<UserPatch, 'password' | 'totp' | 'backupCodes'>;

/** The user before and after. The same object twice when nothing was different. */
export type Updated = { readonly before: User; readonly after: User };

/** What is committed along with a change of users. */
export type Along = Pick<Write, 'documents' | 'changes' | 'mails'>;

/** Decides what goes along, from the users before and after: anew with every attempt. It may refuse. */
export type Companion = (updated: readonly Updated[]) => Promise<Along>;

/** Nothing goes along. */
export const alone: Companion = async () => ({ documents: [], changes: [], mails: [] });

/** An element once its user is known. `made` keeps the slow secrets of an attempt for the next one, and for which wish. */
type Task = UpdateRequest & {
  readonly id: string;
  fresh: StoredUser | null;
  made: { readonly wish: SecretsWish; readonly secrets: NewSecrets } | null;
};

type Prepared = {
  readonly stored: StoredUser;
  readonly decision: Decision;
  readonly made: NewSecrets;
  /** Somebody wants this user to be able to sign in again. */
  readonly unlocks: boolean;
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
    return { ...request, id, made: null, fresh: request.read ?? null };
  });
}

async function prepare(context: Context, task: Task, system: boolean): Promise<Prepared> {
  const stored = task.fresh ?? (await findUser(context, { by: 'id', id: task.id }, system));
  task.fresh = null;
  await refuseOutOfReach(context, stored.user);
  const { rev } = stored.user;
  if (task.ifRev !== null && task.ifRev !== rev) refuse({ code: 'conflict', rev });
  const patch = patchOf(task.patch, stored.user);
  const decision = await judgeUpdate(context, stored.user, patch);
  refuseAny(decision.refusals);
  const { password, totp, backupCodes } = patch;
  const wish: SecretsWish = { password, totp, backupCodes };
  if (task.made === null || !isDeepStrictEqual(task.made.wish, wish)) {
    task.made = { wish, secrets: await secretsFor(context, patch) };
  }
  // A lock that has run out is tidied up in Muster's own name: what is counted since then stays.
  const unlocks = patch.locked.op === 'set' && !patch.locked.value && context.actor.kind !== 'system';
  return { stored, decision, made: task.made.secrets, unlocks };
}

/** Forgets the failed attempts of users, and the guesses at all that they sign in with; neither is part of the record. */
async function forgetGuesses({ ports, realm }: Context, users: readonly User[]): Promise<void> {
  for (const user of users) await ports.store.forgetFailures(realm.id, user.id, identifierNamesOf(user));
}

/** One attempt: the users before and after, or the rev that another writer left. */
async function attempt(
  context: Context,
  tasks: readonly Task[],
  system: boolean,
  companion: Companion,
): Promise<readonly Updated[] | { readonly lostTo: number }> {
  const prepared = await forEachOf(tasks, (task) => prepare(context, task, system));
  const steps = prepared.map(({ stored, decision, made }) =>
    stepsOf(context, stored, decision, sealSecrets(context, stored, decision, made)),
  );
  const updated = prepared.map(({ stored, decision }) => ({ before: stored.user, after: decision.next }));
  const unlocked = prepared.filter(({ unlocks }) => unlocks).map(({ decision }) => decision.next);
  // First of all: what a companion reads of a token that goes must be no older than what goes.
  const lost = await lostTokenSteps(context, updated);
  const along = await companion(updated);
  const held = await holdAdministrator(context, updated);
  if (steps.every((step) => step.users.length === 0) && along.documents.length === 0) {
    await forgetGuesses(context, unlocked);
    return updated;
  }
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: [...steps.flatMap((step) => step.users), ...held.users],
    images: steps.flatMap((step) => step.images),
    sessions: steps.flatMap((step) => step.sessions),
    documents: [...lost, ...along.documents, ...held.documents],
    changes: [...steps.flatMap((step) => step.changes), ...along.changes],
    mails: [...steps.flatMap((step) => step.mails), ...along.mails],
  });
  if (outcome.ok) {
    await forgetGuesses(context, unlocked);
    return updated;
  }
  if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  return { lostTo: outcome.rev };
}

/**
 * Changes users as their patches say: all of them or none. What follows from a change follows for each as in `updateUser`.
 * A race lost to another process is decided again on the fresh records. `system`: built-in accounts may be meant.
 * `companion` may commit something along. A refusal tells the index of its element; `taken` cannot. References are resolved once, at the beginning.
 * @fails not-found, forbidden, invalid, taken, password-rejected, digest-unsupported, no-credential, last-way-in,
 * not-eligible, conflict, too-many-attempts.
 */
export async function updateUsers(
  context: Context,
  requests: readonly UpdateRequest[],
  options: { readonly system: boolean },
  companion: Companion = alone,
): Promise<readonly Updated[]> {
  const tasks = await resolve(context, requests, options.system);
  const ids = tasks.map(({ id }) => id);
  return await inTurn(context.realm.id, ids, async () => {
    let rev = 0;
    for (let count = 0; count < attemptsMax; count++) {
      const answer = await attempt(context, tasks, options.system, companion);
      if (!('lostTo' in answer)) return answer;
      rev = answer.lostTo;
    }
    return refuse({ code: 'conflict', rev });
  });
}
