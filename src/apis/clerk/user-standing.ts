// The endpoints of a user's standing: banned and locked, one user or many.

import { banUsers } from '../../core/commands/ban-users.ts';
import { lockUser } from '../../core/commands/lock-user.ts';
import type { User, UserReference } from '../../core/model/user.ts';
import { type Call, type Route, route } from './route.ts';
import { renderUser, userOfPath } from './users.ts';
import { Body } from './wire/body.ts';
import { userReferenceOf } from './wire/ids.ts';
import { userObject } from './wire/objects/user.ts';
import { reject, wireError } from './wire/rejected.ts';

const bulkMax = 50;
const bulkNames: ReadonlySet<string> = new Set(['user_ids']);

/** Reads 1 to 50 users, each once. */
function readBulk(call: Call): readonly UserReference[] {
  const body = new Body(call.body, bulkNames);
  const ids = body.texts('user_ids');
  if (!body.has('user_ids')) body.fault(wireError('missing', { param: 'user_ids' }));
  else if (ids?.length === 0) body.fault(wireError('valueEmpty', { param: 'user_ids' }));
  body.settle();
  const unique = [...new Set(ids)];
  if (unique.length > bulkMax) reject('bulkSizeExceeded', { limit: bulkMax });
  return unique.map(userReferenceOf);
}

async function banOne(call: Call, reference: UserReference, banned: boolean): Promise<User> {
  const [user] = await banUsers(call.context, [reference], banned);
  if (user === undefined) throw new Error('banning one user answered none');
  return user;
}

function bulk(path: string, banned: boolean): Route {
  return route({
    method: 'POST',
    path,
    parse: readBulk,
    run: (call, references) => banUsers(call.context, references, banned),
    render: (users, call) => users.map((user) => userObject(user, call.view)),
  });
}

function single(path: string, run: (call: Call, reference: UserReference) => Promise<User>): Route {
  return route({ method: 'POST', path, parse: userOfPath, run, render: renderUser });
}

/** Clerk BAPI 2026-05-12, POST /users/ban and /users/{user_id}/ban, unban, lock, unlock; 2026-08. */
export const standingRoutes: readonly Route[] = [
  bulk('/users/ban', true),
  bulk('/users/unban', false),
  single('/users/:user_id/ban', (call, reference) => banOne(call, reference, true)),
  single('/users/:user_id/unban', (call, reference) => banOne(call, reference, false)),
  single('/users/:user_id/lock', (call, reference) => lockUser(call.context, reference, true)),
  single('/users/:user_id/unlock', (call, reference) => lockUser(call.context, reference, false)),
];
