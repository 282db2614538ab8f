// Making a user's backup codes.

import { set, untouched } from '../model/patch.ts';
import type { UserReference } from '../model/user.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';

const codes = 10;

/** Crockford's base32: nothing in it is taken for something else. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten letters, 50 bits, in two halves. */
function newCode(context: Context): string {
  const bytes = Buffer.from(context.ports.random.token(10), 'base64url');
  const text = Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/**
 * Gives a user ten new backup codes, each good once, in the place of all they had; answers them in clear, which nothing does
 * again. @fails not-found, forbidden.
 */
export async function createBackupCodes(
  context: Context,
  reference: UserReference,
  options: { readonly system: boolean },
): Promise<readonly string[]> {
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'second-factor.enrol', user.id);
  const made = Array.from({ length: codes }, () => newCode(context));
  const patch = { ...untouched, backupCodes: set(made) };
  await updateUser(context, { by: 'id', id: user.id }, patch, { system: options.system, ifRev: null });
  return made;
}
