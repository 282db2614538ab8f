// The endpoints of organization memberships.

import { createMembership } from '../../core/commands/create-membership.ts';
import { deleteMembership } from '../../core/commands/delete-membership.ts';
import { findMemberships, getMembership, type Member } from '../../core/commands/find-memberships.ts';
import { getOrganization } from '../../core/commands/find-organizations.ts';
import { updateMembership } from '../../core/commands/update-membership.ts';
import type { Membership } from '../../core/model/organization.ts';
import { keep, set } from '../../core/model/patch.ts';
import { pageOfDocuments, queryList } from './document-paging.ts';
import { findNamed } from './named.ts';
import { listObject, type Page, type PageWish, queryText, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { absent } from './wire/absent.ts';
import { Body, entryOf } from './wire/body.ts';
import type { OwnWords } from './wire/errors.ts';
import { textsOf } from './wire/fields.ts';
import { readId } from './wire/ids.ts';
import { membershipObject } from './wire/membership-object.ts';
import { badParameters, missing, reject, type WireError, wireError } from './wire/rejected.ts';

const thing = 'Organization Membership';
const path = '/user_management/organization_memberships';
const statuses = ['active', 'inactive', 'pending'] as const satisfies readonly Membership['status'][];
const roleNames = ['role_slug', 'role_slugs'] as const;
const creationNames: ReadonlySet<string> = new Set(['user_id', 'organization_id', ...roleNames]);
const updateNames: ReadonlySet<string> = new Set(roleNames);

type ListWish = {
  readonly page: PageWish;
  readonly user: string | null;
  readonly organization: string | null;
  readonly statuses: readonly Membership['status'][];
};

type CreationWish = {
  readonly user: string;
  readonly organizationId: string;
  readonly roles: readonly string[] | null;
};

/** The words for a pending one, whose user has to accept the invitation. */
function pendingSays(verb: 'deactivate' | 'reactivate'): () => WireError {
  return () =>
    wireError(400, `cannot_${verb}_pending_organization_membership`, `A pending membership cannot be ${verb}d.`);
}

/** WorkOS' OpenAPI file 0.61, answers of these operations; 2026-08. What is said of somebody who is a member already, it leaves out. */
const says: OwnWords = {
  'not-found': absent(422),
  'not-eligible': pendingSays('reactivate'),
  taken: () => wireError(409, 'organization_membership_already_exists', 'The user is a member of it already.'),
  invalid: () => badParameters([entryOf('role_slugs', 'invalid', 'must name a few roles, each once.')]),
};

function readRoles(call: Call, body: Body): readonly string[] | null {
  const slug = body.filledText('role_slug') ?? null;
  const slugs = textsOf(call, body, 'role_slugs');
  if (slug !== null && slugs !== null) body.fault('role_slugs', 'excludes_role_slug', 'cannot go with role_slug.');
  return slug === null ? slugs : [slug];
}

/** An organization's id as the caller spells it. */
export function readOrganizationId(text: string): string {
  return readId('organization', text) ?? reject(missing('Organization', text));
}

function readCreation(call: Call): CreationWish {
  const body = new Body(call.body, creationNames);
  const user = body.requiredText('user_id');
  const organization = body.requiredText('organization_id');
  const roles = readRoles(call, body);
  body.settle();
  return { user, organizationId: readOrganizationId(organization), roles };
}

function readUpdate(call: Call): { readonly id: string; readonly roles: readonly string[] | null } {
  const body = new Body(call.body, updateNames);
  const roles = readRoles(call, body);
  body.settle();
  return { id: idOf(call), roles };
}

function idOf({ params }: Call): string {
  const text = idOfPath(params) ?? '';
  return readId('membership', text) ?? reject(missing(thing, text));
}

function readStatuses(given: readonly string[] | null): ListWish['statuses'] {
  if (given === null) return ['active'];
  const known = statuses.filter((status) => given.includes(status));
  if (known.length === new Set(given).size) return known;
  return reject(badParameters([entryOf('statuses', 'invalid', 'must be some of active, inactive, pending.')]));
}

function readList({ query }: Call): ListWish {
  const page = readPage(query);
  const user = queryText(query, 'user_id');
  const organization = queryText(query, 'organization_id');
  if (user === null && organization === null) {
    reject(wireError(400, 'missing_user_id_or_organization_id', 'Name a user_id, an organization_id, or both.'));
  }
  return { page, user, organization, statuses: readStatuses(queryList(query, 'statuses')) };
}

async function userIdOf(call: Call, text: string): Promise<string> {
  return ((await findNamed(call, text)) ?? reject(missing('User', text))).id;
}

async function listMemberships(call: Call, wish: ListWish): Promise<Page<Member>> {
  const { context } = call;
  const userId = wish.user === null ? null : await userIdOf(call, wish.user);
  const organizationId = wish.organization === null ? null : readOrganizationId(wish.organization);
  if (organizationId !== null) await getOrganization(context, { by: 'id', id: organizationId });
  return await pageOfDocuments<Member>(
    wish.page,
    'membership',
    ({ membership }) => membership.id,
    (stretch) => findMemberships(context, { ...stretch, userId, organizationId, statuses: wish.statuses }),
  );
}

async function create(call: Call, { user, organizationId, roles }: CreationWish): Promise<Member> {
  const userId = await userIdOf(call, user);
  return await createMembership(call.context, { userId, organizationId, roles });
}

function render(member: Member, call: Call): object {
  return membershipObject(member, call.publicUrl);
}

function statusRoute(verb: 'deactivate' | 'reactivate'): Route {
  const status = verb === 'reactivate' ? 'active' : 'inactive';
  return route({
    method: 'PUT',
    path: `${path}/:id/${verb}`,
    says: { 'not-eligible': pendingSays(verb) },
    parse: idOf,
    run: ({ context }, id) => updateMembership(context, id, { roles: keep, status: set<typeof status>(status) }),
    render,
  });
}

/** WorkOS' OpenAPI file 0.61, tag user-management.organization-membership; 2026-08. */
export const membershipRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    says: { 'not-found': absent(422) },
    parse: readList,
    run: listMemberships,
    render: (page, call) => listObject(page, (member) => render(member, call)),
  }),
  route({ method: 'POST', path, status: 201, says, parse: readCreation, run: create, render }),
  route({
    method: 'GET',
    path: `${path}/:id`,
    parse: idOf,
    run: ({ context }, id) => getMembership(context, id),
    render,
  }),
  route({
    method: 'PUT',
    path: `${path}/:id`,
    says,
    parse: readUpdate,
    run: ({ context }, { id, roles }) =>
      updateMembership(context, id, { roles: roles === null ? keep : set(roles), status: keep }),
    render,
  }),
  route({
    method: 'DELETE',
    path: `${path}/:id`,
    parse: idOf,
    run: ({ context }, id) => deleteMembership(context, id),
    render: () => null,
  }),
  statusRoute('deactivate'),
  statusRoute('reactivate'),
];
