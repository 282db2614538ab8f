// Getting and listing memberships, with the user and the organization of each.

import type { DocumentQuery } from '../model/document.ts';
import { refuse } from '../model/error.ts';
import type { Membership, Organization } from '../model/organization.ts';
import { everybody } from '../model/query.ts';
import type { User } from '../model/user.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';
import { findByEmail } from './find-by-email.ts';
import { walkDocuments } from './walk-documents.ts';

/** A membership with those whom it connects. */
export type Member = {
  readonly membership: Membership;
  readonly user: User;
  readonly organization: Organization;
};

/** Which memberships to list. `statuses` null: any. */
export type MembershipQuery = Pick<
  DocumentQuery<'membership'>,
  'userId' | 'organizationId' | 'direction' | 'after' | 'limit'
> & { readonly statuses: readonly Membership['status'][] | null };

/**
 * Which members of an organization to list: those after this user's membership (null: from the end). `email`: only who holds
 * that address; null: anybody.
 */
export type MembersPage = Pick<DocumentQuery<'membership'>, 'direction' | 'limit'> & {
  readonly afterUserId: string | null;
  readonly email: string | null;
};

/** So many are read at once where some are left out. */
const batchSize = 128;

/** The membership of a user in an organization, whatever its status; null when there is none. */
export async function membershipBetween(
  { ports, realm }: Context,
  userId: string,
  organizationId: string,
): Promise<Membership | null> {
  const key = { kind: 'membership', key: `${userId}/${organizationId}` } as const;
  return await ports.store.loadDocumentByKey(realm.id, 'membership', key);
}

/** The membership as stored. @fails not-found. */
export async function loadMembership({ ports, realm }: Context, id: string): Promise<Membership> {
  const membership = isText(id) ? await ports.store.loadDocument(realm.id, 'membership', id) : null;
  return membership ?? refuse({ code: 'not-found', what: 'membership', id });
}

/** The users with these ids, by id; whoever is gone is left out. */
export async function usersOf({ ports, realm }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, User>> {
  const include = [...new Set(ids)];
  if (include.length === 0) return new Map();
  const users = await ports.store.findUsers(realm.id, {
    filter: { ...everybody, ids: { include, exclude: [] } },
    sort: { field: 'createdAt', direction: 'ascending' },
    limit: include.length,
    offset: 0,
    after: null,
  });
  return new Map(users.map((user) => [user.id, user]));
}

/** Adds to each membership whom it connects; one whose user or organization is gone is left out. */
export async function membersOf(context: Context, memberships: readonly Membership[]): Promise<readonly Member[]> {
  const { ports, realm } = context;
  const organizationIds = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  const [users, loaded] = await Promise.all([
    usersOf(
      context,
      memberships.map(({ userId }) => userId),
    ),
    Promise.all(organizationIds.map((id) => ports.store.loadDocument(realm.id, 'organization', id))),
  ]);
  const organizations = new Map(loaded.flatMap((one) => (one === null ? [] : [[one.id, one]])));
  return memberships.flatMap((membership) => {
    const user = users.get(membership.userId);
    const organization = organizations.get(membership.organizationId);
    return user === undefined || organization === undefined ? [] : [{ membership, user, organization }];
  });
}

/** Reads one membership; changes nothing. @fails not-found, forbidden. */
export async function getMembership(context: Context, id: string): Promise<Member> {
  demand(context, 'organization.read');
  const [member] = await membersOf(context, [await loadMembership(context, id)]);
  return member ?? refuse({ code: 'not-found', what: 'membership', id });
}

/** Reads a page of memberships by time of creation; changes nothing. @fails forbidden. */
export async function findMemberships(context: Context, query: MembershipQuery): Promise<readonly Member[]> {
  demand(context, 'organization.read');
  const { statuses, limit, ...asked } = query;
  const members: Member[] = [];
  for await (const batch of walkDocuments(context, { ...asked, kind: 'membership', subject: null }, batchSize)) {
    const wanted = batch.filter(({ status }) => statuses === null || statuses.includes(status));
    members.push(...(await membersOf(context, wanted)));
    if (members.length >= limit) break;
  }
  return members.slice(0, limit);
}

/**
 * Reads a page of the active members of an organization, by when they joined it; changes nothing. @fails forbidden,
 * not-found (the organization, or the membership of `afterUserId`).
 */
export async function findMembers(
  context: Context,
  organizationId: string,
  { direction, limit, afterUserId, email }: MembersPage,
): Promise<readonly User[]> {
  demand(context, 'organization.read');
  const { store } = context.ports;
  if (
    !isText(organizationId) ||
    (await store.loadDocument(context.realm.id, 'organization', organizationId)) === null
  ) {
    return refuse({ code: 'not-found', what: 'organization', id: organizationId });
  }
  const after = afterUserId === null ? null : await membershipBetween(context, afterUserId, organizationId);
  if (afterUserId !== null && after === null) {
    return refuse({ code: 'not-found', what: 'membership', id: afterUserId });
  }
  const holder = email === null ? null : await findByEmail(context, email);
  if (email !== null && holder === null) return [];
  const userId = holder?.user.id ?? null;
  const query = { userId, organizationId, statuses: ['active'], direction, after, limit } as const;
  return (await findMemberships(context, query)).map(({ user }) => user);
}
