// Linking an account elsewhere to a user.

import { identityTokenSteps, noToken } from '../../../core/commands/identity-tokens.ts';
import { updateUser } from '../../../core/commands/update-user.ts';
import { untouched } from '../../../core/model/patch.ts';
import { type Answer, answer, type Call, type Handler } from '../call.ts';
import { fail } from '../fault.ts';
import { findOwnPlayer } from '../users/find-player.ts';
import { Parameters } from '../wire/parameters.ts';
import { accountNames, infoOf, mergedToken, readProvider, readToken } from '../wire/provider.ts';
import { linkOf } from './find.ts';
import { newIdentity } from './new-identity.ts';

/** What the account is: in `auth`, or beside it as one of Coronium's own examples has it. */
function readAccount(body: Parameters): Parameters {
  const auth = body.table('auth');
  body.only(['user_id', 'provider', 'auth', 'scope', ...(auth === null ? accountNames : [])]);
  if (auth === null) return body;
  const account = new Parameters(auth, 'auth.');
  account.only(accountNames);
  return account;
}

async function link(call: Call, account: Parameters): Promise<Answer> {
  const userId = call.body.needed('user_id');
  const provider = readProvider(call.body);
  const clientId = account.needed('client_id');
  const facts = mergedToken(noToken, readToken(account, { token: 'access_token', expiry: 'access_token_expiry' }));
  const { id } = await findOwnPlayer(call, userId);
  const identity = newIdentity(call.context, provider, clientId);
  await updateUser(
    call.context,
    { by: 'id', id },
    (user) => {
      if (linkOf(user, provider) !== null) fail(620, 'The user has an account of this provider already.');
      return { ...untouched, identities: { op: 'change', add: [identity], remove: [] } };
    },
    { system: false, ifRev: null },
    async () => ({ documents: await identityTokenSteps(call.context, id, identity.id, facts), changes: [], mails: [] }),
  );
  return answer(infoOf(identity, facts, call.context.ports.clock()));
}

/**
 * The handler that links the account which `accountOf` finds in the parameters: one of each provider, linked to nobody else in the scope.
 * Throws Fault 620, 801, 804 and 810. @fails as `updateUser`.
 */
export function addBy(accountOf: (body: Parameters) => Parameters): Handler {
  return async (call) => await link(call, accountOf(call.body));
}

/** `addAuthProvider` of `core.users`. */
export const addProvider: Handler = addBy(readAccount);
