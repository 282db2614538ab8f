// Refreshing a session: a refresh token is traded for the next one, once.

import { type Refusal, Refused, refuse } from '../model/error.ts';
import type { RefreshToken } from '../model/refresh-token.ts';
import type { Session } from '../model/session.ts';
import { isText } from '../rules/text.ts';
import { inOwnName } from './confirm-email.ts';
import { type Context, demand } from './context.ts';
import { refuseInactive } from './create-session.ts';
import { endSessions } from './end-sessions.ts';
import { findStanding } from './find-standing.ts';
import { findUser } from './find-user.ts';
import type { SignedInClient } from './finish-sign-in.ts';
import { refuseShutOut } from './groups-of.ts';
import { newRefreshToken } from './make-refresh-token.ts';
import { digestOfToken } from './make-ticket.ts';
import { inTurn } from './turns.ts';

const gone: Refusal = { code: 'session-gone' };

/** A token that was traded in already is in two hands: nobody knows whose, so the session ends. RFC 9700 §4.14.2. */
async function endFamily(context: Context, { userId, sessionId }: RefreshToken): Promise<never> {
  await endSessions(inOwnName(context), userId, { which: 'one', id: sessionId }, 'revoked');
  return refuse(gone);
}

/** In whose name the session goes on: as asked, else as before, if the user still belongs there; else in nobody's. */
async function standingFor(context: Context, session: Session, organizationId: string | null) {
  const { userId } = session;
  if (organizationId !== null) return await findStanding(context, userId, organizationId);
  if (session.organizationId === null) return null;
  try {
    return await findStanding(context, userId, session.organizationId);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/**
 * Trades a refresh token for the next, and notes that the session was used. A token is good once: shown again, it ends the
 * session. `organizationId`: go on in its name; null: as before.
 * @fails forbidden, session-gone (unknown, used, over), not-found (membership), account-inactive.
 */
export async function refreshSession(
  context: Context,
  wish: { readonly token: string; readonly organizationId: string | null; readonly clientId: string },
): Promise<SignedInClient> {
  demand(context, 'session.refresh');
  if (!isText(wish.token) || wish.token === '') return refuse(gone);
  const { ports, realm } = context;
  const key = { kind: 'refresh-token', key: digestOfToken(wish.token) } as const;
  return await inTurn(realm.id, [`refresh ${key.key}`], async () => {
    while (true) {
      const token = await ports.store.loadDocumentByKey(realm.id, 'refresh-token', key);
      if (token === null || token.clientId !== wish.clientId) return refuse(gone);
      if (token.usedAt !== null) return await endFamily(context, token);
      const now = ports.clock();
      const session = await ports.store.loadSession(realm.id, token.sessionId);
      if (session === null || session.status !== 'active' || token.expireAt <= now) return refuse(gone);
      if (session.expireAt <= now || session.abandonAt <= now) return refuse(gone);
      const { user } = await findUser(context, { by: 'id', id: token.userId }, false);
      refuseInactive(user);
      await refuseShutOut(context, user);
      const standing = await standingFor(context, session, wish.organizationId);
      if (standing === 'several') throw new Error('one organization was asked for and several were found');
      const abandonAt = now + realm.policy.sessions.inactivityMs;
      const organizationId = standing?.organizationId ?? null;
      const next = newRefreshToken(context, session, token.clientId, now);
      const used: RefreshToken = { ...token, rev: token.rev + 1, updatedAt: now, usedAt: now };
      const outcome = await ports.store.commit({
        realm: realm.id,
        users: [],
        images: [],
        sessions: [{ op: 'touch', id: session.id, at: now, abandonAt, organizationId }],
        documents: [{ op: 'update', document: used, rev: token.rev, addKeys: [], removeKeys: [] }, next.step],
        changes: [],
        mails: [],
      });
      if (!outcome.ok) continue;
      const touched = { ...session, lastActiveAt: now, abandonAt, organizationId };
      return { user, session: touched, refreshToken: next.token, standing };
    }
  });
}
