// Invitations: what goes out, who may accept, once, and what must not happen.

import { expect, test } from 'vitest';
import { acceptInvitation, acceptInvitationForHolder } from '../../src/core/commands/accept-invitation.ts';
import { createInvitation } from '../../src/core/commands/create-invitation.ts';
import { createMembership } from '../../src/core/commands/create-membership.ts';
import { deleteRole } from '../../src/core/commands/delete-role.ts';
import { findInvitationByToken, getInvitation } from '../../src/core/commands/find-invitations.ts';
import { resendInvitation } from '../../src/core/commands/resend-invitation.ts';
import { revokeInvitation } from '../../src/core/commands/revoke-invitation.ts';
import { setRole } from '../../src/core/commands/set-role.ts';
import { set } from '../../src/core/model/patch.ts';
import { wish as email, listChange } from '../users.ts';
import { changesOf, everyDocument, newOrganization, newUser } from './organizations.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

const dayMs = 86_400_000;
const blank = { email: 'ada@example.com', organizationId: null, role: null, inviterId: null, days: 7 };
const linkOf = (token: string) => `https://users.example.com/in?token=${token}`;
const invite = (world: World, wish: Partial<typeof blank> | object = {}) =>
  createInvitation(world.context, { ...blank, ...wish }, linkOf);
const mailsOf = ({ ports, clock }: World) => ports.store.takeMails(clock.now, clock.now + 1000, 100);

test('one mail goes out, and only its sealed part knows the link', async () => {
  const world = await openWorld();
  const organization = await newOrganization(world);
  const inviter = await add(world, { firstName: set('Grace'), lastName: set('Hopper') });
  const { invitation, token } = await invite(world, { organizationId: organization.id, inviterId: inviter.id });
  const mails = await mailsOf(world);
  expect(mails).toMatchObject([
    {
      template: 'invitation',
      to: 'ada@example.com',
      values: { days: '7', organization: organization.name, inviter: 'Grace Hopper' },
    },
  ]);
  const [{ id = '', sealed } = {}] = mails;
  expect(JSON.parse(world.ports.vault.openText(sealed ?? '', `mail:default:${id}`))).toEqual({ link: linkOf(token) });
  const written = JSON.stringify([mails, await everyDocument(world), await changesOf(world)]);
  expect(written).not.toContain(token);
  expect(await findInvitationByToken(world.context, token)).toEqual({ invitation, token, state: 'pending' });
  expect(await refusalsOf(() => findInvitationByToken(world.context, `${token}x`))).toMatchObject([
    { code: 'not-found' },
  ]);
});

test('the mail can be sent again, with the days that are left', async () => {
  const world = await openWorld();
  const { invitation } = await invite(world, { days: 3 });
  await mailsOf(world);
  world.clock.now += 2 * dayMs + 1;
  const again = await resendInvitation(world.context, invitation.id, linkOf);
  expect(again.invitation.expireAt).toBe(invitation.expireAt);
  expect((await mailsOf(world)).map(({ values }) => values.days)).toContain('1');
  expect((await changesOf(world)).map(({ type }) => type)).toEqual(['invitation.created', 'invitation.resent']);
});

test('an invitation that has run out opens nothing, and makes way for another', async () => {
  const world = await openWorld();
  const { invitation, token } = await invite(world, { days: 1 });
  const refused = () => refusalsOf(() => invite(world, { email: 'ADA@example.com' }));
  expect(await refused()).toEqual([{ code: 'taken', field: 'invitation-token' }]);
  world.clock.now += dayMs - 1;
  expect((await findInvitationByToken(world.context, token)).state).toBe('pending');
  world.clock.now += 1;
  expect((await findInvitationByToken(world.context, token)).state).toBe('expired');
  const user = await newUser(world, 'ada@example.com');
  expect(await refusalsOf(() => acceptInvitation(world.context, invitation, user))).toEqual([
    { code: 'code-rejected', reason: 'expired' },
  ]);
  for (const work of [
    () => revokeInvitation(world.context, invitation.id),
    () => resendInvitation(world.context, invitation.id, linkOf),
  ]) {
    expect(await refusalsOf(work)).toEqual([{ code: 'not-eligible', field: 'expired', why: 'off' }]);
  }
  const organizationId = (await newOrganization(world)).id;
  await invite(world, { organizationId });
  expect((await everyDocument(world)).invitations).toHaveLength(2);
});

test('the user who proved the address accepts, also from the hosted page, and becomes a member', async () => {
  const world = await openWorld();
  const organization = await newOrganization(world);
  const { invitation, token } = await invite(world, { organizationId: organization.id, role: 'admin' });
  const user = await add(world, { emails: listChange({ add: [email('Ada@Example.com', { claim: 'unverified' })] }) });
  const visitor = { ...world.context, actor: { kind: 'anybody', address: null } } as const;
  expect((await findInvitationByToken(visitor, token)).invitation.id).toBe(invitation.id);
  const accepted = await acceptInvitation(visitor, invitation, user);
  expect(accepted).toMatchObject({ state: 'accepted', invitation: { acceptedUserId: user.id } });
  expect((await everyDocument(world)).memberships).toMatchObject([
    { userId: user.id, organizationId: organization.id, status: 'active', roles: ['admin'] },
  ]);
  expect((await changesOf(world)).slice(-2).map(({ type }) => type)).toEqual([
    'invitation.accepted',
    'membership.created',
  ]);
  const before = await everyDocument(world);
  expect(await refusalsOf(() => acceptInvitation(visitor, invitation, user))).toEqual([
    { code: 'code-rejected', reason: 'used' },
  ]);
  expect(await everyDocument(world)).toEqual(before);
});

test('nobody accepts what was sent to another', async () => {
  const world = await openWorld();
  const { invitation } = await invite(world, { organizationId: (await newOrganization(world)).id });
  const mallory = await newUser(world, 'mallory@example.com');
  const before = await everyDocument(world);
  expect(await refusalsOf(() => acceptInvitation(world.context, invitation, mallory))).toMatchObject([
    { code: 'not-found', what: 'invitation' },
  ]);
  expect(await everyDocument(world)).toEqual(before);
});

test('who is a member already keeps the roles they have', async () => {
  const world = await openWorld();
  const organizationId = (await newOrganization(world)).id;
  const { invitation } = await invite(world, { organizationId, role: 'admin' });
  const user = await newUser(world, 'ada@example.com');
  await createMembership(world.context, { userId: user.id, organizationId, roles: ['member'] });
  await acceptInvitation(world.context, invitation, user);
  expect((await everyDocument(world)).memberships).toMatchObject([{ roles: ['member'] }]);
});

test('a role that is gone by then becomes the default role', async () => {
  const world = await openWorld();
  const organizationId = (await newOrganization(world)).id;
  await setRole(world.context, 'king', { name: 'King', description: null, permissions: [] });
  const { invitation } = await invite(world, { organizationId, role: 'king' });
  await deleteRole(world.context, 'king');
  await newUser(world, 'ada@example.com');
  await acceptInvitationForHolder(world.context, invitation.id);
  expect((await everyDocument(world)).memberships).toMatchObject([{ roles: ['member'] }]);
});

test('nobody is invited to where they are, and nothing goes out', async () => {
  const world = await openWorld();
  const organizationId = (await newOrganization(world)).id;
  const user = await newUser(world, 'ada@example.com');
  expect(await refusalsOf(() => invite(world))).toEqual([{ code: 'taken', field: 'email' }]);
  await createMembership(world.context, { userId: user.id, organizationId, roles: null });
  expect(await refusalsOf(() => invite(world, { organizationId }))).toEqual([{ code: 'taken', field: 'membership' }]);
  for (const wrong of [{ email: 'no address' }, { days: 0 }, { days: 31 }, { days: 1.5 }]) {
    expect(await refusalsOf(() => invite(world, wrong))).toMatchObject([{ code: 'invalid' }]);
  }
  for (const absent of [{ organizationId: 'x' }, { inviterId: 'x' }, { role: 'x' }]) {
    expect(await refusalsOf(() => invite(world, { email: 'new@example.com', ...absent }))).toMatchObject([
      { code: 'not-found' },
    ]);
  }
  expect((await everyDocument(world)).invitations).toEqual([]);
  expect(await mailsOf(world)).toEqual([]);
});

test('a token says nothing in another realm', async () => {
  const world = await openWorld();
  const elsewhere = { ...world.context, realm: { ...world.context.realm, id: 'other' } };
  const { invitation, token } = await createInvitation(elsewhere, blank, linkOf);
  expect(await refusalsOf(() => findInvitationByToken(world.context, token))).toMatchObject([{ code: 'not-found' }]);
  expect(await refusalsOf(() => getInvitation(world.context, invitation.id))).toMatchObject([{ code: 'not-found' }]);
  expect(await refusalsOf(() => revokeInvitation(world.context, invitation.id))).toMatchObject([{ code: 'not-found' }]);
});
