// The user that an id means.

import { getUser } from '../../core/commands/get-user.ts';
import { Refused } from '../../core/model/error.ts';
import type { User, UserReference } from '../../core/model/user.ts';
import { type Call, idOfPath } from './route.ts';
import { userReferencesOf } from './wire/ids.ts';

/** What a look-up finds; null where the core knows no such user. Every other error goes on. */
async function found<Result>(lookUp: Promise<Result>): Promise<Result | null> {
  try {
    return await lookUp;
  } catch (error) {
    const [refusal] = error instanceof Refused ? error.refusals : [];
    if (refusal?.code === 'not-found' && refusal.what === 'user') return null;
    throw error;
  }
}

/** Does something to the user that the path names. @fails not-found, and whatever `work` refuses. */
export async function atUser<Result>(call: Call, work: (reference: UserReference) => Promise<Result>): Promise<Result> {
  const [first, second] = userReferencesOf(idOfPath(call.params) ?? '');
  if (second === undefined) return await work(first);
  return (await found(work(first))) ?? (await work(second));
}

/** The user that an id means; null when there is none. */
export async function findNamed(call: Call, text: string): Promise<User | null> {
  for (const reference of userReferencesOf(text)) {
    const user = await found(getUser(call.context, reference, { system: false }));
    if (user !== null) return user;
  }
  return null;
}
