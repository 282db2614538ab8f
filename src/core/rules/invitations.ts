// The invitations: which state they are in, and what they are found by.

import type { Issue } from '../model/error.ts';
import type { Invitation } from '../model/organization.ts';
import { readEmail } from './addresses.ts';
import { foldKey } from './keys.ts';

const dayMs = 86_400_000;

/** How long an invitation may be open, in days. */
export const invitationDays = { min: 1, max: 30, otherwise: 7 } as const;

export type InvitationState = 'pending' | 'accepted' | 'expired' | 'revoked';

/** The state of an invitation at this moment. */
export function stateOfInvitation(
  { acceptedAt, revokedAt, expireAt }: Pick<Invitation, 'acceptedAt' | 'revokedAt' | 'expireAt'>,
  now: number,
): InvitationState {
  if (acceptedAt !== null) return 'accepted';
  if (revokedAt !== null) return 'revoked';
  return expireAt <= now ? 'expired' : 'pending';
}

/** The address, folded: what invitations are listed by. */
export function subjectOfInvitation(email: string): string {
  return foldKey('email', email);
}

/** What no two open invitations share: to the same place, for the same address. */
export function openKeyOf(email: string, organizationId: string | null): string {
  return `${organizationId ?? ''}/${subjectOfInvitation(email)}`;
}

/** What is left of an invitation's time, in days for people: never none. */
export function daysLeft(expireAt: number, now: number): number {
  return Math.max(1, Math.ceil((expireAt - now) / dayMs));
}

/** When an invitation of so many days made now runs out. */
export function expiryOf(days: number, now: number): number {
  return now + days * dayMs;
}

/** What speaks against inviting this address for so long. */
export function issuesOfInvitation(email: string, days: number): readonly Issue[] {
  const { min, max } = invitationDays;
  const issues: Issue[] = [];
  if (readEmail(email) === null) issues.push({ path: 'email', reason: 'format', limit: null });
  if (!Number.isInteger(days)) issues.push({ path: 'days', reason: 'type', limit: null });
  else if (days < min) issues.push({ path: 'days', reason: 'length-min', limit: min });
  else if (days > max) issues.push({ path: 'days', reason: 'length-max', limit: max });
  return issues;
}
