// Resetting secrets for time-based codes.

import { updateUsers } from '../../../core/commands/update-users.ts';
import { type UserPatch, untouched } from '../../../core/model/patch.ts';
import type { User } from '../../../core/model/user.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { findKnown } from './find-known.ts';

const shape = ids({ unique: true });

function patchFor({ caller }: Call, { id, credentials }: User): UserPatch {
  if (credentials.totp === null) return untouched;
  const sessions = id === caller.user.id ? 'keep' : 'end-all';
  return { ...untouched, secondFactors: { op: 'remove', what: 'totp' }, sessions };
}

/**
 * Drops the secrets for time-based codes of users, and ends all sessions of those who had one, but for the caller's own. Ids of nobody are
 * passed over.
 */
export async function resettotp(call: Call, params: object): Promise<unknown> {
  const userids = read(shape, params, '/');
  const patch = (user: User) => patchFor(call, user);
  const requests = [];
  for (const userid of userids) {
    const user = await findKnown(call, userid);
    if (user !== null) requests.push({ reference: { by: 'id', id: user.id }, patch, ifRev: null } as const);
  }
  await updateUsers(call.context, requests, { system: true });
  return { userids };
}
