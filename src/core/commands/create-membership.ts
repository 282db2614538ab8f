// Creating a membership.

import type { NewChange } from '../model/change.ts';
import { refuse } from '../model/error.ts';
import { defaultRole, type Membership, type Organization } from '../model/organization.ts';
import type { User } from '../model/user.ts';
import type { DocumentStep } from '../ports.ts';
import { issuesOfHeld } from '../rules/roles.ts';
import { changeDocuments, checking, documentChange, replacing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { type Member, membershipBetween } from './find-memberships.ts';
import { loadOrganization } from './find-organizations.ts';
import { holdRoles, turnsOfRoles } from './find-roles.ts';
import { findUser } from './find-user.ts';

/** Who is to belong to what, as what; `roles` null: the default role. */
export type MembershipWish = {
  readonly userId: string;
  readonly organizationId: string;
  readonly roles: readonly string[] | null;
};

/** What makes somebody a member. */
export type Joining = {
  readonly membership: Membership;
  readonly documents: readonly DocumentStep[];
  readonly changes: readonly NewChange[];
};

function freshMembership(context: Context, user: User, { id: organizationId }: Organization, at: number): Membership {
  return {
    kind: 'membership',
    realm: context.realm.id,
    id: context.ports.random.uuid(at),
    rev: 1,
    createdAt: at,
    updatedAt: at,
    forgetAt: null,
    userId: user.id,
    organizationId,
    subject: null,
    sealed: null,
    status: 'active',
    roles: [],
  };
}

/**
 * The steps that make the user an active member with these roles; one who is already, in another status, is made active
 * again. The organization is held until the commit; the user must be held by the caller.
 */
export async function joining(
  context: Context,
  user: User,
  organization: Organization,
  before: Membership | null,
  roles: readonly string[],
): Promise<Joining> {
  const at = context.ports.clock();
  const holds = [checking(organization), ...(await holdRoles(context, roles))];
  if (before === null) {
    const membership = { ...freshMembership(context, user, organization, at), roles };
    const key = { kind: 'membership', key: `${user.id}/${organization.id}` } as const;
    const changes = [documentChange(context, 'membership.created', [null, membership], user, at)];
    return { membership, documents: [...holds, { op: 'insert', document: membership, keys: [key] }], changes };
  }
  const membership: Membership = { ...before, status: 'active', roles, rev: before.rev + 1, updatedAt: at };
  const changes = [documentChange(context, 'membership.updated', [before, membership], user, at)];
  return { membership, documents: [...holds, replacing(before, membership)], changes };
}

/**
 * Makes a user an active member of an organization; one who is inactive there becomes active again, with these roles.
 * @fails forbidden, not-found (user, organization, role), invalid (`roles`), taken (an active member), not-eligible (a
 * pending one has to accept), conflict.
 */
export async function createMembership(context: Context, wish: MembershipWish): Promise<Member> {
  demand(context, 'organization.update');
  const { userId, organizationId, roles: wished } = wish;
  const roles = wished ?? [defaultRole];
  const issues = issuesOfHeld(roles);
  refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
  return await changeDocuments(context, [userId, ...turnsOfRoles(roles)], async () => {
    const organization = await loadOrganization(context, { by: 'id', id: organizationId });
    const { user } = await findUser(context, { by: 'id', id: userId }, false);
    const before = await membershipBetween(context, user.id, organization.id);
    if (before?.status === 'active') refuse({ code: 'taken', field: 'membership' });
    if (before?.status === 'pending') refuse({ code: 'not-eligible', field: 'status', why: 'off' });
    const { membership, documents, changes } = await joining(context, user, organization, before, roles);
    return {
      users: [{ op: 'check', id: user.id, rev: user.rev }],
      documents,
      changes,
      result: { membership, user, organization },
    };
  });
}
