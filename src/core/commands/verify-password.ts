// Verifying a password.

import { Refused, refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import { hasSecondFactor } from '../rules/second-factors.ts';
import { attempt, userOnly } from './attempt.ts';
import { checkPassword } from './check-password.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';

/**
 * Checks a user's password; no sign-in, but a wrong one is a failed attempt, and too many lock the user. When it is right
 * and better digests can be made than the stored, those take their place, which is no update. Somebody without a password, or
 * unknown, costs as much time as a wrong one.
 * `system`: a built-in account may be meant.
 * @fails not-found, forbidden, account-inactive (locked), no-credential, wrong-credentials, too-many-attempts.
 */
export async function verifyPassword(
  context: Context,
  reference: UserReference,
  plain: string,
  options: { readonly system: boolean } = { system: false },
): Promise<User> {
  const { user } = await findUser(context, reference, options.system).catch(async (error: unknown) => {
    if (error instanceof Refused) await context.ports.hasher.decoy(plain);
    throw error;
  });
  demand(context, 'password.verify', user.id);
  return await attempt(context, user.id, userOnly, async (stored) => {
    const right = await checkPassword(context, stored, plain, 'plain');
    if (right === null) return refuse({ code: 'no-credential', what: 'password' });
    if (!right) return { wrong: { code: 'wrong-credentials' } };
    const { credentials, phones } = stored.user;
    return { proven: stored.user, forgives: !hasSecondFactor(credentials, phones) };
  });
}
