// Deleting API tokens.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { checkGuest, findTokens } from './check.ts';

const shape = ids({ unique: true });

/** Deletes tokens, all or none; what was opened by them is closed at once. Answers their ids. */
export async function remove(call: Call, params: object): Promise<unknown> {
  checkGuest(call);
  const tokenids = read(shape, params, '/');
  await changeRealmObjects(call.context, async () => {
    const found = await findTokens(call, tokenids);
    const intents = found.map((before): Intent => ({ op: 'remove', before }));
    return { intents, users: [], numbering: null, result: null };
  });
  return { tokenids };
}
