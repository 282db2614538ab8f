// Logging in through a server: with a password or on its word.

import { getUser } from '../../../core/commands/get-user.ts';
import { proveByPlainPassword } from '../../../core/commands/prove-by-client-hash.ts';
import { recordSignIn } from '../../../core/commands/record-sign-in.ts';
import { answer, type Call, type Handler } from '../call.ts';
import { findPlayer } from '../users/find-player.ts';
import { type Arrival, arriveAs, arriveByProvider, isCounted, namesProvider } from '../users/login.ts';
import { recordOf } from '../wire/record.ts';

/** Where a server is says nothing of the user it speaks of. */
const nowhere = { ipAddress: null, userAgent: null };

async function arriveByName({ body, context }: Call): Promise<Arrival> {
  const username = body.needed('username');
  const password = body.text('password');
  if (password === null) {
    const reference = { by: 'key', kind: 'username', value: username } as const;
    return arriveAs(await getUser(context, reference, { system: false }), 'server', null);
  }
  const method = 'password';
  return {
    ...(await proveByPlainPassword(context, { username, password }, { ...nowhere, method })),
    oauth: null,
    method,
  };
}

async function arrive(call: Call): Promise<Arrival> {
  if (namesProvider(call.body)) return await arriveByProvider(call);
  if (!call.body.has('user_id')) return await arriveByName(call);
  return arriveAs(await findPlayer(call, call.body.needed('user_id')), 'server', null);
}

/**
 * `login` of a server's `core.users`, by `provider` and `client_id`, by `user_id`, or by `username`, with `password` where it is to be checked:
 * the record. It counts for whoever is active. @fails as `proveByPlainPassword`. Throws Fault 624, 801, 804 and 810.
 */
export const login: Handler = async (call) => {
  const arrival = await arrive(call);
  const { user, method, oauth } = arrival;
  if (isCounted(arrival)) await recordSignIn(call.context, user, { ...nowhere, method });
  return answer(recordOf(user, call.scope.name, oauth));
};
