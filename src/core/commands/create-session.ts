// Creating a session.

import type { NewChange } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import type { Session } from '../model/session.ts';
import type { User, UserReference } from '../model/user.ts';
import { hasSamePassword } from '../rules/sign-in.ts';
import { isLocked } from '../rules/standing.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';
import { changeOf } from './prepare-update.ts';

/** How and from where somebody signed in. */
export type SignInFacts = {
  readonly method: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly organizationId: string | null;
};

/** Refuses whoever may not go on with a session: banned or inactive. A lock against guessing is no business of a session. */
export function refuseInactive(user: User): void {
  if (user.bannedAt !== null) refuse({ code: 'account-inactive', reason: 'banned', until: null });
  if (!user.active) refuse({ code: 'account-inactive', reason: 'disabled', until: null });
}

/** Refuses whoever may not have a session: banned, locked or inactive. */
export function refuseBarred(user: User, now: number): void {
  if (user.bannedAt === null && isLocked(user, now)) {
    refuse({ code: 'account-inactive', reason: 'locked', until: user.lockedUntil });
  }
  refuseInactive(user);
}

/** A session that begins now, as long as the realm lets one last. */
export function newSession(context: Context, userId: string, facts: SignInFacts, now: number): Session {
  const { random } = context.ports;
  const { lifetimeMs, inactivityMs } = context.realm.policy.sessions;
  return {
    ...facts,
    realm: context.realm.id,
    id: random.uuid(now),
    userId,
    client: random.uuid(now),
    status: 'active',
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
    expireAt: now + lifetimeMs,
    abandonAt: now + inactivityMs,
    endedAt: null,
  };
}

/** The change that tells of a new session. */
export function sessionCreated(context: Context, user: User, session: Session): NewChange {
  const diff = [{ path: `sessions.${session.id}`, before: null, after: { ...session } }];
  return changeOf(context, user, 'session.created', diff, session.createdAt);
}

/**
 * Begins a session of a user who has proven to be that user, which counts as a sign-in. Nobody banned, locked or inactive
 * gets one, nor anybody in a group that is shut, also not one who is banned at the same moment. `sessionId`: an id to use; `noted`: what else
 * the history tells; `proven`: the user as they were when they proved it, for a password that is changed meanwhile opens nothing more.
 * @fails not-found, account-inactive, wrong-credentials (`proven` by another password).
 */
export async function beginSession(
  context: Context,
  userId: string,
  facts: SignInFacts,
  options: {
    readonly system: boolean;
    readonly sessionId?: string;
    readonly noted?: NewChange;
    readonly proven?: User;
  },
): Promise<Session> {
  const { ports, realm } = context;
  while (true) {
    const { user } = await findUser(context, { by: 'id', id: userId }, options.system);
    const now = ports.clock();
    refuseBarred(user, now);
    await refuseShutOut(context, user);
    if (options.proven !== undefined && !hasSamePassword(options.proven, user)) refuse({ code: 'wrong-credentials' });
    const fresh = newSession(context, user.id, facts, now);
    const session = { ...fresh, id: options.sessionId ?? fresh.id };
    const outcome = await ports.store.commit({
      realm: realm.id,
      users: [{ op: 'check', id: user.id, rev: user.rev }],
      images: [],
      sessions: [{ op: 'insert', session }],
      documents: [],
      changes: [...(options.noted === undefined ? [] : [options.noted]), sessionCreated(context, user, session)],
      mails: [],
    });
    if (outcome.ok) return session;
  }
}

/** Signs a user in on the caller's word. @fails not-found, forbidden, account-inactive. */
export async function createSession(context: Context, reference: UserReference, facts: SignInFacts): Promise<Session> {
  const { user } = await findUser(context, reference, false);
  demand(context, 'session.create', user.id);
  return await beginSession(context, user.id, facts, { system: false });
}
