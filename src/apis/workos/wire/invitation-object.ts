// The invitation on the wire.

import type { ShownInvitation } from '../../../core/commands/find-invitations.ts';
import type { User } from '../../../core/model/user.ts';
import { writeId, writeUserId } from './ids.ts';
import { timeText } from './objects.ts';

/** Where the token of an invitation is redeemed: the hosted page. */
export function linkOfInvitation(publicUrl: string): (token: string) => string {
  return (token) => `${publicUrl}/user_management/authorize?invitation_token=${encodeURIComponent(token)}`;
}

/** The id of a user who may be gone. */
function userIdOf(id: string | null, users: ReadonlyMap<string, User>): string | null {
  return id === null ? null : writeUserId(users.get(id) ?? { id, aliases: {} });
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : timeText(at);
}

/** WorkOS' OpenAPI file 0.61, `UserlandUserInvite`; 2026-08. `users` are those it names. */
export function invitationObject(
  { invitation, state, token }: ShownInvitation,
  users: ReadonlyMap<string, User>,
  publicUrl: string,
): object {
  const { organizationId } = invitation;
  return {
    object: 'invitation',
    id: writeId('invitation', invitation.id),
    email: invitation.email,
    state,
    accepted_at: timeOrNull(invitation.acceptedAt),
    revoked_at: timeOrNull(invitation.revokedAt),
    expires_at: timeText(invitation.expireAt),
    organization_id: organizationId === null ? null : writeId('organization', organizationId),
    inviter_user_id: userIdOf(invitation.inviterId, users),
    accepted_user_id: userIdOf(invitation.acceptedUserId, users),
    role_slug: invitation.role,
    token,
    accept_invitation_url: linkOfInvitation(publicUrl)(token),
    created_at: timeText(invitation.createdAt),
    updated_at: timeText(invitation.updatedAt),
  };
}
