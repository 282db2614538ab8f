// Getting and listing sessions.

import { refuse } from '../model/error.ts';
import type { Session, SessionQuery } from '../model/session.ts';
import { stateOf } from '../rules/sessions.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';

function asOf(session: Session, now: number): Session {
  return { ...session, status: stateOf(session, now) };
}

/** Reads one session with its state as of now; changes nothing. @fails not-found, forbidden. */
export async function getSession(context: Context, id: string): Promise<Session> {
  const session = isText(id) ? await context.ports.store.loadSession(context.realm.id, id) : null;
  if (session === null) return refuse({ code: 'not-found', what: 'session', id });
  demand(context, 'session.read', session.userId);
  return asOf(session, context.ports.clock());
}

/** Reads a page of sessions, newest first; changes nothing. @fails forbidden. */
export async function findSessions(context: Context, query: Omit<SessionQuery, 'now'>): Promise<readonly Session[]> {
  demand(context, 'session.read', query.userId);
  const now = context.ports.clock();
  const sessions = await context.ports.store.findSessions(context.realm.id, { ...query, now });
  return sessions.map((session) => asOf(session, now));
}

/** Counts the sessions a query means, on all pages. @fails forbidden. */
export async function countSessions(context: Context, query: Omit<SessionQuery, 'now'>): Promise<number> {
  demand(context, 'session.read', query.userId);
  return await context.ports.store.countSessions(context.realm.id, { ...query, now: context.ports.clock() });
}
