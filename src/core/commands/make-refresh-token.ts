// Making a refresh token: the next of a session's family, and the step that keeps it.

import type { RefreshToken } from '../model/refresh-token.ts';
import type { Session } from '../model/session.ts';
import type { DocumentStep } from '../ports.ts';
import type { Context } from './context.ts';
import { digestOfToken } from './make-ticket.ts';

const refreshTokenBytes = 32;

/** A fresh token for the session, in clear; only its digest is kept, for as long as the session can last. */
export function newRefreshToken(context: Context, session: Session, clientId: string, now: number) {
  const { random } = context.ports;
  const token = random.token(refreshTokenBytes);
  const document: RefreshToken = {
    kind: 'refresh-token',
    realm: context.realm.id,
    id: random.uuid(now),
    rev: 1,
    createdAt: now,
    updatedAt: now,
    forgetAt: session.expireAt,
    userId: session.userId,
    organizationId: null,
    subject: session.id,
    sealed: null,
    sessionId: session.id,
    clientId,
    usedAt: null,
    expireAt: session.expireAt,
  };
  const step: DocumentStep = {
    op: 'insert',
    document,
    keys: [{ kind: 'refresh-token', key: digestOfToken(token) }],
  };
  return { token, step };
}
