// Signing in with a password, and with a second factor where there is one.

import { type Refusal, Refused, refuse } from '../model/error.ts';
import type { Session } from '../model/session.ts';
import type { Throttle } from '../model/throttle.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { answersTo, kindsOfIdentifier } from '../rules/identifiers.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { isLocked } from '../rules/standing.ts';
import { throttlesOf, waitMsOf } from '../rules/throttles.ts';
import { attempt, countFailure, type Proof } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand } from './context.ts';
import { beginSession, type SignInFacts } from './create-session.ts';
import { findUser } from './find-user.ts';
import { inTurn } from './turns.ts';
import { proveSecondFactor } from './verify-second-factor.ts';

/** What somebody shows to get in. `identifier`: a username, or an email address or phone number that is proven. */
export type Claim = { readonly identifier: string; readonly password: string; readonly code: string | null };

/** Who got in. */
export type SignedIn = { readonly user: User; readonly session: Session };

const wrongCredentials: Refusal = { code: 'wrong-credentials' };

async function search(context: Context, identifier: string, system: boolean): Promise<StoredUser | null> {
  for (const kind of kindsOfIdentifier(identifier)) {
    try {
      const stored = await findUser(context, { by: 'key', kind, value: identifier }, system);
      if (answersTo(stored.user, kind, identifier)) return stored;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return null;
}

/** Refuses while one of the limits is reached: with the same words for somebody and for nobody. */
async function refuseThrottled(context: Context, throttles: readonly Throttle[]): Promise<void> {
  const now = context.ports.clock();
  const names = throttles.map(({ name }) => name);
  const known = await context.ports.store.readGuesses(context.realm.id, names);
  const retryAfterMs = waitMsOf(throttles, known, now);
  if (retryAfterMs > 0) refuse({ code: 'too-many-attempts', retryAfterMs });
}

/** The password first: nobody learns of a second factor or a ban who does not know it. */
async function prove(context: Context, stored: StoredUser, claim: Claim): Promise<Proof<SignInFacts['method']>> {
  const right = await checkPassword(context, stored, claim.password);
  if (right !== true) return { wrong: wrongCredentials };
  const { user } = stored;
  const compromised = user.credentials.password?.compromised === true;
  if (!hasSecondFactor(user.credentials, user.phones))
    return compromised ? refuseCompromised() : { proven: 'password', forgives: true };
  if (claim.code === null) return refuse({ code: 'verification-required', of: 'second-factor' });
  // As stored now: the right password may have had a better digest made.
  const fresh = await findUser(context, { by: 'id', id: user.id }, true);
  const proof = await proveSecondFactor(context, fresh, claim.code);
  if ('wrong' in proof) return proof;
  return compromised ? refuseCompromised() : { proven: `password+${proof.proven}`, forgives: true };
}

/** A password that others know proves nothing: whoever has it must set another one first. */
function refuseCompromised(): never {
  return refuse({ code: 'verification-required', of: 'new-password' });
}

/**
 * What somebody is told who is locked: the truth, if a key asks; anybody is told what they would be told of nobody, whatever the
 * password, so that a lock is no way to guess on, nor to learn who is here.
 */
async function refuseLocked(
  context: Context,
  user: User,
  claim: Claim,
  throttles: readonly Throttle[],
): Promise<never> {
  if (context.actor.kind !== 'anybody') {
    return refuse({ code: 'account-inactive', reason: 'locked', until: user.lockedUntil });
  }
  await context.ports.hasher.decoy(claim.password);
  await countFailure(context, null, throttles);
  return refuse(wrongCredentials);
}

/** True when the user has been locked since they were looked up. */
function isLock(error: unknown): boolean {
  const [refusal] = error instanceof Refused ? error.refusals : [];
  return refusal?.code === 'account-inactive' && refusal.reason === 'locked';
}

async function signInNamed(
  context: Context,
  claim: Claim,
  facts: Omit<SignInFacts, 'method'>,
  throttles: readonly [Throttle, ...Throttle[]],
  system: boolean,
): Promise<SignedIn> {
  await refuseThrottled(context, throttles);
  const stored = await search(context, claim.identifier, system);
  if (stored === null || stored.user.credentials.password === null) {
    await context.ports.hasher.decoy(claim.password);
    await countFailure(context, null, throttles);
    return refuse(wrongCredentials);
  }
  const { user } = stored;
  if (isLocked(user, context.ports.clock())) return await refuseLocked(context, user, claim, throttles);
  // Who gets in has done nothing for others at the same address.
  const counts = { throttles, forgives: [throttles[0].name] };
  const method = await attempt(context, user.id, counts, (fresh) => prove(context, fresh, claim)).catch(
    async (error: unknown) => {
      if (!isLock(error)) throw error;
      return await refuseLocked(context, user, claim, throttles);
    },
  );
  const session = await beginSession(context, user.id, { ...facts, method }, { system });
  const { user: after } = await findUser(context, { by: 'id', id: user.id }, system);
  return { user: after, session };
}

/**
 * Signs somebody in: a session begins. Whoever is unknown, has no password or gives a wrong one is told the same after the same
 * time; failures are counted for the user, for what was typed and (for callers who are anybody) for where they come from,
 * and too many of them are refused alike for somebody and nobody. One attempt per identifier, and per network of callers who
 * are anybody, at a time.
 * `system`: a built-in account may be meant.
 * @fails forbidden, wrong-credentials, verification-required (the password was right: `second-factor`, or `new-password`
 * because it is marked as compromised), code-rejected,
 * no-credential (`second-factor`: none that a code could prove), account-inactive, too-many-attempts.
 */
export async function signIn(
  context: Context,
  claim: Claim,
  facts: Omit<SignInFacts, 'method'>,
  options: { readonly system: boolean },
): Promise<SignedIn> {
  demand(context, 'session.sign-in');
  const { actor, ports, realm } = context;
  const address = actor.kind === 'anybody' ? actor.address : null;
  const turns = throttlesOf(claim.identifier, address, realm.policy, 0).map(({ name }) => `sign-in ${name}`);
  return await inTurn(realm.id, turns, () => {
    const throttles = throttlesOf(claim.identifier, address, realm.policy, ports.clock());
    return signInNamed(context, claim, facts, throttles, options.system);
  });
}
