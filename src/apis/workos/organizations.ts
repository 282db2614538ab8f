// The endpoints of organizations.

import { createOrganization } from '../../core/commands/create-organization.ts';
import { deleteOrganization } from '../../core/commands/delete-organization.ts';
import { findOrganizations, getOrganization } from '../../core/commands/find-organizations.ts';
import { updateOrganization } from '../../core/commands/update-organization.ts';
import { isJsonObject } from '../../core/model/json.ts';
import type { Domain, Organization } from '../../core/model/organization.ts';
import { change } from '../../core/model/patch.ts';
import { pageOfDocuments, queryList } from './document-paging.ts';
import { listObject, type PageWish, queryText, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { Body, entryOf } from './wire/body.ts';
import { type OwnWords, wireErrors } from './wire/errors.ts';
import { externalIdOf, listOf, metadataOf, textsOf } from './wire/fields.ts';
import { readId } from './wire/ids.ts';
import { organizationObject } from './wire/organization-object.ts';
import { badParameters, missing, reject, wireError } from './wire/rejected.ts';

type Patch = Parameters<typeof createOrganization>[1];
type DomainWish = NonNullable<Patch['domains']>[number];

/** `allow_profiles_outside_organization` is taken and means nothing here: profiles come from a product we have not. */
const names: ReadonlySet<string> = new Set([
  ...['name', 'domain_data', 'domains', 'external_id', 'metadata', 'allow_profiles_outside_organization'],
]);

const domainsMax = 100;

const parameters: Readonly<Record<string, string>> = { externalId: 'external_id', domains: 'domain_data' };

/** WorkOS' OpenAPI file 0.61, answers of these operations; 2026-08. */
const says: OwnWords = {
  taken: ({ field }) =>
    field === 'domain'
      ? wireError(409, 'organization_domain_already_used', 'Another organization has this domain.')
      : wireError(400, 'external_id_already_used', 'Another organization has this external id.'),
  invalid: ({ issues }) => {
    if (issues.some(({ path }) => path === 'metadata')) return wireErrors.metadataInvalid;
    const fields = issues.map(({ path }) => path.replace(/\.\d+$/, ''));
    return badParameters(fields.map((field) => entryOf(parameters[field] ?? field, 'invalid', 'is not valid.')));
  },
};

function isState(value: unknown): value is Domain['state'] {
  return value === 'pending' || value === 'verified';
}

/** The domains with their states, or (an older form) without. */
function readDomains(call: Call, body: Body): Patch['domains'] {
  const data = listOf(call, body, 'domain_data');
  const plain = textsOf(call, body, 'domains');
  if (data !== null && plain !== null) body.fault('domains', 'excludes_domain_data', 'cannot go with domain_data.');
  if (data === null) return plain?.map((domain) => ({ domain, state: null })) ?? null;
  return data.flatMap((entry): readonly DomainWish[] => {
    if (isJsonObject(entry) && typeof entry.domain === 'string' && isState(entry.state)) {
      return [{ domain: entry.domain, state: entry.state }];
    }
    body.fault('domain_data', 'invalid', 'must hold a domain and its state, pending or verified.');
    return [];
  });
}

function readPatch(call: Call, isNew: boolean): Patch {
  const body = new Body(call.body, names);
  const name = isNew ? body.requiredText('name') : body.filledText('name');
  body.flag('allow_profiles_outside_organization');
  const patch: Patch = {
    name: change(name),
    externalId: externalIdOf(body),
    domains: readDomains(call, body),
    metadata: metadataOf(body),
  };
  body.settle();
  return patch;
}

/** The organization that the path names. */
function idOf({ params }: Call): string {
  const text = idOfPath(params) ?? '';
  return readId('organization', text) ?? reject(missing('Organization', text));
}

type ListWish = { readonly page: PageWish; readonly domains: readonly string[] | null; readonly search: string | null };

function readList({ query }: Call): ListWish {
  const page = readPage(query);
  const domains = queryList(query, 'domains');
  if (domains !== null && domains.length > domainsMax) {
    reject(badParameters([entryOf('domains', 'too_many', `must be at most ${domainsMax}.`)]));
  }
  return { page, domains, search: queryText(query, 'search') };
}

/** WorkOS' OpenAPI file 0.61, tag organizations; 2026-08. */
export const organizationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/organizations',
    parse: readList,
    run: ({ context }, { page, domains, search }) =>
      pageOfDocuments<Organization>(
        page,
        'organization',
        ({ id }) => id,
        (stretch) => findOrganizations(context, { ...stretch, domains, search }),
      ),
    render: (page) => listObject(page, organizationObject),
  }),
  route({
    method: 'POST',
    path: '/organizations',
    status: 201,
    says,
    parse: (call) => readPatch(call, true),
    run: ({ context }, patch) => createOrganization(context, patch),
    render: organizationObject,
  }),
  route({
    method: 'GET',
    path: '/organizations/:id',
    parse: idOf,
    run: ({ context }, id) => getOrganization(context, { by: 'id', id }),
    render: organizationObject,
  }),
  route({
    method: 'GET',
    path: '/organizations/external_id/*',
    parse: ({ params }) => idOfPath(params) ?? '',
    run: ({ context }, value) => getOrganization(context, { by: 'external-id', value }),
    render: organizationObject,
  }),
  route({
    method: 'PUT',
    path: '/organizations/:id',
    says,
    parse: (call) => ({ id: idOf(call), patch: readPatch(call, false) }),
    run: ({ context }, { id, patch }) => updateOrganization(context, id, patch),
    render: organizationObject,
  }),
  route({
    method: 'DELETE',
    path: '/organizations/:id',
    parse: idOf,
    run: ({ context }, id) => deleteOrganization(context, id),
    render: () => null,
  }),
];
