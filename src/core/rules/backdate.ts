// The past of a newcomer: what happened elsewhere did not happen at the moment of the import.

import type { Past } from '../model/newcomer.ts';
import { type Contact, noActivity, type User } from '../model/user.ts';

/** A date that is whole and lies between two others, else the nearer of them. */
function within(date: number | null, from: number, to: number): number | null {
  return date === null || !Number.isSafeInteger(date) ? null : Math.min(Math.max(date, from), to);
}

/**
 * The new record with what its creation dated `now` dated back: contacts and credentials to when the user came to be, use and
 * updates to when they were, never before that nor after now.
 */
export function backdate(user: User, past: Past, now: number): User {
  const since = user.createdAt;
  const back = <Date extends number | null>(date: Date): Date | number => (date === now ? since : date);
  const backContact = <Item extends Contact>(item: Item): Item => ({
    ...item,
    createdAt: back(item.createdAt),
    updatedAt: back(item.updatedAt),
    verification: item.verification === null ? null : { ...item.verification, at: back(item.verification.at) },
  });
  const { credentials: made } = user;
  const credentials = {
    ...made,
    passwordUpdatedAt:
      made.password === null ? made.passwordUpdatedAt : (within(past.passwordUpdatedAt, since, now) ?? since),
    totp: made.totp === null ? null : { enabledAt: back(made.totp.enabledAt) },
    backupCodes:
      made.backupCodes === null ? null : { ...made.backupCodes, enabledAt: back(made.backupCodes.enabledAt) },
    mfaEnabledAt: back(made.mfaEnabledAt),
  };
  const count = past.signInCount ?? 0;
  return {
    ...user,
    updatedAt: within(past.updatedAt, since, now) ?? since,
    emails: user.emails.map(backContact),
    phones: user.phones.map(backContact),
    wallets: user.wallets.map(backContact),
    credentials,
    activity: {
      ...noActivity,
      lastSignInAt: within(past.lastSignInAt, since, now),
      lastActiveAt: within(past.lastActiveAt ?? past.lastSignInAt, since, now),
      signInCount: Number.isSafeInteger(count) && count > 0 ? count : 0,
    },
  };
}
