// Admitting somebody who signs in with an invitation.

import type { User } from '../model/user.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { Context } from './context.ts';
import { findInvitationByToken } from './find-invitations.ts';

/**
 * Accepts the invitation for the user and answers the organization it is for; null: none. One that they have accepted before is no
 * fault. @fails not-found (invitation: unknown, or for another's address), code-rejected (`expired`, `used`).
 */
export async function admitInvited(context: Context, user: User, token: string): Promise<string | null> {
  const { invitation } = await findInvitationByToken(context, token);
  if (invitation.acceptedUserId !== user.id) await acceptInvitation(context, invitation, user);
  return invitation.organizationId;
}
