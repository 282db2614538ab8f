// Using a session: what stands behind every token.

import { refuse } from '../model/error.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import { type Context, demand } from './context.ts';
import { getSession } from './find-sessions.ts';
import { findUser } from './find-user.ts';
import { refuseShutOut } from './groups-of.ts';

/** Use within a minute of the last noted use is not noted again: every token would cost a commit. */
const activityGrainMs = 60_000;

/**
 * Answers a session that is still active, with its user, and notes that it was used. @fails not-found, forbidden,
 * session-gone, account-inactive (a group of theirs is shut).
 */
export async function useSession(
  context: Context,
  id: string,
): Promise<{ readonly session: Session; readonly user: User }> {
  const session = await getSession(context, id);
  demand(context, 'session.read', session.userId);
  if (session.status !== 'active') return refuse({ code: 'session-gone' });
  const { user } = await findUser(context, { by: 'id', id: session.userId }, false);
  await refuseShutOut(context, user);
  const at = context.ports.clock();
  if (at - (user.activity.lastActiveAt ?? 0) >= activityGrainMs) {
    await context.ports.store.recordActivity(context.realm.id, user.id, { at, signIn: false });
  }
  return { session, user };
}
