// Checking a password against what is stored of it.

import type { StoredUser } from '../ports.ts';
import { type Context, secretsContext } from './context.ts';

/**
 * Tells whether this is the user's password, or (`as`) what a client has made of it; null when they have none. When it is right and better
 * digests can be made than the stored, those take their place, which is no update. Without a password it costs as much time as a wrong one.
 * @fails too-many-attempts.
 */
export async function checkPassword(
  context: Context,
  stored: StoredUser,
  text: string,
  as: 'plain' | 'hash',
): Promise<boolean | null> {
  const { hasher, store, vault } = context.ports;
  const { user, secrets } = stored;
  const bound = secretsContext(context.realm.id, user.id);
  const opened = vault.open(secrets, bound);
  if (opened.passwords.length === 0) {
    await hasher.decoy(text);
    return null;
  }
  const { matches, upgrade } =
    as === 'hash'
      ? await hasher.verifyClientHash(text, opened.passwords)
      : await hasher.verify(text, opened.passwords, context.realm.policy.password.clientHash);
  if (matches && upgrade !== null) {
    const sealed = vault.seal({ ...opened, passwords: upgrade }, bound);
    await store.replaceSecrets(context.realm.id, stored, sealed);
  }
  return matches;
}
