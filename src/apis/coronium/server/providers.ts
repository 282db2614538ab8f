// Accounts elsewhere, where a server is told other things of them than a game.

import { answer, type Handler } from '../call.ts';
import { missing } from '../fault.ts';
import { addBy } from '../providers/add.ts';
import { findByProvider, linkOf, providerInfo } from '../providers/find.ts';
import { unlink, unlinkProvider } from '../providers/remove.ts';
import { findPlayer } from '../users/find-player.ts';
import { writeUserId } from '../wire/ids.ts';
import { Parameters } from '../wire/parameters.ts';
import { accountNames, readProvider } from '../wire/provider.ts';
import { recordOf } from '../wire/record.ts';

/** `getWithProvider` of a server's `core.users`: the record, with `oauth`. Throws Fault 624 and 804. */
export const getWithProvider: Handler = async (call) => {
  const provider = readProvider(call.body);
  const { user, info } = await findByProvider(call, provider, call.body.needed('client_id'));
  return answer(recordOf(user, call.scope.name, info));
};

/** `addAuthProvider` of a server's `core.users`: the account is in `info_tbl`. */
export const addProvider: Handler = addBy((body) => {
  const info = new Parameters(body.table('info_tbl') ?? missing('info_tbl'), 'info_tbl.');
  info.only(accountNames);
  return info;
});

/** `getAuthProviders` of a server's `core.users`: what is known of each account, by provider. @fails not-found. */
export const getProviders: Handler = async (call) => {
  const user = await findPlayer(call, call.body.needed('user_id'));
  const names = [...new Set(user.identities.map(({ provider }) => provider))];
  const entries = names.map(async (name) => {
    const { provider: _, ...info } = await providerInfo(call, user, name);
    return [name, info] as const;
  });
  return answer(Object.fromEntries(await Promise.all(entries)));
};

/** `removeAuthProvider` of a server's `core.users`: the `user_id`. Throws Fault 624 and 804. @fails as `updateUser`. */
export const removeProvider: Handler = async (call) => answer(writeUserId(await unlinkProvider(call)));

/** `removeAuthProviders` of a server's `core.users`: the `user_id`. Throws Fault 804. @fails as `updateUser`. */
export const removeProviders: Handler = async (call) => {
  return answer(writeUserId(await unlink(call, ({ identities }) => identities)));
};

/** `accessTokenExpired` of a server's `core.users`: true also where no such account is linked. Throws Fault 804. @fails not-found. */
export const checkTokenExpired: Handler = async (call) => {
  const user = await findPlayer(call, call.body.needed('user_id'));
  const provider = readProvider(call.body);
  if (linkOf(user, provider) === null) return answer(true);
  return answer((await providerInfo(call, user, provider)).access_token_expired === true);
};
