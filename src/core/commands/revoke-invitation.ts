// Revoking an invitation.

import { type NewChange, noUser } from '../model/change.ts';
import type { Invitation } from '../model/organization.ts';
import type { User } from '../model/user.ts';
import type { DocumentStep } from '../ports.ts';
import { openKeyOf, stateOfInvitation } from '../rules/invitations.ts';
import { changeDocuments, documentChange, replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { loadOpenInvitation, type ShownInvitation, shownInvitation } from './find-invitations.ts';

type Revocation = {
  readonly after: Invitation;
  readonly documents: readonly DocumentStep[];
  readonly changes: readonly NewChange[];
};

function revocation(context: Context, before: Invitation): Revocation {
  const at = context.ports.clock();
  const after = { ...before, rev: before.rev + 1, updatedAt: at, revokedAt: at };
  const key = { kind: 'invitation-token', key: openKeyOf(before.email, before.organizationId) } as const;
  return {
    after,
    documents: [{ ...replacing(before, after), removeKeys: [key] }],
    changes: [documentChange(context, 'invitation.revoked', [before, after], { id: noUser, rev: after.rev }, at)],
  };
}

/**
 * The steps that take back what is open from this organization to any address of the user: whoever is taken out must not come back
 * by an invitation from before.
 */
export async function revocationsOf(
  context: Context,
  { emails }: Pick<User, 'emails'>,
  organizationId: string,
): Promise<Pick<Revocation, 'documents' | 'changes'>> {
  const { ports, realm } = context;
  const keys = [...new Set(emails.map(({ address }) => openKeyOf(address, organizationId)))];
  const found = await Promise.all(
    keys.map((key) => ports.store.loadDocumentByKey(realm.id, 'invitation', { kind: 'invitation-token', key })),
  );
  const revoked = found
    .filter((invitation) => invitation !== null)
    .filter((invitation) => stateOfInvitation(invitation, ports.clock()) === 'pending')
    .map((invitation) => revocation(context, invitation));
  return {
    documents: revoked.flatMap(({ documents }) => documents),
    changes: revoked.flatMap(({ changes }) => changes),
  };
}

/** Takes an open invitation back: its token opens nothing any more. @fails not-found, forbidden, not-eligible (`field` is its state), conflict. */
export async function revokeInvitation(context: Context, id: string): Promise<ShownInvitation> {
  demand(context, 'organization.update');
  return await changeDocuments(context, [id], async () => {
    const { after, documents, changes } = revocation(context, await loadOpenInvitation(context, id));
    return { documents, changes, result: shownInvitation(context, after) };
  });
}
