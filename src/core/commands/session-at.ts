// A session as of a change of it: as it began, or as it ended.

import type { Change } from '../model/change.ts';
import { isJsonObject } from '../model/json.ts';
import type { Session, SessionEnd } from '../model/session.ts';
import type { Store } from '../ports.ts';
import { historyOf } from './users-at.ts';

const ends: readonly SessionEnd[] = ['revoked', 'removed', 'ended', 'expired'];

/** What a history keeps of a whole session was one when it was written. */
function isSession(value: unknown): value is Session {
  return isJsonObject(value) && typeof value.id === 'string' && typeof value.client === 'string';
}

/** The session whose beginning the change tells in full; old histories tell only that it began. */
function begunIn({ type, diff: [difference] }: Change, id: string): Session | null {
  const begun = type === 'session.created' && difference?.path === `sessions.${id}` ? difference.after : null;
  return isSession(begun) ? begun : null;
}

async function findBeginning(
  store: Pick<Store, 'readHistory'>,
  { realm, userId, seq }: Change,
  id: string,
): Promise<Session | null> {
  for await (const earlier of historyOf(store, realm, userId, seq)) {
    if (earlier.type === 'user.created') return null;
    const begun = begunIn(earlier, id);
    if (begun !== null) return begun;
  }
  return null;
}

/**
 * The session right after the change; null when the change is of no session, or nothing is known of it any more. The rows of
 * sessions go with their user: then the history tells.
 */
export async function sessionAt(
  store: Pick<Store, 'loadSession' | 'readHistory'>,
  realm: string,
  change: Change,
): Promise<Session | null> {
  const [difference] = change.diff;
  const id = /^sessions\.([^.]+)/.exec(difference?.path ?? '')?.[1];
  if (id === undefined) return null;
  const begun = begunIn(change, id);
  if (begun !== null) return begun;
  const session = (await store.loadSession(realm, id)) ?? (await findBeginning(store, change, id));
  if (session === null) return null;
  const { createdAt } = session;
  if (change.type === 'session.created')
    return { ...session, status: 'active', updatedAt: createdAt, lastActiveAt: createdAt, endedAt: null };
  const status = ends.find((end) => end === difference?.after) ?? session.status;
  return { ...session, status, updatedAt: change.at, endedAt: change.at };
}
