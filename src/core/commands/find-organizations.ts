// Getting and listing organizations.

import type { DocumentQuery } from '../model/document.ts';
import { refuse } from '../model/error.ts';
import type { Organization } from '../model/organization.ts';
import { readDomain } from '../rules/addresses.ts';
import { foldText } from '../rules/keys.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';
import { walkDocuments } from './walk-documents.ts';

/** How callers may call an organization. */
export type OrganizationReference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'external-id'; readonly value: string };

/** Which organizations to list. `domains` (null: any): with one of these; `search` (null: any): with this in the name. */
export type OrganizationQuery = Pick<DocumentQuery<'organization'>, 'direction' | 'after' | 'limit'> & {
  readonly domains: readonly string[] | null;
  readonly search: string | null;
};

const all = { kind: 'organization', userId: null, organizationId: null, subject: null } as const;

/** So many are read at once where a name is searched. */
const batchSize = 500;

/** The organization as stored. @fails not-found. */
export async function loadOrganization(
  { ports, realm }: Context,
  reference: OrganizationReference,
): Promise<Organization> {
  const id = reference.by === 'id' ? reference.id : reference.value;
  const load = async () =>
    reference.by === 'id'
      ? await ports.store.loadDocument(realm.id, 'organization', id)
      : await ports.store.loadDocumentByKey(realm.id, 'organization', { kind: 'organization-external-id', key: id });
  return (isText(id) ? await load() : null) ?? refuse({ code: 'not-found', what: 'organization', id });
}

/** Reads one organization; changes nothing. @fails not-found, forbidden. */
export async function getOrganization(context: Context, reference: OrganizationReference): Promise<Organization> {
  demand(context, 'organization.read');
  return await loadOrganization(context, reference);
}

function isBeyond({ createdAt, id }: Organization, { direction, after }: OrganizationQuery): boolean {
  if (after === null) return true;
  const later = createdAt === after.createdAt ? id > after.id : createdAt > after.createdAt;
  return direction === 'ascending' ? later : !later && id !== after.id;
}

function isNamed({ name }: Organization, search: string | null): boolean {
  return search === null || foldText(name).includes(foldText(search));
}

async function findByDomains({ ports, realm }: Context, query: OrganizationQuery, domains: readonly string[]) {
  const known = new Set(domains.flatMap((domain) => readDomain(domain) ?? []));
  const found = new Map<string, Organization>();
  for (const key of known) {
    const holder = await ports.store.loadDocumentByKey(realm.id, 'organization', { kind: 'domain', key });
    if (holder !== null) found.set(holder.id, holder);
  }
  const matching = [...found.values()].filter((one) => isBeyond(one, query) && isNamed(one, query.search));
  const sign = query.direction === 'ascending' ? 1 : -1;
  matching.sort((left, right) => sign * (left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1)));
  return matching.slice(0, query.limit);
}

async function findByName(context: Context, { direction, after, limit }: OrganizationQuery, search: string) {
  const matching: Organization[] = [];
  for await (const batch of walkDocuments(context, { ...all, direction, after }, batchSize)) {
    matching.push(...batch.filter((one) => isNamed(one, search)));
    if (matching.length >= limit) break;
  }
  return matching.slice(0, limit);
}

/** Reads a page of organizations by time of creation; changes nothing. A search looks at every name. @fails forbidden. */
export async function findOrganizations(context: Context, query: OrganizationQuery): Promise<readonly Organization[]> {
  demand(context, 'organization.read');
  const { domains, search, direction, after, limit } = query;
  if (domains !== null) return await findByDomains(context, query, domains);
  if (search !== null) return await findByName(context, query, search);
  return await context.ports.store.findDocuments(context.realm.id, { ...all, direction, after, limit });
}
