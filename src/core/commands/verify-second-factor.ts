// Verifying a code of a user's second factor.

import { refuse } from '../model/error.ts';
import type { UserReference } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { attempt, type Proof, userOnly } from './attempt.ts';
import { type CodeKind, checkSecondFactor } from './check-second-factor.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';

/** Checks a code, again on the fresh record when another process has changed the user meanwhile. */
export async function proveSecondFactor(context: Context, stored: StoredUser, code: string): Promise<Proof<CodeKind>> {
  const { totp, backupCodes } = stored.user.credentials;
  if (totp === null && backupCodes === null) return refuse({ code: 'no-credential', what: 'second-factor' });
  const proof = await checkSecondFactor(context, stored, code);
  if (proof !== null) return proof;
  const fresh = await findUser(context, { by: 'id', id: stored.user.id }, true);
  return await proveSecondFactor(context, fresh, code);
}

/**
 * Checks a code of the user's TOTP (the present one or one beside it) or a backup code; it is used up by this. No sign-in,
 * but a wrong code is a failed attempt, and too many lock the user.
 * @fails not-found, forbidden, account-inactive (locked), no-credential, code-rejected, too-many-attempts.
 */
export async function verifySecondFactor(
  context: Context,
  reference: UserReference,
  code: string,
  options: { readonly system: boolean },
): Promise<CodeKind> {
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'second-factor.verify', user.id);
  return await attempt(context, user.id, userOnly, (stored) => proveSecondFactor(context, stored, code));
}
