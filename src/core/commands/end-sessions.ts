// Ending sessions.

import type { Session, SessionEnd } from '../model/session.ts';
import { type Context, demand } from './context.ts';
import { getSession } from './find-sessions.ts';
import { findUser } from './find-user.ts';
import { changeOf } from './prepare-update.ts';

/** Which of a user's active sessions to end: one, all but one, or all. */
export type SessionChoice =
  | { readonly which: 'one'; readonly id: string }
  | { readonly which: 'others'; readonly except: string }
  | { readonly which: 'all' };

/** Ends active sessions of a user; those already over stay as they are. @fails not-found, forbidden. */
export async function endSessions(
  context: Context,
  userId: string,
  choice: SessionChoice,
  status: SessionEnd,
): Promise<void> {
  demand(context, 'session.end', userId);
  const { user } = await findUser(context, { by: 'id', id: userId }, true);
  const at = context.ports.clock();
  await context.ports.store.commit({
    realm: context.realm.id,
    users: [],
    images: [],
    sessions: [
      {
        op: 'end',
        userId,
        only: choice.which === 'one' ? choice.id : null,
        except: choice.which === 'others' ? choice.except : null,
        status,
        at,
        change: changeOf(context, user, 'session.ended', [], at),
      },
    ],
    documents: [],
    changes: [],
    mails: [],
  });
}

/** Ends one session and answers it as it is then. @fails not-found, forbidden. */
export async function endSession(context: Context, id: string, status: SessionEnd): Promise<Session> {
  const session = await getSession(context, id);
  await endSessions(context, session.userId, { which: 'one', id }, status);
  return await getSession(context, id);
}
