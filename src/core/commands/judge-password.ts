// Judging a password before it is set.

import type { PasswordViolation } from '../model/error.ts';
import { type PasswordEdit, untouched } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { judgePassword } from '../rules/password.ts';
import type { Context } from './context.ts';
import { situationFor } from './prepare-update.ts';

/** Tells everything that speaks against a password for `user`, as they will be when they have it. Writes nothing. */
export async function violationsBy(
  context: Context,
  user: User,
  password: Extract<PasswordEdit, { op: 'set' }>,
): Promise<readonly PasswordViolation[]> {
  const patch = { ...untouched, password };
  const { refusals } = judgePassword(user, patch, await situationFor(context, user, patch));
  return refusals.flatMap((refusal) => (refusal.code === 'password-rejected' ? refusal.violations : []));
}
