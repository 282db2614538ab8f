// Deleting a role.

import { noUser } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import { isFirstRole } from '../rules/roles.ts';
import { changeDocuments, documentChange, removing } from './change-documents.ts';
import { type Context, demand } from './context.ts';
import { loadRole } from './find-roles.ts';
import { walkDocuments } from './walk-documents.ts';

/** So many memberships are looked at in one read. */
const batchSize = 1000;

async function isHeld(context: Context, slug: string): Promise<boolean> {
  const all = { kind: 'membership', userId: null, organizationId: null, subject: null } as const;
  for await (const batch of walkDocuments(context, { ...all, direction: 'ascending', after: null }, batchSize)) {
    if (batch.some(({ roles }) => roles.includes(slug))) return true;
  }
  return false;
}

/**
 * Removes a role that nobody holds; every membership is looked at. Open invitations that name it fall back to the default role.
 * @fails forbidden, not-found, not-eligible (`slug`: `system`, a role that every realm has; `linked`, somebody holds it), conflict.
 */
export async function deleteRole(context: Context, slug: string): Promise<void> {
  demand(context, 'settings.update');
  if (isFirstRole(slug)) refuse({ code: 'not-eligible', field: 'slug', why: 'system' });
  await changeDocuments(context, [`role/${slug}`], async () => {
    const role = (await loadRole(context, slug)) ?? refuse({ code: 'not-found', what: 'role', id: slug });
    if (await isHeld(context, slug)) refuse({ code: 'not-eligible', field: 'slug', why: 'linked' });
    const who = { id: noUser, rev: role.rev + 1 };
    const change = documentChange(context, 'role.deleted', [role, null], who, context.ports.clock());
    return { documents: [removing(role)], changes: [change], result: null };
  });
}
