// Updating an organization.

import { isDeepStrictEqual } from 'node:util';
import { noUser } from '../model/change.ts';
import type { DocumentKey } from '../model/document.ts';
import type { Organization } from '../model/organization.ts';
import { decideOrganization, keysOfOrganization, type OrganizationPatch } from '../rules/organizations.ts';
import { changeDocuments, documentChange, replacing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { loadOrganization } from './find-organizations.ts';

function without(keys: readonly DocumentKey[], others: readonly DocumentKey[]): readonly DocumentKey[] {
  return keys.filter(({ kind, key }) => !others.some((other) => other.kind === kind && other.key === key));
}

/**
 * Changes an organization as the patch says, all or nothing. A patch that changes nothing writes nothing; concurrent updates
 * all take effect, one after the other.
 * @fails not-found, forbidden, invalid (`name`, `externalId`, `domains`, `metadata`), taken, conflict.
 */
export async function updateOrganization(
  context: Context,
  id: string,
  patch: OrganizationPatch,
): Promise<Organization> {
  demand(context, 'organization.update');
  const { clock, random } = context.ports;
  return await changeDocuments(context, [id], async () => {
    const before = await loadOrganization(context, { by: 'id', id });
    const now = clock();
    const newId = () => random.uuid(now);
    const { next, issues } = decideOrganization(before, patch, { policy: context.realm.policy, now, newId });
    refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
    if (isDeepStrictEqual(next, before)) return { result: before };
    const after = { ...next, rev: before.rev + 1, updatedAt: now };
    const [had, has] = [keysOfOrganization(before), keysOfOrganization(after)];
    return {
      documents: [{ ...replacing(before, after), addKeys: without(has, had), removeKeys: without(had, has) }],
      changes: [documentChange(context, 'organization.updated', [before, after], { id: noUser, rev: after.rev }, now)],
      result: after,
    };
  });
}
