// Updating several users at once, all or nothing.

import { Refused, refuse } from '../model/error.ts';
import type { PasswordDigest, User, UserReference } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import type { Decision } from '../rules/update.ts';
import type { Context } from './context.ts';
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

type Prepared = {
  readonly stored: StoredUser;
  readonly decision: Decision;
  readonly digests: readonly PasswordDigest[] | null;
};

/** More lost races than this, with another process, and the caller is told of the conflict. */
const attemptsMax = 100;

async function prepare(
  context: Context,
  request: UpdateRequest,
  system: boolean,
  digests: readonly PasswordDigest[] | null,
): Promise<Prepared> {
  const stored = await findUser(context, request.reference, system);
  const { rev } = stored.user;
  if (request.ifRev !== null && request.ifRev !== rev) refuse({ code: 'conflict', rev });
  const patch = patchOf(request.patch, stored.user);
  const decision = await judgeUpdate(context, stored.user, patch);
  const [first, ...rest] = decision.refusals;
  if (first !== undefined) throw new Refused([first, ...rest]);
  return { stored, decision, digests: digests ?? (await digestsFor(context, patch)) };
}

async function prepareAll(
  context: Context,
  requests: readonly UpdateRequest[],
  system: boolean,
  digests: (readonly PasswordDigest[] | null)[],
): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  const seen = new Set<string>();
  for (const [index, request] of requests.entries()) {
    try {
      const one = await prepare(context, request, system, digests[index] ?? null);
      const { id } = one.stored.user;
      if (seen.has(id)) refuse({ code: 'invalid', issues: [{ path: 'id', reason: 'duplicate', limit: null }] });
      seen.add(id);
      digests[index] = one.digests;
      prepared.push(one);
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.refusals, index) : error;
    }
  }
  return prepared;
}

async function attempt(
  context: Context,
  requests: readonly UpdateRequest[],
  system: boolean,
  digests: (readonly PasswordDigest[] | null)[],
): Promise<readonly Updated[] | null> {
  const prepared = await prepareAll(context, requests, system, digests);
  const steps = prepared.map(({ stored, decision, digests: made }) =>
    stepsOf(context, stored, decision, sealDigests(context, stored, made)),
  );
  const updated = prepared.map(({ stored, decision }) => ({ before: stored.user, after: decision.next }));
  if (steps.every((step) => step.users.length === 0)) return updated;
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: steps.flatMap((step) => step.users),
    sessions: steps.flatMap((step) => step.sessions),
    changes: steps.flatMap((step) => step.changes),
    mails: steps.flatMap((step) => step.mails),
  });
  if (outcome.ok) return updated;
  if (outcome.reason === 'taken') return refuse({ code: 'taken', field: outcome.kind });
  return null;
}

/**
 * Changes users as their patches say: all of them or none. What follows from a change follows for each as in `updateUser`.
 * A race lost to another process is decided again on the fresh records. `system`: built-in accounts may be meant.
 * A refusal tells the index of its element.
 * @fails not-found, forbidden, invalid, taken, password-rejected, digest-unsupported, no-credential, last-way-in,
 * not-eligible, conflict, too-many-attempts.
 */
export async function updateUsers(
  context: Context,
  requests: readonly UpdateRequest[],
  options: { readonly system: boolean },
): Promise<readonly Updated[]> {
  const ids: string[] = [];
  for (const { reference } of requests) {
    ids.push(reference.by === 'id' ? reference.id : (await findUser(context, reference, options.system)).user.id);
  }
  const digests: (readonly PasswordDigest[] | null)[] = requests.map(() => null);
  return await inTurn(context.realm.id, ids, async () => {
    for (let count = 0; count < attemptsMax; count++) {
      const updated = await attempt(context, requests, options.system, digests);
      if (updated !== null) return updated;
    }
    return refuse({ code: 'conflict', rev: 0 });
  });
}
