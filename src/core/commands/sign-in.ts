// Signing in with a password, and with a second factor where there is one, in one step.

import { type Refusal, refuse } from '../model/error.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import type { Proof } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand } from './context.ts';
import { beginSession, type SignInFacts } from './create-session.ts';
import { findUser } from './find-user.ts';
import { identify } from './identify.ts';
import { proveSecondFactor } from './verify-second-factor.ts';

/** What somebody shows to get in. `identifier`: a username, or an email address or phone number that is proven. */
export type Claim = { readonly identifier: string; readonly password: string; readonly code: string | null };

/** Who got in. */
export type SignedIn = { readonly user: User; readonly session: Session };

const wrongCredentials: Refusal = { code: 'wrong-credentials' };

/** The password first: nobody learns of a second factor or a ban who does not know it. */
async function prove(context: Context, stored: StoredUser, claim: Claim): Promise<Proof<SignInFacts['method']>> {
  const right = await checkPassword(context, stored, claim.password, 'plain');
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
 * Signs somebody in: a session begins. Whoever is unknown, has no password or gives a wrong one is told the same after the same
 * time (see `identify`). `system`: a built-in account may be meant.
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
  const { system } = options;
  const { user, proven: method } = await identify(context, {
    ...{ identifier: claim.identifier, held: false, system, wrong: wrongCredentials },
    can: ({ credentials }) => credentials.password !== null,
    prove: (stored) => prove(context, stored, claim),
    decoy: () => context.ports.hasher.decoy(claim.password),
  });
  const session = await beginSession(context, user.id, { ...facts, method }, { system, proven: user });
  const { user: after } = await findUser(context, { by: 'id', id: user.id }, system);
  return { user: after, session };
}
