// Getting what is known of an account elsewhere.

import { answer, type Handler } from '../call.ts';
import { findOwnPlayer } from '../users/find-player.ts';
import { readProvider } from '../wire/provider.ts';
import { providerInfo } from './find.ts';

/** `getAuthProvider` of `core.users`; it tells a secret, so that it may be for the user alone. Throws Fault 624 and 810. @fails not-found. */
export const getProvider: Handler = async (call) => {
  const userId = call.body.needed('user_id');
  const provider = readProvider(call.body);
  return answer(await providerInfo(call, await findOwnPlayer(call, userId), provider));
};
