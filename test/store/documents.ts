// Documents for the store's tests: complete, distinct, with every field overridable.

import type { AnyDocument, DocumentBase, DocumentKey } from '../../src/core/model/document.ts';
import type { Membership, Organization, Role } from '../../src/core/model/organization.ts';
import type { DocumentStep } from '../../src/core/ports.ts';
import { newId } from './fixtures.ts';

type UpdateStep = Extract<DocumentStep, { op: 'update' }>;
type Free = Partial<Pick<DocumentBase, 'createdAt' | 'updatedAt' | 'forgetAt' | 'subject' | 'sealed'>>;

function newBase(realm: string): DocumentBase {
  const owners = { userId: null, organizationId: null, subject: null, sealed: null };
  return { realm, id: newId(), rev: 1, createdAt: 1000, updatedAt: 1000, forgetAt: null, ...owners };
}

/** An organization of the realm. */
export function newOrganization(realm: string, fields: Partial<Organization> = {}): Organization {
  const own = { kind: 'organization', name: 'Acme', externalId: null, domains: [], metadata: {} } as const;
  return { ...newBase(realm), ...own, ...fields };
}

/** A membership. */
export function newMembership(realm: string, userId: string, organizationId: string): Membership {
  const own = { kind: 'membership', status: 'active', roles: ['member'] } as const;
  return { ...newBase(realm), ...own, userId, organizationId };
}

/** A role. */
export function newRole(realm: string, fields: Partial<Role> = {}): Role {
  const own = { kind: 'role', slug: 'editor', name: 'Editor', description: null, permissions: [] } as const;
  return { ...newBase(realm), ...own, ...fields };
}

/** The insert of a document. */
export function insertDocument(document: AnyDocument, keys: readonly DocumentKey[] = []): DocumentStep {
  return { op: 'insert', document, keys };
}

/** The update of a document from the `rev` it carries. */
export function updateDocument(document: AnyDocument, fields: Free = {}, parts: Partial<UpdateStep> = {}): UpdateStep {
  const next = { ...document, ...fields, rev: document.rev + 1 };
  return { op: 'update', document: next, rev: document.rev, addKeys: [], removeKeys: [], ...parts };
}

/** A key of the kind `domain`. */
export function domain(key: string): DocumentKey {
  return { kind: 'domain', key };
}
