// Setting or removing a password.

import { type PasswordEdit, type SessionsEdit, untouched } from '../model/patch.ts';
import type { UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { updateUser } from './update-user.ts';
import type { Updated } from './update-users.ts';

/** Gives a user another password, or none, and ends sessions as asked or as the realm demands. @fails as `updateUser`. */
export async function setPassword(
  context: Context,
  reference: UserReference,
  password: PasswordEdit,
  sessions: SessionsEdit,
): Promise<Updated> {
  const patch = (user: { credentials: { password: unknown } }) =>
    password.op === 'clear' && user.credentials.password === null ? untouched : { ...untouched, password, sessions };
  return await updateUser(context, reference, patch, { system: false, ifRev: null });
}
