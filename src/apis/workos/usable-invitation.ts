// The invitation that somebody signs in with: one that can still be accepted.

import type { Context } from '../../core/commands/context.ts';
import { findInvitationByToken } from '../../core/commands/find-invitations.ts';
import { grantError, reject } from './wire/rejected.ts';

/** What is said of a token that opens no invitation, or none any more. WorkOS' OpenAPI file 0.61, `authenticate`; 2026-08. */
export const invitationInvalid = grantError('invitation_invalid', 'The invitation is not valid.');

/**
 * The id of the invitation that the token opens; null: the call names none. Turns it down where the invitation is revoked or has run
 * out. Whoever accepted one may show it again: who that was, the core judges. @fails not-found, forbidden.
 */
export async function usableInvitation(context: Context, token: string | null): Promise<string | null> {
  if (token === null) return null;
  const { invitation, state } = await findInvitationByToken(context, token);
  return state === 'revoked' || state === 'expired' ? reject(invitationInvalid) : invitation.id;
}
