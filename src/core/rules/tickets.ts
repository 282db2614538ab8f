// The tickets: whether one is still good, and what it is bound to.

import type { RefusalOf } from '../model/error.ts';
import { type PurposeName, type Ticket, ticketLimits } from '../model/ticket.ts';
import type { Email, User } from '../model/user.ts';
import { foldKey } from './keys.ts';
import { isProven } from './primary.ts';

/** Why the ticket is no good any more; null: it is good. */
export function faultOf(ticket: Ticket, now: number): Exclude<RefusalOf<'code-rejected'>['reason'], 'wrong'> | null {
  if (ticket.usedAt !== null) return 'used';
  if (ticket.expireAt <= now) return 'expired';
  return ticket.attempts >= ticketLimits[ticket.purpose].attemptsMax ? 'too-many' : null;
}

/** What a ticket is found by: its purpose, and the address that it went to, folded (or whatever else it is about). */
export function subjectOf(purpose: PurposeName, address: string): string {
  return `${purpose}/${foldKey('email', address)}`;
}

/** The address at which a user is written to: the primary one, else the first. */
export function mainEmailOf({ emails, primaryEmailId }: Pick<User, 'emails' | 'primaryEmailId'>): Email | null {
  return emails.find(({ id }) => id === primaryEmailId) ?? emails[0] ?? null;
}

/** True when two spell the same address. */
export function isSameAddress(left: string, right: string): boolean {
  return foldKey('email', left) === foldKey('email', right);
}

/**
 * True when whoever reads the mail at an address of the user may get in by that alone: it is proven, or it is where they are
 * written to and nothing else is proven. An address that is merely kept beside a proven one may be a stranger's.
 */
export function opensAccount(user: User, address: string): boolean {
  const email = user.emails.find((one) => isSameAddress(one.address, address));
  if (email === undefined || isProven(email)) return email !== undefined;
  return email === mainEmailOf(user) && ![...user.emails, ...user.phones].some(isProven);
}

/** True when a sign-in has to stop for the user to prove their address. Without an address there is nothing to prove. */
export function mustVerifyEmail(user: User): boolean {
  const email = mainEmailOf(user);
  return email !== null && !isProven(email);
}
