// Logging in: by username or email and password, or by an account elsewhere.

import { beginTokenSession } from '../../../core/commands/begin-token-session.ts';
import type { Context } from '../../../core/commands/context.ts';
import { refuseShutOut } from '../../../core/commands/groups-of.ts';
import { proveByClientHash } from '../../../core/commands/prove-by-client-hash.ts';
import { recordSignIn } from '../../../core/commands/record-sign-in.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import type { Answer, Call, Handler } from '../call.ts';
import { fail, missing } from '../fault.ts';
import { findByProvider } from '../providers/find.ts';
import { apiName } from '../wire/ids.ts';
import type { Parameters } from '../wire/parameters.ts';
import { readHash } from '../wire/password.ts';
import { recordOf } from '../wire/record.ts';

/** Who has logged in. `isHalf`: the password is not all it takes. */
export type Arrival = {
  readonly user: User;
  readonly isHalf: boolean;
  readonly oauth: JsonObject | null;
  readonly method: string;
};

/** Somebody whom no password has proven. Throws Fault 810. */
export function arriveAs(user: User, method: string, oauth: JsonObject | null): Arrival {
  if (user.bannedAt !== null) fail(810, 'The account is closed.');
  return { user, isHalf: false, oauth, method };
}

/** True for a login that counts: of somebody who is active. */
export function isCounted({ user, isHalf }: Arrival): boolean {
  return !isHalf && user.active && user.confirmation !== 'pending';
}

/** Whoever logs in has shown nothing yet: guesses are limited by where they come from, not by the key that every player has. */
function asAnybody({ context, address }: Call): Context {
  return { ...context, actor: { kind: 'anybody', address } };
}

function factsOf({ address, userAgent }: Call, method: string) {
  return { method, ipAddress: address, userAgent };
}

async function arriveByPassword(call: Call): Promise<Arrival> {
  const { body } = call;
  const username = body.text('username');
  const identifier = username ?? body.text('email') ?? missing('Username or Email value');
  if (identifier === '') return missing('Username or Email value');
  const claim = {
    by: username === null ? ('email' as const) : ('username' as const),
    identifier,
    hash: readHash(body.text('password') ?? missing('Password value'), 'password'),
  };
  const proven = await proveByClientHash(asAnybody(call), claim, factsOf(call, 'password'));
  return { ...proven, oauth: null, method: 'password' };
}

/** True when the parameters name an account elsewhere. */
export function namesProvider(body: Parameters): boolean {
  return (body.has('provider') || body.has('client_id')) && !body.has('username') && !body.has('email');
}

/** Who has the account elsewhere that the parameters name. Throws Fault 624, 804 and 810. */
export async function arriveByProvider(call: Pick<Call, 'body' | 'context'>): Promise<Arrival> {
  const { user, info } = await findByProvider(call, call.body.needed('provider'), call.body.needed('client_id'));
  await refuseShutOut(call.context, user);
  return arriveAs(user, 'oauth', info);
}

/** Where users are changed by themselves alone, a login that counts begins what proves who they are. */
async function settle(call: Call, arrival: Arrival): Promise<string | null> {
  if (!isCounted(arrival)) return null;
  const { user, method } = arrival;
  const facts = factsOf(call, method);
  // Whoever names an account elsewhere has proven nothing.
  if (call.scope.ownOnly && call.isOurs && method === 'password') {
    // For games alone: other APIs ask more of who signs in.
    return (await beginTokenSession(asAnybody(call), user, { ...facts, organizationId: null }, apiName)).token;
  }
  await recordSignIn(asAnybody(call), user, facts);
  return null;
}

/** The account elsewhere that somebody came by; its token is for who has proven more than its name, where users keep to themselves. */
function shownAccount({ scope }: Call, { oauth }: Arrival): JsonObject | null {
  if (oauth === null || !scope.ownOnly) return oauth;
  return Object.fromEntries(Object.entries(oauth).filter(([name]) => name !== 'access_token'));
}

/**
 * `login` of `core.users`: the record. Somebody inactive is told so by it, and logs in without it counting.
 * @fails as `proveByClientHash`. Throws Fault 624, 801 and 804.
 */
export const login: Handler = async (call): Promise<Answer> => {
  const arrival = await (namesProvider(call.body) ? arriveByProvider(call) : arriveByPassword(call));
  const session = await settle(call, arrival);
  return { result: recordOf(arrival.user, call.scope.name, shownAccount(call, arrival)), session };
};
