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

function isNobody(error: unknown): boolean {
  const [refusal] = error instanceof Refused ? error.refusals : [];
  return refusal?.code === 'not-found' && refusal.what === 'user';
}

/** Does the work under each reading of a `user_id` until one is somebody's. @fails not-found, and what `work` refuses. */
async function underEach<Result>(userId: string, work: (reference: UserReference) => Promise<Result>): Promise<Result> {
  for (const reference of referencesOf(userId)) {
    try {
      return await work(reference);
    } catch (error) {
      if (!isNobody(error)) throw error;
    }
  }
  return refuse({ code: 'not-found', what: 'user', id: userId });
}

/** The user with this id. @fails not-found. */
export async function findPlayer({ context }: Pick<Call, 'context'>, userId: string): Promise<User> {
  return await underEach(userId, (reference) => getUser(context, reference, { system: false }));
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

/**
 * Does the work on the user with this id, as `findOwnPlayer` has it; where anybody may, without looking the user up first. Throws Fault 810.
 * @fails not-found, session-gone, and what `work` refuses.
 */
export async function onOwnPlayer<Result>(
  call: Call,
  userId: string,
  work: (reference: UserReference) => Promise<Result>,
): Promise<Result> {
  if (!call.scope.ownOnly) return await underEach(userId, work);
  const { id } = await findOwnPlayer(call, userId);
  return await work({ by: 'id', id });
}
