// Enrolling a user's authenticator app.

import { refuse } from '../model/error.ts';
import { set, untouched } from '../model/patch.ts';
import type { Totp, User, UserReference } from '../model/user.ts';
import { attempt, userOnly } from './attempt.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';

/** What an authenticator app needs; shown once. `address` is the `otpauth://` address to draw as a QR code. */
export type Enrolment = { readonly secret: string; readonly address: string };

function accountOf(user: User): string {
  const email = user.emails.find(({ id }) => id === user.primaryEmailId) ?? user.emails[0];
  return email?.address ?? user.username ?? user.id;
}

/**
 * Makes a TOTP secret that waits for its first code (`confirmTotp`); until then nothing is asked for it, and a secret that
 * was confirmed before stays in force. A later enrolment takes the place of an earlier one. No update.
 * @fails not-found, forbidden.
 */
export async function enrolTotp(
  context: Context,
  reference: UserReference,
  options: { readonly system: boolean; readonly issuer: string },
): Promise<Enrolment> {
  const { store, timeCodes, vault } = context.ports;
  const found = await findUser(context, reference, options.system);
  demand(context, 'second-factor.enrol', found.user.id);
  const totp = timeCodes.create();
  const bound = secretsContext(context.realm.id, found.user.id);
  while (true) {
    const stored = await findUser(context, { by: 'id', id: found.user.id }, options.system);
    const sealed = vault.seal({ ...vault.open(stored.secrets, bound), enrolling: totp }, bound);
    if (!(await store.replaceSecrets(context.realm.id, stored, sealed))) continue;
    return { secret: totp.secret, address: timeCodes.addressOf(totp, options.issuer, accountOf(stored.user)) };
  }
}

/**
 * Puts the secret that waits in force, for whoever shows a code of it; that code is used up. A wrong code is a failed attempt.
 * @fails not-found, forbidden, account-inactive (locked), no-credential (nothing waits), code-rejected.
 */
export async function confirmTotp(
  context: Context,
  reference: UserReference,
  code: string,
  options: { readonly system: boolean },
): Promise<User> {
  const { clock, store, timeCodes, vault } = context.ports;
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'second-factor.enrol', user.id);
  return await attempt(context, user.id, userOnly, async ({ secrets }) => {
    const { enrolling } = vault.open(secrets, secretsContext(context.realm.id, user.id));
    if (enrolling === null) return refuse({ code: 'no-credential', what: 'totp' });
    const step = timeCodes.stepOf(enrolling, code, clock());
    if (step === null) return { wrong: { code: 'code-rejected', reason: 'wrong' } };
    const patch = { ...untouched, totp: set<Totp>(enrolling) };
    const { after } = await updateUser(context, { by: 'id', id: user.id }, patch, { system: true, ifRev: null });
    await store.takeTotpStep(context.realm.id, user.id, step);
    return { proven: after, forgives: false };
  });
}
