// The membership on the wire.

import type { Member } from '../../../core/commands/find-memberships.ts';
import { writeId, writeUserId } from './ids.ts';
import { timeText, userObject } from './objects.ts';

/** WorkOS' OpenAPI file 0.61, `UserlandUserOrganizationMembership`; 2026-08. No directory manages anybody here. */
export function membershipObject({ membership, user, organization }: Member, publicUrl: string): object {
  const roles = membership.roles.map((slug) => ({ slug }));
  return {
    object: 'organization_membership',
    id: writeId('membership', membership.id),
    user_id: writeUserId(user),
    organization_id: writeId('organization', organization.id),
    organization_name: organization.name,
    status: membership.status,
    directory_managed: false,
    custom_attributes: {},
    role: roles[0],
    roles,
    user: userObject(user, publicUrl),
    created_at: timeText(membership.createdAt),
    updated_at: timeText(membership.updatedAt),
  };
}
