// Finding the user a game means, and whether this call may change them.

import { getUser } from '../../../core/commands/get-user.ts';
import { resumeSession } from '../../../core/commands/resume-session.ts';
import { Refused, refuse } from '../../../core/model/error.ts';
import type { User, UserReference } from '../../../core/model/user.ts';
import type { Call } from '../call.ts';
import { fail } from '../fault.ts';
import { apiName, readUserId } from '../wire/ids.ts';

/** The ways to read a `user_id`: as Muster made it, and as an old system did. */
function referencesOf(userId: string): readonly UserReference[] {
  const own = readUserId(userId);
  const alias = { by: 'alias', api: apiName, alias: userId } as const;
  return own === null ? [alias] : [own, alias];
}

/** The user with this id. @fails not-found. */
export async function findPlayer({ context }: Pick<Call, 'context'>, userId: string): Promise<User> {
  for (const reference of referencesOf(userId)) {
    try {
      return await getUser(context, reference, { system: false });
    } catch (error) {
      if (!(error instanceof Refused) || error.refusals[0].code !== 'not-found') throw error;
    }
  }
  return refuse({ code: 'not-found', what: 'user', id: userId });
}

/** Who is signed in with this client; null: nobody. */
async function signedIn({ context, sessionToken }: Call): Promise<User | null> {
  if (sessionToken === null) return null;
  const { ports, realm, api, requestId } = context;
  const doorway = { ports, realm, api, requestId, groups: null };
  const { user } = await resumeSession(doorway, sessionToken, { idleMs: () => null, noting: true, audience: apiName });
  return user;
}

/** The user with this id, whom this call may change: in some scopes only who is signed in as them. Throws Fault 810. @fails not-found, session-gone. */
export async function findOwnPlayer(call: Call, userId: string): Promise<User> {
  if (call.scope.ownOnly) {
    const self = await signedIn(call);
    if (self === null) return fail(810, 'In this scope, users are changed by themselves alone: log in first.');
    const wanted = await findPlayer(call, userId);
    return wanted.id === self.id ? wanted : fail(810, 'In this scope, users are changed by themselves alone.');
  }
  return await findPlayer(call, userId);
}
