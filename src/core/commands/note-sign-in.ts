// Noting how a step of a sign-in went, in the history.

import { type Change, type Difference, type NewChange, noUser } from '../model/change.ts';
import { type Refusal, Refused } from '../model/error.ts';
import type { SignInProgress } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import type { Context } from './context.ts';
import { changeOf } from './prepare-update.ts';

/** The change that tells how a step of a sign-in went; `error` null: well. */
export function signInChange(
  context: Context,
  user: User | null,
  facts: Pick<SignInProgress, 'method' | 'ipAddress' | 'userAgent'>,
  error: Refusal['code'] | null,
): NewChange {
  const { method, ipAddress, userAgent } = facts;
  const email = user?.emails.find(({ id }) => id === user.primaryEmailId)?.address ?? null;
  const after = { method, email, ipAddress, userAgent, error };
  const type: Change['type'] = error === null ? 'sign-in.succeeded' : 'sign-in.failed';
  const diff = [{ path: 'sign-in', before: null, after }];
  return changeOf(context, user ?? { id: noUser, rev: 0 }, type, diff, context.ports.clock());
}

/** What a history tells of a user's failed attempts that are counted, or forgotten, beside the record. */
export function attemptsDifference({ activity }: User, after: number): Difference {
  return { path: 'activity.failedAttempts', before: activity.failedAttempts, after };
}

/** Runs a step of a sign-in; a proof that is refused is told in the history. */
export async function notingFailure<Result>(
  context: Context,
  facts: Pick<SignInProgress, 'method' | 'ipAddress' | 'userAgent'>,
  userOf: () => Promise<User | null>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Refused ? error.refusals[0].code : null;
    if (code !== 'wrong-credentials' && code !== 'code-rejected' && code !== 'account-inactive') throw error;
    const change = signInChange(context, await userOf(), facts, code);
    const none = { users: [], images: [], sessions: [], documents: [], mails: [] };
    await context.ports.store.commit({ realm: context.realm.id, ...none, changes: [change] });
    throw error;
  }
}
