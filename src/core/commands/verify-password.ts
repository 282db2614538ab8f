// Verifying a password.

import { Refused, refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { findUser } from './find-user.ts';

/**
 * Checks a user's password; no sign-in. When it is right and better digests can be made than the stored, those take their
 * place, which is no update. Somebody without a password, or unknown, costs as much time as a wrong one.
 * `system`: a built-in account may be meant.
 * @fails not-found, forbidden, no-credential, wrong-credentials, too-many-attempts.
 */
export async function verifyPassword(
  context: Context,
  reference: UserReference,
  plain: string,
  options: { readonly system: boolean } = { system: false },
): Promise<User> {
  const { hasher, store, vault } = context.ports;
  const { user, secrets } = await findUser(context, reference, options.system).catch(async (error: unknown) => {
    if (error instanceof Refused) await hasher.decoy(plain);
    throw error;
  });
  demand(context, 'password.verify', user.id);
  const bound = secretsContext(context.realm.id, user.id);
  const opened = vault.open(secrets, bound);
  if (opened.passwords.length === 0) {
    await hasher.decoy(plain);
    return refuse({ code: 'no-credential', what: 'password' });
  }
  const verdict = await hasher.verify(plain, opened.passwords);
  if (!verdict.matches) return refuse({ code: 'wrong-credentials' });
  if (verdict.upgrade !== null) {
    const sealed = vault.seal({ ...opened, passwords: verdict.upgrade }, bound);
    await store.replaceSecrets(context.realm.id, user.id, user.rev, sealed);
  }
  return user;
}
