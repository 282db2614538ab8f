// One attempt to prove something about a user, counted when it fails.

import { type Refusal, refuse } from '../model/error.ts';
import { set, untouched } from '../model/patch.ts';
import type { Throttle } from '../model/throttle.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { deservesLock, failuresOf, isLocked, restMsOf } from '../rules/standing.ts';
import type { Context } from './context.ts';
import { findUser } from './find-user.ts';
import { inTurn } from './turns.ts';
import { updateUser } from './update-user.ts';

/** Where else a failed attempt counts besides the user, and under which of these names a right one forgets those before it. */
export type Counts = { readonly throttles: readonly Throttle[]; readonly forgives: readonly string[] };

/** Nowhere else. */
export const userOnly: Counts = { throttles: [], forgives: [] };

/**
 * What came of a check: proven, or the refusal of a wrong guess. `forgives`: it proves so much that failed attempts before it
 * are forgotten; half a proof must not, or the other half could be guessed for ever.
 */
export type Proof<Value> = { readonly proven: Value; readonly forgives: boolean } | { readonly wrong: Refusal };

async function setLock(context: Context, user: User, locked: boolean): Promise<void> {
  const patch = { ...untouched, locked: set(locked) };
  const muster: Context = { ...context, actor: { kind: 'system' } };
  await updateUser(muster, { by: 'id', id: user.id }, patch, { system: true, ifRev: null });
}

/** The user with what is due done: a lock that has run out is lifted, one that is overdue is set. */
async function settleLock(context: Context, stored: StoredUser): Promise<StoredUser> {
  const { user } = stored;
  const now = context.ports.clock();
  const ranOut = user.lockedAt !== null && !isLocked(user, now);
  const overdue = user.lockedAt === null && deservesLock(user, failuresOf(user, now), context.realm.policy.lockout);
  if (!ranOut && !overdue) return stored;
  await setLock(context, user, overdue);
  return await findUser(context, { by: 'id', id: user.id }, true);
}

/** Counts a failed attempt, of a user or (null) of nobody, and locks a user who has made too many. */
export async function countFailure(context: Context, user: User | null, throttles: readonly Throttle[]): Promise<void> {
  const { clock, store } = context.ports;
  const { lockout } = context.realm.policy;
  const counted = user !== null && lockout.enabled ? user.id : null;
  const now = clock();
  const until = lockout.durationMs === null ? null : now + lockout.durationMs;
  const { actor } = context;
  const from = actor.kind === 'anybody' || actor.kind === 'user' ? actor.address : null;
  const failures = await store.countFailure(context.realm.id, counted, throttles, { now, until, from });
  if (user !== null && deservesLock(user, failures, lockout)) await setLock(context, user, true);
}

/** Whoever shows a code that was right, and is spent, has not guessed: a client may have sent it twice. */
function isGuess(refusal: Refusal): boolean {
  return refusal.code !== 'code-rejected' || refusal.reason !== 'used';
}

/**
 * Checks something about a user who is not locked: one check at a time, so that no more guesses are tried than the realm
 * allows (other processes may each add one). A wrong guess is counted in the database, and the one too many locks the user;
 * a whole proof forgets those before it. A lock that has run out is lifted first.
 * @fails not-found, account-inactive (locked), too-many-attempts (of a built-in account), and what `check` refuses.
 */
export async function attempt<Value>(
  context: Context,
  userId: string,
  counts: Counts,
  check: (stored: StoredUser) => Promise<Proof<Value>>,
): Promise<Value> {
  const { clock, store } = context.ports;
  return await inTurn(context.realm.id, [`attempts ${userId}`], async () => {
    const stored = await settleLock(context, await findUser(context, { by: 'id', id: userId }, true));
    const { user } = stored;
    if (isLocked(user, clock())) refuse({ code: 'account-inactive', reason: 'locked', until: user.lockedUntil });
    const restMs = restMsOf(user, clock(), context.realm.policy.lockout);
    if (restMs > 0) refuse({ code: 'too-many-attempts', retryAfterMs: restMs });
    const result = await check(stored);
    if ('wrong' in result) {
      if (isGuess(result.wrong)) await countFailure(context, user, counts.throttles);
      return refuse(result.wrong);
    }
    if (result.forgives && (user.activity.failedAttempts > 0 || counts.forgives.length > 0)) {
      await store.forgetFailures(context.realm.id, user.id, counts.forgives);
    }
    return result.proven;
  });
}
