// Accepting an invitation: once, with the membership that it is for.

import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import { defaultRole, type Invitation } from '../model/organization.ts';
import type { User } from '../model/user.ts';
import { openKeyOf, stateOfInvitation } from '../rules/invitations.ts';
import { isFirstRole } from '../rules/roles.ts';
import { isSameAddress } from '../rules/tickets.ts';
import { changeDocuments, type Decided, documentChange, replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { joining } from './create-membership.ts';
import { findByEmail } from './find-by-email.ts';
import { loadInvitation, type ShownInvitation, shownInvitation } from './find-invitations.ts';
import { membershipBetween } from './find-memberships.ts';
import { loadOrganization } from './find-organizations.ts';
import { loadRole, turnsOfRoles } from './find-roles.ts';
import { findUser } from './find-user.ts';

/** The invitation as it is, still open. @fails not-found, code-rejected. */
async function openInvitation(context: Context, id: string): Promise<Invitation> {
  const invitation = await loadInvitation(context, id);
  const state = stateOfInvitation(invitation, context.ports.clock());
  if (state === 'expired') refuse({ code: 'code-rejected', reason: 'expired' });
  if (state !== 'pending') refuse({ code: 'code-rejected', reason: 'used' });
  return invitation;
}

/** The role that the invitation gives; the default role where that one is gone. */
async function roleOf(context: Context, { role }: Invitation): Promise<string> {
  if (role === null || isFirstRole(role)) return role ?? defaultRole;
  return (await loadRole(context, role)) === null ? defaultRole : role;
}

async function entry(
  context: Context,
  invitation: Invitation,
  user: User,
): Promise<Pick<Decided<null>, 'documents' | 'changes'>> {
  const { organizationId } = invitation;
  if (organizationId === null) return {};
  const organization = await loadOrganization(context, { by: 'id', id: organizationId });
  const before = await membershipBetween(context, user.id, organizationId);
  if (before?.status === 'active') return {};
  return await joining(context, user, organization, before, [await roleOf(context, invitation)]);
}

async function accept(
  context: Context,
  id: string,
  find: (invitation: Invitation) => Promise<User | null>,
): Promise<ShownInvitation> {
  const { role } = await loadInvitation(context, id);
  return await changeDocuments(context, [id, ...turnsOfRoles(role === null ? [] : [role])], async () => {
    const before = await openInvitation(context, id);
    const user = await find(before);
    const { documents = [], changes = [] } = user === null ? {} : await entry(context, before, user);
    const at = context.ports.clock();
    const after = { ...before, rev: before.rev + 1, updatedAt: at, acceptedAt: at, acceptedUserId: user?.id ?? null };
    const key = { kind: 'invitation-token', key: openKeyOf(before.email, before.organizationId) } as const;
    const who = user ?? { id: noUser, rev: after.rev };
    return {
      users: user === null ? [] : [{ op: 'check', id: user.id, rev: user.rev }],
      documents: [...documents, { ...replacing(before, after), removeKeys: [key] }],
      changes: [documentChange(context, 'invitation.accepted', [before, after], who, at), ...changes],
      result: shownInvitation(context, after),
    };
  });
}

/**
 * Marks an invitation accepted by the user, who becomes an active member of its organization with its role, all in one;
 * whoever is one already keeps the roles they have. Of two who race, one is refused. The caller has made sure that the user
 * holds the address.
 * @fails forbidden, not-found (gone, or for another's address), code-rejected (`expired`, `used`), conflict.
 */
export async function acceptInvitation(
  context: Context,
  { id }: Pick<Invitation, 'id'>,
  { id: userId }: Pick<User, 'id'>,
): Promise<ShownInvitation> {
  demand(context, 'session.sign-in');
  return await accept(context, id, async ({ email }) => {
    const { user } = await findUser(context, { by: 'id', id: userId }, false);
    if (user.emails.some(({ address }) => isSameAddress(address, email))) return user;
    return refuse({ code: 'not-found', what: 'invitation', id });
  });
}

/**
 * Marks an invitation accepted for whoever holds its address, if anybody does: only then is there a membership.
 * @fails forbidden, not-found, code-rejected (`expired`, `used`), conflict.
 */
export async function acceptInvitationForHolder(context: Context, id: string): Promise<ShownInvitation> {
  demand(context, 'organization.update');
  return await accept(context, id, async ({ email }) => (await findByEmail(context, email))?.user ?? null);
}
