// Resuming a session by its token: what stands behind every call of somebody who signed in.

import { Refused, refuse } from '../model/error.ts';
import type { Group } from '../model/group.ts';
import type { Realm } from '../model/realm.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import type { Ports } from '../ports.ts';
import { stateOf } from '../rules/sessions.ts';
import type { Context } from './context.ts';
import { refuseInactive } from './create-session.ts';
import { endSessions } from './end-sessions.ts';
import { refuseShutOut } from './groups-of.ts';
import { type Audience, sessionIdOf } from './session-token.ts';

/** Use within this time of the last noted use is not noted again: nobody is told of it more finely, and each note costs a commit. */
const useGrainMs = 1000;

const gone = { code: 'session-gone' } as const;

/** Where a call came in, before it is known who makes it. */
export type Doorway = {
  readonly ports: Ports;
  readonly realm: Realm;
  readonly api: string;
  readonly requestId: string;
  /** Groups as they are remembered; null: to be looked up. */
  readonly groups: ReadonlyMap<string, Group> | null;
};

async function refuseBarred(
  context: Context,
  user: User,
  session: Session,
  idleMs: number | null,
  groups: Doorway['groups'],
): Promise<void> {
  const now = context.ports.clock();
  try {
    refuseInactive(user);
    await refuseShutOut(context, user, groups);
    if (idleMs !== null && session.lastActiveAt + idleMs <= now) refuse(gone);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await endSessions(context, user.id, { which: 'one', id: session.id }, 'ended');
    refuse(gone);
  }
}

async function noteUse(context: Context, session: Session): Promise<void> {
  const { clock, store } = context.ports;
  const at = clock();
  if (at - session.lastActiveAt < useGrainMs) return;
  const abandonAt = at + context.realm.policy.sessions.inactivityMs;
  const touch = { op: 'touch', id: session.id, at, abandonAt, organizationId: session.organizationId } as const;
  const none = { users: [], images: [], documents: [], changes: [], mails: [] };
  // One that ended meanwhile is found out by the next call.
  await store.commit({ realm: context.realm.id, ...none, sessions: [touch] });
}

/**
 * Answers the session a token opens, with its user, and notes (`noting`) that it was used. One of somebody who is barred, or that was idle for longer
 * than `idleMs` says of its user (null: as long as it likes), ends for good. A token that was made for another `audience` opens nothing.
 * @fails session-gone.
 */
export async function resumeSession(
  doorway: Doorway,
  token: string,
  options: { readonly idleMs: (user: User) => number | null; readonly noting: boolean; readonly audience: Audience },
): Promise<{ readonly session: Session; readonly user: User }> {
  const context: Context = { ...doorway, actor: { kind: 'system' } };
  const { store, clock } = context.ports;
  const id = sessionIdOf(token, options.audience);
  const found = id === null ? null : await store.loadSignedIn(context.realm.id, id);
  if (found === null || stateOf(found.session, clock()) !== 'active') return refuse(gone);
  const { session, user } = found;
  await refuseBarred(context, user, session, options.idleMs(user), doorway.groups);
  if (options.noting) await noteUse(context, session);
  return found;
}
