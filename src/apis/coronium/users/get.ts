// Getting a user: the full record, and no login.

import { answer, type Handler } from '../call.ts';
import { recordOf } from '../wire/record.ts';
import { findPlayer } from './find-player.ts';

/** `get` of `core.users`. @fails not-found. */
export const get: Handler = async (call) => {
  const user = await findPlayer(call, call.body.needed('user_id'));
  return answer(recordOf(user, call.scope.name));
};
