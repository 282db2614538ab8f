// Creating an organization.

import { noUser } from '../model/change.ts';
import type { Organization } from '../model/organization.ts';
import { decideOrganization, keysOfOrganization, type OrganizationPatch } from '../rules/organizations.ts';
import { changeDocuments, documentChange } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';

function blankOrganization(realm: string, id: string, at: number): Organization {
  return {
    kind: 'organization',
    realm,
    id,
    rev: 1,
    createdAt: at,
    updatedAt: at,
    forgetAt: null,
    userId: null,
    organizationId: null,
    subject: null,
    sealed: null,
    name: '',
    externalId: null,
    domains: [],
    metadata: {},
  };
}

/**
 * Adds an organization: a blank one, changed by the patch under the same rules as an update.
 * @fails forbidden, invalid (`name`, `externalId`, `domains`, `metadata`), taken.
 */
export async function createOrganization(context: Context, patch: OrganizationPatch): Promise<Organization> {
  demand(context, 'organization.update');
  const { clock, random } = context.ports;
  const now = clock();
  const newId = () => random.uuid(now);
  const blank = blankOrganization(context.realm.id, newId(), now);
  const { next, issues } = decideOrganization(blank, patch, { policy: context.realm.policy, now, newId });
  refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
  return await changeDocuments(context, [], async () => ({
    documents: [{ op: 'insert', document: next, keys: keysOfOrganization(next) }],
    changes: [documentChange(context, 'organization.created', [null, next], { id: noUser, rev: next.rev }, now)],
    result: next,
  }));
}
