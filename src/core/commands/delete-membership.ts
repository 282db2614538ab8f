// Deleting a membership.

import type { Membership } from '../model/organization.ts';
import { changeDocuments, documentChange, removing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { loadMembership, usersOf } from './find-memberships.ts';
import { revocationsOf } from './revoke-invitation.ts';

/**
 * Takes a user out of an organization, and back what invites them there. Answers the membership as it was.
 * @fails not-found, forbidden, conflict.
 */
export async function deleteMembership(context: Context, id: string): Promise<Membership> {
  demand(context, 'organization.update');
  return await changeDocuments(context, [id], async () => {
    const membership = await loadMembership(context, id);
    const { userId, organizationId } = membership;
    const user = (await usersOf(context, [userId])).get(userId) ?? { id: userId, rev: 0, emails: [] };
    const { documents, changes } = await revocationsOf(context, user, organizationId);
    const change = documentChange(context, 'membership.deleted', [membership, null], user, context.ports.clock());
    return { documents: [removing(membership), ...documents], changes: [change, ...changes], result: membership };
  });
}
