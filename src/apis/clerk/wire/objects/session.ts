// Sessions on the wire.

import type { Session } from '../../../../core/model/session.ts';
import { writeClientId, writeSessionId } from '../ids.ts';

/** Clerk BAPI 2026-05-12, `Session`; 2026-08. `userId` is the user's id on the wire. */
export function sessionObject(session: Session, userId: string): object {
  return {
    object: 'session',
    id: writeSessionId(session.id),
    user_id: userId,
    client_id: writeClientId(session.client),
    actor: null,
    status: session.status,
    last_active_organization_id: null,
    last_active_at: session.lastActiveAt,
    expire_at: session.expireAt,
    abandon_at: session.abandonAt,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
    tasks: null,
  };
}
