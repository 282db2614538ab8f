// Updating until when an access token is good.

import { changeIdentityToken } from '../../../core/commands/identity-tokens.ts';
import { answer, type Handler } from '../call.ts';
import { missing } from '../fault.ts';
import { findOwnPlayer } from '../users/find-player.ts';
import { infoOf, mergedToken, readProvider, readToken } from '../wire/provider.ts';
import { neededLink } from './find.ts';

/** `updateTokenExpiry` of `core.users`, with the token where there is another one. Throws Fault 624, 801, 804 and 810. @fails not-found, conflict. */
export const updateTokenExpiry: Handler = async (call) => {
  const { body, context } = call;
  const userId = body.needed('user_id');
  const provider = readProvider(body);
  body.only(['user_id', 'provider', 'expiry', 'token', 'scope']);
  if (!body.has('expiry')) return missing('expiry');
  const said = readToken(body, { token: 'token', expiry: 'expiry' });
  const user = await findOwnPlayer(call, userId);
  const { identity, facts } = await changeIdentityToken(
    context,
    user.id,
    (fresh) => neededLink(fresh, provider),
    (kept) => mergedToken(kept, said),
  );
  return answer(infoOf(identity, facts, context.ports.clock()));
};
