// What a user is sorted and found by in lists.

import type { SearchText } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { foldKey, foldText } from './keys.ts';

function fold(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : foldText(value);
}

function lines(values: readonly (string | null)[]): string {
  return values.flatMap((value) => (value === null ? [] : [foldText(value)])).join('\n');
}

/** A contact's line; and one of its key where that is different, so that exact filters find whom no key holds. */
function contactLines(kind: 'email' | 'phone' | 'wallet', values: readonly string[]): string {
  const folded = values.flatMap((value) => [foldText(value), foldKey(kind, value)]);
  return [...new Set(folded)].join('\n');
}

/** Folds what lists sort by (the primary contact's value) and what substring search looks into (all values, a line each). */
export function searchTextOf(user: User): SearchText {
  return {
    sort: {
      username: fold(user.username),
      email: fold(user.emails.find((email) => email.id === user.primaryEmailId)?.address),
      phone: fold(user.phones.find((phone) => phone.id === user.primaryPhoneId)?.number),
      wallet: fold(user.wallets.find((wallet) => wallet.id === user.primaryWalletId)?.address),
      firstName: fold(user.firstName),
      lastName: fold(user.lastName),
    },
    text: {
      username: lines([user.username]),
      email: contactLines(
        'email',
        user.emails.map((email) => email.address),
      ),
      phone: contactLines(
        'phone',
        user.phones.map((phone) => phone.number),
      ),
      wallet: contactLines(
        'wallet',
        user.wallets.map((wallet) => wallet.address),
      ),
      name: lines([
        user.firstName !== null && user.lastName !== null
          ? `${user.firstName} ${user.lastName}`
          : (user.firstName ?? user.lastName),
        user.name,
      ]),
    },
  };
}

/** The new search text, or null when nothing that lists sort or search by is different. */
export function searchTextChange(before: User, after: User): SearchText | null {
  const same =
    before.username === after.username &&
    before.firstName === after.firstName &&
    before.lastName === after.lastName &&
    before.name === after.name &&
    before.emails === after.emails &&
    before.primaryEmailId === after.primaryEmailId &&
    before.phones === after.phones &&
    before.primaryPhoneId === after.primaryPhoneId &&
    before.wallets === after.wallets &&
    before.primaryWalletId === after.primaryWalletId;
  return same ? null : searchTextOf(after);
}
