// The look-up of users by the ids of a call.

import { getUser } from '../../../core/commands/get-user.ts';
import { Refused } from '../../../core/model/error.ts';
import type { User } from '../../../core/model/user.ts';
import type { Call } from '../method.ts';
import { readUserId } from '../wire/ids.ts';

/** The user with this `userid`, built-in ones too; null: there is none. */
export async function findKnown({ context }: Pick<Call, 'context'>, userid: string): Promise<User | null> {
  const reference = readUserId(userid);
  if (reference === null) return null;
  try {
    return await getUser(context, reference, { system: true });
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return null;
    throw error;
  }
}
