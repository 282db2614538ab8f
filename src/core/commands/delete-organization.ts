// Deleting an organization.

import { type NewChange, noUser } from '../model/change.ts';
import type { Invitation, Membership, Organization } from '../model/organization.ts';
import type { DocumentStep } from '../ports.ts';
import { changeDocuments, documentChange, removing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { usersOf } from './find-memberships.ts';
import { loadOrganization } from './find-organizations.ts';

/** So many memberships and invitations go in one write: large organizations go in several. */
const batchSize = 200;

type Belongings = { readonly memberships: readonly Membership[]; readonly invitations: readonly Invitation[] };

async function belongingsOf({ ports, realm }: Context, organizationId: string): Promise<Belongings> {
  const asked = { organizationId, userId: null, subject: null, direction: 'ascending', after: null } as const;
  const [memberships, invitations] = await Promise.all([
    ports.store.findDocuments(realm.id, { ...asked, kind: 'membership', limit: batchSize }),
    ports.store.findDocuments(realm.id, { ...asked, kind: 'invitation', limit: batchSize }),
  ]);
  return { memberships, invitations };
}

async function removal(
  context: Context,
  { memberships, invitations }: Belongings,
): Promise<{ readonly documents: readonly DocumentStep[]; readonly changes: readonly NewChange[] }> {
  const at = context.ports.clock();
  const users = await usersOf(
    context,
    memberships.map(({ userId }) => userId),
  );
  return {
    documents: [...memberships, ...invitations].map(removing),
    changes: memberships.map((membership) => {
      const { userId: id } = membership;
      const who = { id, rev: users.get(id)?.rev ?? 0 };
      return documentChange(context, 'membership.deleted', [membership, null], who, at);
    }),
  };
}

/** Takes away one batch of what belongs to it, with the organization itself when that is the last one. */
async function removeSome(context: Context, id: string): Promise<Organization | null> {
  return await changeDocuments(context, [id], async () => {
    const organization = await loadOrganization(context, { by: 'id', id });
    const belongings = await belongingsOf(context, id);
    const { documents, changes } = await removal(context, belongings);
    const more = belongings.memberships.length === batchSize || belongings.invitations.length === batchSize;
    if (more) return { documents, changes, result: null };
    const who = { id: noUser, rev: organization.rev + 1 };
    const told = documentChange(context, 'organization.deleted', [organization, null], who, context.ports.clock());
    return { documents: [removing(organization), ...documents], changes: [...changes, told], result: organization };
  });
}

/** Takes away what came while the organization went; once it is gone, nothing can. */
async function removeLate(context: Context, id: string): Promise<void> {
  let left = 0;
  do {
    left = await changeDocuments(context, [id], async () => {
      const late = await belongingsOf(context, id);
      return { ...(await removal(context, late)), result: late.memberships.length + late.invitations.length };
    });
  } while (left > 0);
}

/**
 * Removes an organization with its memberships, each told of, and its invitations; sessions that name it go on until they
 * are refreshed. A large one loses its members in several writes, and is there until the last. Answers it as it was.
 * @fails not-found, forbidden, conflict.
 */
export async function deleteOrganization(context: Context, id: string): Promise<Organization> {
  demand(context, 'organization.update');
  let gone: Organization | null = null;
  while (gone === null) gone = await removeSome(context, id);
  await removeLate(context, id);
  return gone;
}
