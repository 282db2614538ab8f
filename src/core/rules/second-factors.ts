// The second factors: what stands behind the password, and when the last one goes.

import type { Issue, Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Credentials, Phone, User } from '../model/user.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

/** More backup codes than this serve nobody, and each costs time to try. */
export const backupCodesMax = 20;

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

function withFactors(credentials: Credentials, { totp, backupCodes }: UserPatch, now: number): Credentials {
  const remaining = backupCodes.op === 'set' ? backupCodes.value.length : 0;
  return {
    ...credentials,
    ...(totp.op === 'set' && { totp: { enabledAt: now } }),
    ...(backupCodes.op === 'set' && { backupCodes: remaining === 0 ? null : { enabledAt: now, remaining } }),
  };
}

/** Drops second factors as asked, then sets those that are given: a new secret or new codes take the place of the old. */
export function judgeSecondFactors(user: User, patch: UserPatch, situation: Situation): Verdict {
  const { secondFactors, totp, backupCodes } = patch;
  if ([secondFactors, totp, backupCodes].every(({ op }) => op === 'keep')) return unchanged;
  const issue: Issue = { path: 'backupCodes', reason: 'count-max', limit: backupCodesMax };
  if (backupCodes.op === 'set' && backupCodes.value.length > backupCodesMax) return faults([issue]);
  const drops = secondFactors.op === 'remove' && hasSecondFactor(user.credentials, user.phones);
  const { credentials, phones } = drops ? withoutFactors(user, secondFactors.what) : user;
  const sets = totp.op === 'set' || backupCodes.op === 'set';
  if (!drops && !sets) return unchanged;
  return changed({ phones, credentials: sets ? withFactors(credentials, patch, situation.now) : credentials });
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
