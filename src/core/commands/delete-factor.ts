// Deleting a user's authenticator app.

import { untouched } from '../model/patch.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { getFactor } from './find-factor.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';

/** Forgets a secret that waits for its first code. */
async function forgetWaiting(context: Context, userId: string): Promise<void> {
  const { store, vault } = context.ports;
  const bound = secretsContext(context.realm.id, userId);
  while (true) {
    const stored = await findUser(context, { by: 'id', id: userId }, false);
    const secrets = vault.open(stored.secrets, bound);
    if (secrets.enrolling === null) return;
    const sealed = vault.seal({ ...secrets, enrolling: null }, bound);
    if (await store.replaceSecrets(context.realm.id, stored, sealed)) return;
  }
}

/**
 * Takes an authenticator app from its user, in force or waiting; backup codes and phones stay. @fails not-found (factor; user:
 * deleted meanwhile), forbidden.
 */
export async function deleteFactor(context: Context, id: string): Promise<void> {
  const { user } = await getFactor(context, id);
  demand(context, 'second-factor.enrol', user.id);
  await forgetWaiting(context, user.id);
  const patch = { ...untouched, secondFactors: { op: 'remove', what: 'totp' } } as const;
  await updateUser(context, { by: 'id', id: user.id }, patch, { system: false, ifRev: null });
}
