// Deleting a user.

import { deleteUser } from '../../../core/commands/delete-user.ts';
import { Refused } from '../../../core/model/error.ts';
import { answer, type Handler } from '../call.ts';
import { onOwnPlayer } from './find-player.ts';

/** `delete` of `core.users`: how many there were, so nobody is an answer too. Throws Fault 810. */
export const remove: Handler = async (call) => {
  try {
    await onOwnPlayer(call, call.body.needed('user_id'), (reference) =>
      deleteUser(call.context, reference, { system: false, ifRev: null }),
    );
    return answer(1);
  } catch (error) {
    if (error instanceof Refused && error.refusals[0].code === 'not-found') return answer(0);
    throw error;
  }
};
