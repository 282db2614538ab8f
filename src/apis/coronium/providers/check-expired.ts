// Telling whether an access token has expired.

import { readIdentityToken } from '../../../core/commands/identity-tokens.ts';
import { answer, type Handler } from '../call.ts';
import { findPlayer } from '../users/find-player.ts';
import { isExpired, readProvider } from '../wire/provider.ts';
import { neededLink } from './find.ts';

/** `accessTokenExpired` of `core.users`: false also when nobody has said until when it is good. Throws Fault 624. @fails not-found. */
export const checkTokenExpired: Handler = async (call) => {
  const userId = call.body.needed('user_id');
  const provider = readProvider(call.body);
  const user = await findPlayer(call, userId);
  const facts = await readIdentityToken(call.context, user.id, neededLink(user, provider).id);
  return answer({ expired: isExpired(facts, call.context.ports.clock()) });
};
