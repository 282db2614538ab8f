// Enrolling a user's authenticator app.

import { refuse } from '../model/error.ts';
import { set, untouched } from '../model/patch.ts';
import type { Totp, TotpLabel, User, UserReference } from '../model/user.ts';
import type { StoredUser } from '../ports.ts';
import { isText } from '../rules/text.ts';
import { attempt, type Proof, userOnly } from './attempt.ts';
import { type Context, demand, secretsContext } from './context.ts';
import { findUser } from './find-user.ts';
import { updateUser } from './update-user.ts';
import { alone, type Companion } from './update-users.ts';

/** What an authenticator app needs; shown once. `address` is the `otpauth://` address to draw as a QR code. */
export type Enrolment = { readonly secret: string; readonly address: string };

/** An enrolment as it was begun, with what the app shows of it. */
export type Begun = Enrolment & { readonly user: User; readonly label: TotpLabel };

/** How an enrolment is wanted: null for the account is the user's address or name, for the secret (base32) a fresh one. */
export type EnrolmentWish = {
  readonly system: boolean;
  readonly issuer: string;
  readonly account: string | null;
  readonly secret: string | null;
};

/** A QR code holds no longer address. */
const addressBytesMax = 1000;

/** What an authenticator app calls this user unless it is told otherwise. */
export function accountOf(user: User): string {
  const email = user.emails.find(({ id }) => id === user.primaryEmailId) ?? user.emails[0];
  return email?.address ?? user.username ?? user.id;
}

function secretFor({ ports }: Context, secret: string | null): Totp {
  if (secret === null) return ports.timeCodes.create();
  return ports.timeCodes.accept({ secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 });
}

function addressFor(context: Context, totp: Totp, { issuer, account }: TotpLabel): string {
  if (!isText(issuer) || !isText(account)) {
    return refuse({ code: 'invalid', issues: [{ path: 'label', reason: 'characters', limit: null }] });
  }
  const address = context.ports.timeCodes.addressOf(totp, issuer, account);
  if (Buffer.byteLength(address) <= addressBytesMax) return address;
  return refuse({ code: 'invalid', issues: [{ path: 'label', reason: 'bytes-max', limit: addressBytesMax }] });
}

/**
 * Makes a TOTP secret that waits for its first code (`confirmTotp`); until then nothing is asked for it, and a secret that
 * was confirmed before stays in force. A later enrolment takes the place of an earlier one. No update.
 * @fails not-found, forbidden, invalid (`totp`: the secret; `label`: issuer or account).
 */
export async function beginTotp(context: Context, reference: UserReference, wish: EnrolmentWish): Promise<Begun> {
  const { clock, store, vault } = context.ports;
  const found = await findUser(context, reference, wish.system);
  demand(context, 'second-factor.enrol', found.user.id);
  const totp = secretFor(context, wish.secret);
  const bound = secretsContext(context.realm.id, found.user.id);
  while (true) {
    const stored = await findUser(context, { by: 'id', id: found.user.id }, wish.system);
    const { user } = stored;
    const label = { issuer: wish.issuer, account: wish.account ?? accountOf(user), startedAt: clock() };
    const address = addressFor(context, totp, label);
    const sealed = vault.seal({ ...vault.open(stored.secrets, bound), enrolling: { ...totp, label } }, bound);
    if (!(await store.replaceSecrets(context.realm.id, stored, sealed))) continue;
    return { secret: totp.secret, address, user, label };
  }
}

/** The same with a fresh secret under the user's own name. @fails as `beginTotp`. */
export async function enrolTotp(
  context: Context,
  reference: UserReference,
  options: Pick<EnrolmentWish, 'system' | 'issuer'>,
): Promise<Enrolment> {
  const { secret, address } = await beginTotp(context, reference, { ...options, account: null, secret: null });
  return { secret, address };
}

/**
 * Puts the secret that waits in force when this is a code of it, which is used up; `companion` may commit something along.
 * To be run as an attempt. @fails no-credential (nothing waits), and as `updateUser`.
 */
export async function proveEnrolment(
  context: Context,
  { user, secrets }: StoredUser,
  code: string,
  companion: Companion = alone,
): Promise<Proof<User>> {
  const { clock, store, timeCodes, vault } = context.ports;
  const { enrolling } = vault.open(secrets, secretsContext(context.realm.id, user.id));
  if (enrolling === null) return refuse({ code: 'no-credential', what: 'totp' });
  const step = timeCodes.stepOf(enrolling, code, clock());
  if (step === null) return { wrong: { code: 'code-rejected', reason: 'wrong' } };
  const patch = { ...untouched, totp: set<Totp>(enrolling) };
  const { after } = await updateUser(
    context,
    { by: 'id', id: user.id },
    patch,
    { system: true, ifRev: null },
    companion,
  );
  await store.takeTotpStep(context.realm.id, user.id, step);
  return { proven: after, forgives: false };
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
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'second-factor.enrol', user.id);
  return await attempt(context, user.id, userOnly, (stored) => proveEnrolment(context, stored, code));
}
