// The endpoints of what else a user holds: outside accounts, wallets, passkeys, tokens, organizations.

import { getUser } from '../../core/commands/get-user.ts';
import { sameContacts, type UserPatch, untouched } from '../../core/model/patch.ts';
import { type Call, pathParameter, type Route, route } from './route.ts';
import { updatePathUser, userOfPath } from './users.ts';
import { readExternalAccountId, readIdentificationId } from './wire/ids.ts';
import { deletedObject, listObject } from './wire/objects/shared.ts';
import { Query, readPage } from './wire/query.ts';
import { reject, wireError } from './wire/rejected.ts';

const invitationStatuses: ReadonlySet<string> = new Set(['pending', 'accepted', 'revoked', 'expired']);

async function requireUser(call: Call): Promise<void> {
  await getUser(call.context, userOfPath(call), { system: false });
}

/** Nobody belongs to an organization. */
function readOrganizationPage(call: Call): void {
  const query = new Query(call.query);
  readPage(query);
  const status = query.text('status');
  if (status !== undefined && !invitationStatuses.has(status)) {
    query.fault(wireError('valueInvalid', { param: 'status', value: status }));
  }
  query.settle();
}

function noOrganizations(path: string): Route {
  return route({
    method: 'GET',
    path,
    parse: readOrganizationPage,
    run: requireUser,
    render: () => listObject([], 0),
  });
}

function dropIdentity(id: string): UserPatch {
  const identities = { op: 'change', add: [], remove: [readExternalAccountId(id) ?? id] } as const;
  return { ...untouched, identities };
}

function dropWallet(id: string): UserPatch {
  const list = { op: 'change', add: [], edit: [], remove: [readIdentificationId(id) ?? id] } as const;
  return { ...untouched, wallets: { ...sameContacts, list } };
}

function removal(path: string, object: string, parameter: string, drop: (id: string) => UserPatch): Route {
  return route({
    method: 'DELETE',
    path,
    parse: (call) => drop(pathParameter(call, parameter)),
    run: updatePathUser,
    render: (_user, call) => deletedObject(object, pathParameter(call, parameter)),
  });
}

/** Clerk BAPI 2026-05-12, tag Users: what belongs to other services is empty, what a user has can be taken away; 2026-08. */
export const holdingRoutes: readonly Route[] = [
  removal('/users/:user_id/external_accounts/:id', 'external_account', 'id', dropIdentity),
  removal('/users/:user_id/web3_wallets/:id', 'web3_wallet', 'id', dropWallet),
  route({
    method: 'DELETE',
    path: '/users/:user_id/passkeys/:id',
    parse: () => null,
    run: async (call) => {
      await requireUser(call);
      reject('passkeyNotFound');
    },
    render: () => null,
  }),
  route({
    method: 'GET',
    path: '/users/:user_id/oauth_access_tokens/:provider',
    parse: (call) => {
      const query = new Query(call.query);
      readPage(query);
      const paginated = query.flag('paginated') === true;
      query.settle();
      return paginated;
    },
    run: async (call, paginated) => {
      await requireUser(call);
      return paginated;
    },
    render: (paginated) => (paginated ? listObject([], 0) : []),
  }),
  noOrganizations('/users/:user_id/organization_memberships'),
  noOrganizations('/users/:user_id/organization_invitations'),
];
