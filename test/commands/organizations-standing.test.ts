// In whose name a user acts, and that nothing of an organization is to be had from another realm.

import { expect, test } from 'vitest';
import { acceptInvitationForHolder } from '../../src/core/commands/accept-invitation.ts';
import { createInvitation } from '../../src/core/commands/create-invitation.ts';
import { createMembership } from '../../src/core/commands/create-membership.ts';
import { deleteMembership } from '../../src/core/commands/delete-membership.ts';
import { deleteRole } from '../../src/core/commands/delete-role.ts';
import { getInvitation } from '../../src/core/commands/find-invitations.ts';
import { getMembership } from '../../src/core/commands/find-memberships.ts';
import { findRoles } from '../../src/core/commands/find-roles.ts';
import { findStanding, organizationsOf } from '../../src/core/commands/find-standing.ts';
import { resendInvitation } from '../../src/core/commands/resend-invitation.ts';
import { revokeInvitation } from '../../src/core/commands/revoke-invitation.ts';
import { setRole } from '../../src/core/commands/set-role.ts';
import { updateMembership } from '../../src/core/commands/update-membership.ts';
import { keep, set } from '../../src/core/model/patch.ts';
import { everyDocument, newOrganization, newUser } from './organizations.ts';
import { openWorld, refusalsOf } from './world.ts';

test('who was let go by a hundred organizations still acts for the one that is left', async () => {
  const world = await openWorld();
  const { id: userId } = await newUser(world);
  for (let count = 0; count < 130; count++) {
    const wish = { userId, organizationId: (await newOrganization(world)).id, roles: null };
    const { membership } = await createMembership(world.context, wish);
    await updateMembership(world.context, membership.id, { roles: keep, status: set('inactive') });
  }
  expect(await findStanding(world.context, userId, null)).toBe(null);
  const { id: organizationId, name } = await newOrganization(world);
  await createMembership(world.context, { userId, organizationId, roles: null });
  expect(await findStanding(world.context, userId, null)).toMatchObject({ organizationId });
  expect(await organizationsOf(world.context, userId)).toEqual([{ id: organizationId, name }]);
});

test('members, roles and invitations are not there in another realm, and nobody changes them from there', async () => {
  const world = await openWorld();
  const elsewhere = { ...world.context, realm: { ...world.context.realm, id: 'other' } };
  const [organization, user] = [await newOrganization(world), await newUser(world)];
  await setRole(world.context, 'king', { name: 'King', description: null, permissions: ['rule'] });
  const wish = { userId: user.id, organizationId: organization.id, roles: ['king'] };
  const { membership } = await createMembership(world.context, wish);
  const guest = { email: 'x@example.com', organizationId: organization.id, role: null, inviterId: null, days: null };
  const { invitation } = await createInvitation(world.context, guest, String);
  const before = await everyDocument(world);
  for (const work of [
    () => getMembership(elsewhere, membership.id),
    () => updateMembership(elsewhere, membership.id, { roles: keep, status: set('inactive') }),
    () => deleteMembership(elsewhere, membership.id),
    () => createMembership(elsewhere, wish),
    () => findStanding(elsewhere, user.id, organization.id),
    () => deleteRole(elsewhere, 'king'),
    () => getInvitation(elsewhere, invitation.id),
    () => revokeInvitation(elsewhere, invitation.id),
    () => resendInvitation(elsewhere, invitation.id, String),
    () => acceptInvitationForHolder(elsewhere, invitation.id),
  ]) {
    expect(await refusalsOf(work)).toMatchObject([{ code: 'not-found' }]);
  }
  expect(await findStanding(elsewhere, user.id, null)).toBe(null);
  expect((await findRoles(elsewhere)).map(({ slug }) => slug)).toEqual(['admin', 'member']);
  expect(await everyDocument(world)).toEqual(before);
});
