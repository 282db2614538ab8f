// The endpoints of users: one at a time, in lists, and what they carry.

import { createUser } from '../../core/commands/create-user.ts';
import { deleteUser } from '../../core/commands/delete-user.ts';
import { countUsers, findUsers } from '../../core/commands/find-users.ts';
import { getUser } from '../../core/commands/get-user.ts';
import { updateUser } from '../../core/commands/update-user.ts';
import type { UserPatch } from '../../core/model/patch.ts';
import type { User, UserReference } from '../../core/model/user.ts';
import { type Call, pathParameter, type Route, route } from './route.ts';
import { readCreation } from './user-creation.ts';
import { readUserCount, readUserList } from './user-filter.ts';
import { readMetadataMerge, readMetadataReplacement, readUpdate } from './user-update.ts';
import { userReferenceOf, writeUserId } from './wire/ids.ts';
import { deletedObject, totalCountObject } from './wire/objects/shared.ts';
import { userObject } from './wire/objects/user.ts';

/** The user that the path names. */
export function userOfPath(call: Call): UserReference {
  return userReferenceOf(pathParameter(call, 'user_id'));
}

/** Writes a user as answer. */
export function renderUser(user: User, call: Call): object {
  return userObject(user, call.view);
}

/** Changes the user that the path names. */
export async function updatePathUser(call: Call, patch: UserPatch): Promise<User> {
  return (await updateUser(call.context, userOfPath(call), patch, { system: false, ifRev: null })).after;
}

/** Clerk BAPI 2026-05-12, tag Users: those who list, read, make, change and delete; 2026-08. */
export const userRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/users',
    parse: readUserList,
    run: (call, query) => findUsers(call.context, query),
    render: (users, call) => users.map((user) => userObject(user, call.view)),
  }),
  route({
    method: 'GET',
    path: '/users/count',
    parse: readUserCount,
    run: (call, filter) => countUsers(call.context, filter),
    render: totalCountObject,
  }),
  route({
    method: 'POST',
    path: '/users',
    parse: readCreation,
    run: (call, { patch, waivers }) => createUser(call.context, patch, waivers),
    render: renderUser,
  }),
  route({
    method: 'GET',
    path: '/users/:user_id',
    parse: userOfPath,
    run: (call, reference) => getUser(call.context, reference, { system: false }),
    render: renderUser,
  }),
  route({
    method: 'PATCH',
    path: '/users/:user_id',
    scene: { contact: 'parameter' },
    parse: readUpdate,
    run: updatePathUser,
    render: renderUser,
  }),
  route({
    method: 'DELETE',
    path: '/users/:user_id',
    parse: userOfPath,
    run: (call, reference) => deleteUser(call.context, reference, { system: false, ifRev: null }),
    render: (user) => deletedObject('user', writeUserId(user), user.externalId),
  }),
  route({
    method: 'PATCH',
    path: '/users/:user_id/metadata',
    parse: readMetadataMerge,
    run: updatePathUser,
    render: renderUser,
  }),
  route({
    method: 'PUT',
    path: '/users/:user_id/metadata',
    parse: readMetadataReplacement,
    run: updatePathUser,
    render: renderUser,
  }),
];
