// Signing in with a password, step by step.

import { refuse } from '../model/error.ts';
import type { SignInProgress } from '../model/ticket.ts';
import type { StoredUser } from '../ports.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { mustVerifyEmail } from '../rules/tickets.ts';
import type { Proof } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand } from './context.ts';
import { findByEmail } from './find-by-email.ts';
import { type Ending, finishSignIn } from './finish-sign-in.ts';
import { identify } from './identify.ts';
import { notingFailure, signInChange } from './note-sign-in.ts';

/** From where somebody signs in, and for which client. */
export type Visit = Omit<SignInProgress, 'method' | 'secondFactor'>;

const wrong = { code: 'wrong-credentials' } as const;

async function prove(context: Context, stored: StoredUser, password: string): Promise<Proof<'password'>> {
  const right = await checkPassword(context, stored, password, 'plain');
  if (right !== true) return { wrong };
  const { user } = stored;
  const { credentials, phones } = user;
  // A password that others know proves nothing: whoever has it must set another one first.
  if (credentials.password?.compromised === true) refuse({ code: 'verification-required', of: 'new-password' });
  const { requireVerifiedEmail } = context.realm.policy.signIn;
  const isHalf = hasSecondFactor(credentials, phones) || (requireVerifiedEmail && mustVerifyEmail(user));
  return { proven: 'password', forgives: !isHalf };
}

/**
 * Signs in whoever has this address and password, or says what is still needed. Whoever is unknown or has no password is told
 * what somebody with a wrong one is told, after the same time.
 * @fails forbidden, wrong-credentials, verification-required (`new-password`), too-many-attempts, and as `finishSignIn`.
 */
export async function signInByPassword<Result extends object>(
  context: Context,
  claim: { readonly email: string; readonly password: string },
  visit: Visit,
  ending: Ending<Result>,
): Promise<Result> {
  demand(context, 'session.sign-in');
  const startedAt = context.ports.clock();
  const progress: SignInProgress = { ...visit, method: 'password', secondFactor: false };
  const found = async () => (await findByEmail(context, claim.email))?.user ?? null;
  const { user } = await notingFailure(context, progress, found, () =>
    identify(context, {
      ...{ identifier: claim.email, held: true, system: false, wrong },
      can: ({ credentials }) => credentials.password !== null,
      prove: (stored) => prove(context, stored, claim.password),
      decoy: () => context.ports.hasher.decoy(claim.password),
    }),
  );
  const along = { documents: [], changes: [signInChange(context, user, progress, null)], mails: [] };
  return await finishSignIn(context, user.id, progress, along, ending, startedAt);
}
