// Getting a user with what other tables have of them: there are none.

import { answer, type Handler } from '../call.ts';
import { fail, mismatched } from '../fault.ts';
import { findPlayer } from '../users/find-player.ts';
import { recordOf } from '../wire/record.ts';

/** `getAndMerge` of a server's `core.users`: the record, as long as nothing is to be merged. Throws Fault 801, 804 and 901. @fails not-found. */
export const getAndMerge: Handler = async (call) => {
  const user = await findPlayer(call, call.body.needed('user_id'));
  const queries = call.body.value('merge_tbl') ?? [];
  if (typeof queries !== 'object') mismatched('merge_tbl', 'must be a table');
  if (Object.keys(queries).length > 0)
    fail(901, 'This server keeps users alone: there are no databases to merge with.');
  return answer(recordOf(user, call.scope.name));
};
