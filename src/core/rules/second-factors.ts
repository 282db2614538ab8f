// The second factors: what stands behind the password, and when the last one goes.

import type { Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Credentials, Phone, User } from '../model/user.ts';
import { changed, type Situation, unchanged, type Verdict } from './verdict.ts';

/** True when any second factor would be asked for at sign-in. */
export function hasSecondFactor(credentials: Credentials, phones: readonly Phone[]): boolean {
  return credentials.totp !== null || credentials.backupCodes !== null || phones.some((phone) => phone.secondFactor);
}

/** A telephone is asked for a code at sign-in only once it is proven; else its user could not get in. */
export function judgeProvenFactors(before: readonly Phone[], after: readonly Phone[]): readonly Refusal[] {
  const unproven = (phone: Phone) => phone.secondFactor && phone.verification?.status !== 'verified';
  const known = new Set(before.filter(unproven).map((phone) => phone.id));
  const unfit = after.some((phone) => unproven(phone) && !known.has(phone.id));
  return unfit ? [{ code: 'not-eligible', field: 'second-factor', why: 'unverified' }] : [];
}

/** Keeps one default among the phones used as a second factor: the first, unless another was chosen just now. */
export function settleDefault(before: readonly Phone[], after: readonly Phone[]): readonly Phone[] {
  const chosen = after.filter((phone) => phone.defaultSecondFactor);
  const fresh = chosen.find((phone) => !before.some((old) => old.id === phone.id && old.defaultSecondFactor));
  const winner = fresh ?? chosen[0] ?? after.find((phone) => phone.secondFactor);
  if (after.every((phone) => phone.defaultSecondFactor === (phone === winner))) return after;
  return after.map((phone) => ({ ...phone, defaultSecondFactor: phone === winner }));
}

function withoutFactors(
  user: User,
  what: 'all' | 'totp' | 'backup-codes',
): { credentials: Credentials; phones: readonly Phone[] } {
  const { credentials, phones } = user;
  if (what === 'totp') return { credentials: { ...credentials, totp: null }, phones };
  if (what === 'backup-codes') return { credentials: { ...credentials, backupCodes: null }, phones };
  return {
    credentials: { ...credentials, totp: null, backupCodes: null },
    phones: phones.map((phone) =>
      phone.secondFactor ? { ...phone, secondFactor: false, defaultSecondFactor: false } : phone,
    ),
  };
}

/** Drops second factors as asked. */
export function judgeSecondFactors(user: User, patch: UserPatch, _situation: Situation): Verdict {
  if (patch.secondFactors.op === 'keep' || !hasSecondFactor(user.credentials, user.phones)) return unchanged;
  return changed(withoutFactors(user, patch.secondFactors.what));
}

/** Remembers when the first factor came and when the last one went; neither date is cleared by the opposite event. */
export function noteSecondFactors(before: User, after: User, now: number): User {
  if (before.credentials === after.credentials && before.phones === after.phones) return after;
  const had = hasSecondFactor(before.credentials, before.phones);
  const has = hasSecondFactor(after.credentials, after.phones);
  if (had === has) return after;
  const date = has ? { mfaEnabledAt: now } : { mfaDisabledAt: now };
  return { ...after, credentials: { ...after.credentials, ...date } };
}
