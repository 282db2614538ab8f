// The endpoints of users.

import { createUser } from '../../core/commands/create-user.ts';
import { deleteUser } from '../../core/commands/delete-user.ts';
import { findMembers } from '../../core/commands/find-memberships.ts';
import { findUsers } from '../../core/commands/find-users.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { updateUser } from '../../core/commands/update-user.ts';
import { timeOfUuid } from '../../core/model/id.ts';
import { everybody, type UserFilter, type UserQuery } from '../../core/model/query.ts';
import type { User } from '../../core/model/user.ts';
import { atUser, findNamed } from './named.ts';
import { badCursor, listObject, type Page, type PageWish, pageOf, queryText, readPage } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { readCreation } from './user-creation.ts';
import { readUpdate } from './user-update.ts';
import { entryOf } from './wire/body.ts';
import type { OwnWords } from './wire/errors.ts';
import { readId, readUserUuid, writeId, writeUserId } from './wire/ids.ts';
import { identityObjects, userObject } from './wire/objects.ts';
import { badParameters, missing, reject } from './wire/rejected.ts';

const noSystem = { system: false } as const;
const anyRev = { system: false, ifRev: null } as const;

type ListWish = { readonly page: PageWish; readonly email: string | null; readonly organization: string | null };

/** WorkOS' OpenAPI file 0.61, answer of the list; 2026-08: 422 also for an organization that is not there. */
const listSays: OwnWords = {
  'not-found': ({ what, id }) =>
    what === 'organization'
      ? { ...missing('Organization', writeId('organization', id)), status: 422 }
      : badParameters([badCursor('after')]),
};

function renderUser(user: User, call: Call): object {
  return userObject(user, call.publicUrl);
}

function readList({ query }: Call): ListWish {
  const page = readPage(query);
  const organization = queryText(query, 'organization_id') ?? queryText(query, 'organization');
  const email = queryText(query, 'email');
  // Whoever looks up an address that is empty must not be handed the first of all users.
  if (email === null && query.email !== undefined) {
    reject(badParameters([entryOf('email', 'string_required', 'must be a non-empty string.')]));
  }
  return { page, email, organization };
}

function keyOf(email: string): UserFilter['keys'][number] {
  return { kind: 'email', include: [email], exclude: [] };
}

/** Where in the order of time a cursor stands; an id of ours tells it also of a user who is gone. */
async function placeOf(call: Call, page: PageWish, cursor: string): Promise<NonNullable<UserQuery['after']>> {
  const user = await findNamed(call, cursor);
  if (user !== null) return user;
  const id = readUserUuid(cursor);
  if (id === null) return reject(badParameters([badCursor(page.before === null ? 'after' : 'before')]));
  return { id, createdAt: timeOfUuid(id), serial: 0 };
}

/** The active members of an organization, by when they joined it; with an address, only who holds it. */
async function listMembers(call: Call, { page, email }: ListWish, organization: string): Promise<Page<User>> {
  const { context } = call;
  const id = readId('organization', organization);
  if (id === null) return reject({ ...missing('Organization', organization), status: 422 });
  const cursor = page.before ?? page.after;
  const place = cursor === null ? null : await placeOf(call, page, cursor);
  return await pageOf(
    page,
    ({ direction, limit }) => findMembers(context, id, { direction, limit, afterUserId: place?.id ?? null, email }),
    writeUserId,
  );
}

async function listUsers(call: Call, wish: ListWish): Promise<Page<User>> {
  const { page, email, organization } = wish;
  if (organization !== null) return await listMembers(call, wish, organization);
  const filter = email === null ? everybody : { ...everybody, keys: [keyOf(email)] };
  const cursor = page.before ?? page.after;
  const after = cursor === null ? null : await placeOf(call, page, cursor);
  return await pageOf(
    page,
    ({ direction, limit }) =>
      findUsers(call.context, { filter, sort: { field: 'createdAt', direction }, limit, offset: 0, after }),
    writeUserId,
  );
}

/** WorkOS' OpenAPI file 0.61, tag user-management.users; 2026-08. */
export const userRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/user_management/users',
    says: listSays,
    parse: readList,
    run: listUsers,
    render: (page, call) => listObject(page, (user) => renderUser(user, call)),
  }),
  route({
    method: 'POST',
    path: '/user_management/users',
    status: 201,
    parse: readCreation,
    run: (call, patch) => createUser(call.context, patch, { identifier: false, password: false }),
    render: renderUser,
  }),
  route({
    method: 'GET',
    path: '/user_management/users/:id',
    parse: () => null,
    run: (call) => atUser(call, (reference) => getUser(call.context, reference, noSystem)),
    render: renderUser,
  }),
  route({
    method: 'GET',
    path: '/user_management/users/external_id/*',
    parse: ({ params }) => idOfPath(params) ?? '',
    run: (call, value) => getUser(call.context, { by: 'key', kind: 'external-id', value }, noSystem),
    render: renderUser,
  }),
  route({
    method: 'PUT',
    path: '/user_management/users/:id',
    parse: readUpdate,
    run: (call, wish) => atUser(call, (reference) => updateUser(call.context, reference, wish, anyRev)),
    render: ({ after }, call) => renderUser(after, call),
  }),
  route({
    method: 'DELETE',
    path: '/user_management/users/:id',
    parse: () => null,
    run: (call) => atUser(call, (reference) => deleteUser(call.context, reference, anyRev)),
    render: () => null,
  }),
  route({
    method: 'GET',
    path: '/user_management/users/:id/identities',
    parse: () => null,
    run: (call) => atUser(call, (reference) => getUser(call.context, reference, noSystem)),
    render: (user) => identityObjects(user.identities),
  }),
];
