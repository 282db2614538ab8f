// Resending an invitation.

import { noUser } from '../model/change.ts';
import { changeDocuments, documentChange, replacing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { invitationMail, type LinkOf } from './create-invitation.ts';
import { loadOpenInvitation, type ShownInvitation, shownInvitation } from './find-invitations.ts';
import { loadOrganization } from './find-organizations.ts';

/**
 * Sends the mail of an open invitation again, with the same token and no more time.
 * @fails not-found, forbidden, not-eligible (`field` is its state), conflict.
 */
export async function resendInvitation(context: Context, id: string, linkOf: LinkOf): Promise<ShownInvitation> {
  demand(context, 'organization.update');
  return await changeDocuments(context, [id], async () => {
    const before = await loadOpenInvitation(context, id);
    const at = context.ports.clock();
    const { organizationId } = before;
    const organization =
      organizationId === null ? null : await loadOrganization(context, { by: 'id', id: organizationId });
    const after = { ...before, rev: before.rev + 1, updatedAt: at };
    const shown = shownInvitation(context, after);
    return {
      documents: [replacing(before, after)],
      changes: [documentChange(context, 'invitation.resent', [before, after], { id: noUser, rev: after.rev }, at)],
      mails: [await invitationMail(context, after, organization, linkOf(shown.token))],
      result: shown,
    };
  });
}
