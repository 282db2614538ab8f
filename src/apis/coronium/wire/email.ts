// The one email of a user: the primary address, which nobody else in the scope has.

import { isSameEmail } from '../../../core/commands/is-same-email.ts';
import { type ContactsEdit, type NewContact, sameContacts } from '../../../core/model/patch.ts';
import type { Email, User } from '../../../core/model/user.ts';

function claimed(value: string): NewContact {
  return { id: null, value, claim: 'reserved', strategy: 'admin', secondFactor: false };
}

function shownEmail({ emails, primaryEmailId }: User): Email | null {
  return emails.find(({ id }) => id === primaryEmailId) ?? null;
}

/** True when the user has proven the address that games know. */
export function hasProvenEmail(user: User): boolean {
  return shownEmail(user)?.verification?.status === 'verified';
}

/** The addresses of a new user. */
export function firstEmail(address: string): ContactsEdit {
  return { list: { op: 'replace', items: [claimed(address)] }, primary: { op: 'first' }, linked: 'refuse' };
}

/** Another address in the place of the primary one, or (empty) none. One that the user has already keeps its proof. */
export function exchangedEmail(user: User, address: string): ContactsEdit {
  const shown = shownEmail(user);
  const remove = shown === null ? [] : [shown.id];
  const none = { op: 'change', add: [], edit: [] } as const;
  if (address === '')
    return shown === null ? sameContacts : { list: { ...none, remove }, primary: { op: 'first' }, linked: 'unlink' };
  if (shown !== null && isSameEmail(shown.address, address)) return sameContacts;
  const own = user.emails.some((email) => isSameEmail(email.address, address));
  return {
    list: { ...none, add: own ? [] : [claimed(address)], remove },
    primary: { op: 'value', value: address },
    linked: 'unlink',
  };
}
