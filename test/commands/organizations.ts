// Organizations for the tests of commands, and all that could have been written.

import type { Context } from '../../src/core/commands/context.ts';
import { createOrganization } from '../../src/core/commands/create-organization.ts';
import type { Change } from '../../src/core/model/change.ts';
import type { DocumentKind } from '../../src/core/model/document.ts';
import type { Organization } from '../../src/core/model/organization.ts';
import { keep, set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { listChange, wish } from '../users.ts';
import { add, type World } from './world.ts';

/** A patch that says nothing. */
export const blankPatch = { name: keep, externalId: keep, domains: null, metadata: keep } as const;

let count = 0;

export function newOrganization({ context }: { readonly context: Context }): Promise<Organization> {
  return createOrganization(context, { ...blankPatch, name: set(`Organization ${++count}`) });
}

/** Somebody with a proven address. */
export function newUser(world: World, address = `user${++count}@example.com`): Promise<User> {
  return add(world, { emails: listChange({ add: [wish(address)] }) });
}

/** Every change of the realm, the oldest first, but for those that make users. */
export async function changesOf({ ports }: Pick<World, 'ports'>): Promise<readonly Change[]> {
  const all = { direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 10_000 } as const;
  return (await ports.store.readChanges('default', all)).filter(({ type }) => type !== 'user.created');
}

/** All documents of the kinds that these commands write. */
export async function everyDocument({ ports }: Pick<World, 'ports'>) {
  const query = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;
  const find = <Kind extends DocumentKind>(kind: Kind) =>
    ports.store.findDocuments('default', { ...query, kind, limit: 10_000 });
  const [organizations, memberships, invitations, roles] = await Promise.all([
    find('organization'),
    find('membership'),
    find('invitation'),
    find('role'),
  ]);
  return { organizations, memberships, invitations, roles };
}
