// Unlinking an account elsewhere.

import { updateUser } from '../../../core/commands/update-user.ts';
import { untouched } from '../../../core/model/patch.ts';
import type { Identity, User } from '../../../core/model/user.ts';
import { answer, type Call, type Handler } from '../call.ts';
import { findOwnPlayer } from '../users/find-player.ts';
import { writeUserId } from '../wire/ids.ts';
import { readProvider } from '../wire/provider.ts';
import { neededLink } from './find.ts';

/**
 * Unlinks the accounts that `choose` names of the user in the parameters, with their tokens; answers the user as it is then. Throws
 * Fault 804 and 810. @fails as `updateUser`.
 */
export async function unlink(call: Call, choose: (user: User) => readonly Identity[]): Promise<User> {
  const { id } = await findOwnPlayer(call, call.body.needed('user_id'));
  const { after } = await updateUser(
    call.context,
    { by: 'id', id },
    (user) => {
      const remove = choose(user).map((identity) => identity.id);
      return { ...untouched, identities: { op: 'change', add: [], remove } };
    },
    { system: false, ifRev: null },
  );
  return after;
}

/** Unlinks every account of the provider in the parameters. Throws Fault 624, 804 and 810. @fails as `updateUser`. */
export async function unlinkProvider(call: Call): Promise<User> {
  const provider = readProvider(call.body);
  return await unlink(call, (user) => {
    neededLink(user, provider);
    return user.identities.filter((identity) => identity.provider === provider);
  });
}

/** `removeAuthProvider` of `core.users`. */
export const removeProvider: Handler = async (call) => {
  return answer({ user_id: writeUserId(await unlinkProvider(call)) });
};
