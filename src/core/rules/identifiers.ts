// The identifiers: what somebody may type to be found by at sign-in.

import type { Contact, User } from '../model/user.ts';
import { foldKey } from './keys.ts';

/** The kinds of identifier that people sign in with. */
export type IdentifierKind = 'email' | 'username' | 'phone';

/** What the text may be, most likely first. */
export function kindsOfIdentifier(text: string): readonly IdentifierKind[] {
  return text.includes('@') ? ['email', 'username'] : ['username', 'phone'];
}

/** True when the user signs in by it. An address that is merely kept for a user finds them, but nobody has proven that it is theirs. */
export function answersTo({ emails, phones }: User, kind: IdentifierKind, text: string): boolean {
  const proven = ({ verification }: Contact, value: string) =>
    verification?.status === 'verified' && foldKey(kind, value) === foldKey(kind, text);
  if (kind === 'email') return emails.some((email) => proven(email, email.address));
  return kind === 'username' || phones.some((phone) => proven(phone, phone.number));
}
