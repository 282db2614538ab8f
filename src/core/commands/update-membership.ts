// Updating a membership: its roles, and whether it is active.

import { isDeepStrictEqual } from 'node:util';
import { refuse } from '../model/error.ts';
import type { Membership } from '../model/organization.ts';
import type { Change } from '../model/patch.ts';
import { issuesOfHeld } from '../rules/roles.ts';
import { changeDocuments, documentChange, replacing } from './change-documents.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { getMembership, type Member } from './find-memberships.ts';
import { holdRoles, turnsOfRoles } from './find-roles.ts';
import { revocationsOf } from './revoke-invitation.ts';

/** What is to become of a membership. */
export type MembershipPatch = {
  readonly roles: Change<readonly string[]>;
  readonly status: Change<'active' | 'inactive'>;
};

/**
 * Changes a membership; a patch that changes nothing writes nothing. Whoever comes back keeps the roles they had; what invites
 * somebody who goes is taken back.
 * @fails not-found (membership, role), forbidden, invalid (`roles`), not-eligible (the status of a pending one), conflict.
 */
export async function updateMembership(context: Context, id: string, patch: MembershipPatch): Promise<Member> {
  demand(context, 'organization.update');
  const wished = patch.roles.op === 'set' ? patch.roles.value : [];
  const issues = patch.roles.op === 'set' ? issuesOfHeld(wished) : [];
  refuseAny(issues.length === 0 ? [] : [{ code: 'invalid', issues }]);
  return await changeDocuments(context, [id, ...turnsOfRoles(wished)], async () => {
    const { membership: before, user, organization } = await getMembership(context, id);
    const status = patch.status.op === 'set' ? patch.status.value : before.status;
    const roles = patch.roles.op === 'set' ? wished : before.roles;
    if (before.status === 'pending' && status !== 'pending') {
      refuse({ code: 'not-eligible', field: 'status', why: 'off' });
    }
    const holds = await holdRoles(context, wished);
    if (status === before.status && isDeepStrictEqual(roles, before.roles))
      return { result: { membership: before, user, organization } };
    const at = context.ports.clock();
    const after: Membership = { ...before, status, roles, rev: before.rev + 1, updatedAt: at };
    const goes = status === 'inactive' && before.status === 'active';
    const revoked = goes ? await revocationsOf(context, user, organization.id) : { documents: [], changes: [] };
    return {
      documents: [...holds, replacing(before, after), ...revoked.documents],
      changes: [documentChange(context, 'membership.updated', [before, after], user, at), ...revoked.changes],
      result: { membership: after, user, organization },
    };
  });
}
