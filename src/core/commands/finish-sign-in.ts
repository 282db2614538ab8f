// Finishing a sign-in: a session with tokens, or the next thing that somebody has to show.

import { refuse, type SignInStep } from '../model/error.ts';
import type { Session } from '../model/session.ts';
import type { SignInProgress } from '../model/ticket.ts';
import type { User } from '../model/user.ts';
import type { Write } from '../ports.ts';
import { isOutdated, missingStep } from '../rules/sign-in.ts';
import { admitInvited } from './admit-invited.ts';
import type { Context } from './context.ts';
import { newSession, refuseBarred, sessionCreated } from './create-session.ts';
import { findStanding, organizationsOf, type Standing } from './find-standing.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';
import { limitSends } from './limit-sends.ts';
import { newRefreshToken } from './make-refresh-token.ts';
import { makeTicket } from './make-ticket.ts';
import { prepareVerification } from './send-email-verification.ts';
import type { Along } from './update-users.ts';

/** What a client gets of a session. `organization`: in whose name the user acts, with what that is good for. */
export type SignedInClient = {
  readonly user: User;
  readonly session: Session;
  readonly refreshToken: string;
  readonly standing: Standing | null;
};

/** A sign-in with nothing missing: who has proven what, and in whose name they act. */
export type Finished = {
  readonly user: User;
  readonly progress: SignInProgress;
  readonly standing: Standing | null;
};

/** What a finished sign-in comes to: what the caller gets, and what is committed for it. */
export type Settled<Result extends object> = Pick<Write, 'sessions' | 'documents' | 'changes'> & {
  readonly result: Result;
};

/** How a sign-in ends. It writes nothing itself, and may be asked several times. */
export type Ending<Result extends object> = (context: Context, finished: Finished) => Settled<Result>;

/** Nothing is committed along. */
export const nothingAlong: Along = { documents: [], changes: [], mails: [] };

type Needs = SignInStep extends infer Step ? (Step extends SignInStep ? Omit<Step, 'token' | 'userId'> : never) : never;

/** What is still missing, with what has to be written for it; null: nothing. @fails too-many-attempts (mails). */
async function prepareStep(
  context: Context,
  user: User,
  progress: SignInProgress,
): Promise<{ readonly needs: Needs; readonly along: Along } | null> {
  const needs = missingStep(user, progress, context.realm.policy.signIn);
  if (needs !== 'verified-email') return needs === null ? null : { needs: { needs }, along: nothingAlong };
  const verification = prepareVerification(context, user);
  if (verification === null) throw new Error('an address is to be proven that is not there');
  const { address: email, ticket, documents, changes, mails } = verification;
  await limitSends(context, 'email-verification', email);
  return { needs: { needs, email, ticketId: ticket.id }, along: { documents, changes, mails } };
}

async function stop(
  context: Context,
  user: User,
  progress: SignInProgress,
  along: Along,
  { needs, along: more }: { readonly needs: Needs; readonly along: Along },
): Promise<boolean> {
  const holder = { userId: user.id, address: null };
  const pending = makeTicket(context, { purpose: 'sign-in', progress }, holder, 'token');
  const outcome = await context.ports.store.commit({
    realm: context.realm.id,
    users: [{ op: 'check', id: user.id, rev: user.rev }],
    images: [],
    sessions: [],
    documents: [...along.documents, ...more.documents, pending.step],
    changes: [...along.changes, ...more.changes],
    mails: [...along.mails, ...more.mails],
  });
  if (outcome.ok) {
    const step: SignInStep = { ...needs, token: pending.secret, userId: user.id };
    return refuse({ code: 'sign-in-unfinished', step });
  }
  return isLost(outcome, user);
}

/** True when the user has changed meanwhile, so that it is to be decided again. @fails code-rejected: a ticket was spent by somebody else. */
function isLost(outcome: { readonly reason: string; readonly userId?: string }, user: User): boolean {
  if (outcome.reason === 'conflict' && outcome.userId === user.id) return true;
  return refuse({ code: 'code-rejected', reason: 'used' });
}

/** The sign-in ends in a session with tokens. */
export function asSession(context: Context, { user, progress, standing }: Finished): Settled<SignedInClient> {
  const now = context.ports.clock();
  const { method, ipAddress, userAgent, clientId } = progress;
  const facts = { method, ipAddress, userAgent, organizationId: standing?.organizationId ?? null };
  const session = newSession(context, user.id, facts, now);
  const refresh = newRefreshToken(context, session, clientId, now);
  const { signInCount } = user.activity;
  const activity = { ...user.activity, lastSignInAt: now, lastActiveAt: now, signInCount: signInCount + 1 };
  return {
    result: { user: { ...user, activity }, session, refreshToken: refresh.token, standing },
    sessions: [{ op: 'insert', session }],
    documents: [refresh.step],
    changes: [sessionCreated(context, user, session)],
  };
}

/** Refuses what was proven too long ago: see `isOutdated`. @fails code-rejected (`expired`). */
export function refuseOutdated(user: User, progress: SignInProgress, provenAt: number): void {
  if (isOutdated(user, progress, provenAt)) refuse({ code: 'code-rejected', reason: 'expired' });
}

/**
 * Ends the sign-in of a user who has proven what `progress` says as `ending` wants; or, when more is needed, keeps the progress
 * under a token and refuses with the step that is missing. `along` (a ticket that is spent by this) is committed with it either way.
 * An invitation is accepted before it is settled in whose name the user acts. Nobody banned, locked or inactive gets in, nor on what was proven, at `provenAt`, before the password changed.
 * @fails not-found (user; membership: of the organization asked for; invitation), account-inactive, sign-in-unfinished,
 * code-rejected, too-many-attempts (mails to the address).
 */
export async function finishSignIn<Result extends object>(
  context: Context,
  userId: string,
  progress: SignInProgress,
  along: Along,
  ending: Ending<Result>,
  provenAt = context.ports.clock(),
): Promise<Result> {
  const { ports, realm } = context;
  while (true) {
    const { user } = await findUser(context, { by: 'id', id: userId }, false);
    refuseBarred(user, ports.clock());
    await refuseShutOut(context, user);
    refuseOutdated(user, progress, provenAt);
    const missing = await prepareStep(context, user, progress);
    if (missing !== null && (await stop(context, user, progress, along, missing))) continue;
    const { invitation } = progress;
    const into = invitation === null ? null : await admitInvited(context, user, invitation);
    const standing = await findStanding(context, user.id, progress.organizationId ?? into);
    if (standing === 'several') {
      const needs = { needs: 'organization', organizations: await organizationsOf(context, user.id) } as const;
      await stop(context, user, progress, along, { needs, along: nothingAlong });
      continue;
    }
    const { result, sessions, documents, changes } = ending(context, { user, progress, standing });
    const outcome = await ports.store.commit({
      realm: realm.id,
      users: [{ op: 'check', id: user.id, rev: user.rev }],
      images: [],
      sessions,
      documents: [...along.documents, ...documents],
      changes: [...along.changes, ...changes],
      mails: along.mails,
    });
    if (!outcome.ok && isLost(outcome, user)) continue;
    return result;
  }
}
