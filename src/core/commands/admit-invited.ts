// Admitting somebody who signs in with an invitation.

import { Refused } from '../model/error.ts';
import type { User } from '../model/user.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { Context } from './context.ts';
import { loadInvitation } from './find-invitations.ts';

/**
 * Accepts the invitation with that id for the user and answers the organization it is for; null: none. One that they have accepted before is no
 * fault. @fails not-found (invitation: unknown, over, or for another's address).
 */
export async function admitInvited(context: Context, user: User, id: string): Promise<string | null> {
  const invitation = await loadInvitation(context, id);
  if (invitation.acceptedUserId === user.id) return invitation.organizationId;
  try {
    await acceptInvitation(context, invitation, user);
  } catch (error) {
    const over = error instanceof Refused && error.refusals[0].code === 'code-rejected';
    // It must not pass for the code of the sign-in.
    throw over ? new Refused([{ code: 'not-found', what: 'invitation', id }]) : error;
  }
  return invitation.organizationId;
}
