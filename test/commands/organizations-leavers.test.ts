// Who was taken out of an organization: an invitation from before is no way back.

import { expect, test } from 'vitest';
import { acceptInvitation } from '../../src/core/commands/accept-invitation.ts';
import { createInvitation } from '../../src/core/commands/create-invitation.ts';
import { createMembership } from '../../src/core/commands/create-membership.ts';
import { deleteMembership } from '../../src/core/commands/delete-membership.ts';
import { getInvitation } from '../../src/core/commands/find-invitations.ts';
import { updateMembership } from '../../src/core/commands/update-membership.ts';
import { keep, set } from '../../src/core/model/patch.ts';
import { changesOf, everyDocument, newOrganization, newUser } from './organizations.ts';
import { openWorld, refusalsOf, type World } from './world.ts';

const deactivate = ({ context }: World, id: string) =>
  updateMembership(context, id, { roles: keep, status: set('inactive') });
const remove = ({ context }: World, id: string) => deleteMembership(context, id);

test.each([
  ['deactivated', deactivate],
  ['deleted', remove],
])('who was %s does not come back by an invitation from before, but by a new one', async (_, takeOut) => {
  const world = await openWorld();
  const { context } = world;
  const [{ id: organizationId }, other] = [await newOrganization(world), await newOrganization(world)];
  const email = 'ada@example.com';
  const wish = { email, organizationId, role: 'admin', inviterId: null, days: null };
  const { invitation } = await createInvitation(context, wish, String);
  const elsewhere = await createInvitation(context, { ...wish, organizationId: other.id }, String);
  const user = await newUser(world, 'Ada@Example.com');
  const { membership } = await createMembership(context, { userId: user.id, organizationId, roles: null });
  await takeOut(world, membership.id);
  expect((await getInvitation(context, invitation.id)).state).toBe('revoked');
  expect((await getInvitation(context, elsewhere.invitation.id)).state).toBe('pending');
  expect((await changesOf(world)).filter(({ type }) => type === 'invitation.revoked')).toHaveLength(1);
  const before = await everyDocument(world);
  expect(await refusalsOf(() => acceptInvitation(context, invitation, user))).toEqual([
    { code: 'code-rejected', reason: 'used' },
  ]);
  expect(await everyDocument(world)).toEqual(before);
  const again = await createInvitation(context, wish, String);
  await acceptInvitation(context, again.invitation, user);
  expect((await everyDocument(world)).memberships).toMatchObject([{ status: 'active', roles: ['admin'] }]);
});
