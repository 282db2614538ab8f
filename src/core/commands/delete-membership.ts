// Deleting a membership.

import type { Membership } from '../model/organization.ts';
import { changeDocuments, documentChange, removing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { loadMembership, usersOf } from './find-memberships.ts';

/** Takes a user out of an organization. Answers the membership as it was. @fails not-found, forbidden, conflict. */
export async function deleteMembership(context: Context, id: string): Promise<Membership> {
  demand(context, 'organization.update');
  return await changeDocuments(context, [id], async () => {
    const membership = await loadMembership(context, id);
    const users = await usersOf(context, [membership.userId]);
    const who = { id: membership.userId, rev: users.get(membership.userId)?.rev ?? 0 };
    const change = documentChange(context, 'membership.deleted', [membership, null], who, context.ports.clock());
    return { documents: [removing(membership)], changes: [change], result: membership };
  });
}
