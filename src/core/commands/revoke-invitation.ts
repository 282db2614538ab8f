// Revoking an invitation.

import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import { openKeyOf, stateOfInvitation } from '../rules/invitations.ts';
import { changeDocuments, documentChange, replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { loadInvitation, type ShownInvitation, shownInvitation } from './find-invitations.ts';

/** Takes an open invitation back: its token opens nothing any more. @fails not-found, forbidden, not-eligible (`field` is its state), conflict. */
export async function revokeInvitation(context: Context, id: string): Promise<ShownInvitation> {
  demand(context, 'organization.update');
  return await changeDocuments(context, [id], async () => {
    const before = await loadInvitation(context, id);
    const at = context.ports.clock();
    const state = stateOfInvitation(before, at);
    if (state !== 'pending') refuse({ code: 'not-eligible', field: state, why: 'off' });
    const after = { ...before, rev: before.rev + 1, updatedAt: at, revokedAt: at };
    const key = { kind: 'invitation-token', key: openKeyOf(before.email, before.organizationId) } as const;
    return {
      documents: [{ ...replacing(before, after), removeKeys: [key] }],
      changes: [documentChange(context, 'invitation.revoked', [before, after], { id: noUser, rev: after.rev }, at)],
      result: shownInvitation(context, after),
    };
  });
}
