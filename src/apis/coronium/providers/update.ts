// Updating an account elsewhere: who the user is there, and the access token.

import {
  changeIdentityToken,
  identityTokenSteps,
  noToken,
  readIdentityToken,
  type TokenFacts,
} from '../../../core/commands/identity-tokens.ts';
import { updateUser } from '../../../core/commands/update-user.ts';
import { untouched } from '../../../core/model/patch.ts';
import type { Identity } from '../../../core/model/user.ts';
import { type Answer, answer, type Call, type Handler } from '../call.ts';
import { missing } from '../fault.ts';
import { findOwnPlayer } from '../users/find-player.ts';
import { Parameters } from '../wire/parameters.ts';
import { accountNames, infoOf, mergedToken, readProvider, readToken } from '../wire/provider.ts';
import { neededLink } from './find.ts';
import { newIdentity } from './new-identity.ts';

type Link = { readonly identity: Identity; readonly facts: TokenFacts };

/** Another account takes the place of the one of its provider; the token comes along unless there is a new one. */
async function exchange(call: Call, userId: string, account: Identity, said: TokenFacts): Promise<Link> {
  const { context } = call;
  let facts = noToken;
  const { after } = await updateUser(
    context,
    { by: 'id', id: userId },
    (user) => {
      const present = neededLink(user, account.provider);
      return { ...untouched, identities: { op: 'change', add: [account], remove: [present.id] } };
    },
    { system: false, ifRev: null },
    async ([updated]) => {
      if (updated === undefined) throw new Error('a batch of one told nothing');
      const present = neededLink(updated.before, account.provider);
      facts = mergedToken(await readIdentityToken(context, userId, present.id), said);
      return { documents: await identityTokenSteps(context, userId, account.id, facts), changes: [], mails: [] };
    },
  );
  return { identity: neededLink(after, account.provider), facts };
}

async function change(call: Call, tableName: string): Promise<Answer> {
  const { body, context } = call;
  const userId = body.needed('user_id');
  const provider = readProvider(body);
  body.only(['user_id', 'provider', tableName, 'scope']);
  const update = new Parameters(body.table(tableName) ?? missing(tableName), `${tableName}.`);
  update.only(accountNames);
  if (!accountNames.some((name) => update.has(name))) return missing(tableName);
  const said = readToken(update, { token: 'access_token', expiry: 'access_token_expiry' });
  const user = await findOwnPlayer(call, userId);
  const { subject } = neededLink(user, provider);
  const clientId = update.has('client_id') ? update.needed('client_id') : subject;
  const link =
    clientId === subject
      ? await changeIdentityToken(
          context,
          user.id,
          (fresh) => neededLink(fresh, provider),
          (kept) => mergedToken(kept, said),
        )
      : await exchange(call, user.id, newIdentity(context, provider, clientId), said);
  return answer(infoOf(link.identity, link.facts, context.ports.clock()));
}

/**
 * The handler of an update whose table is called `tableName`: what is not said stays as it is. Throws Fault 620, 624, 801, 804 and 810.
 * @fails as `updateUser`.
 */
export function updateBy(tableName: string): Handler {
  return async (call) => await change(call, tableName);
}

/** `updateAuthProvider` of `core.users`. */
export const updateProvider: Handler = updateBy('update');
