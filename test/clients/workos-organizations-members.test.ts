// What WorkOS' SDK does with memberships and invitations.
import { describe, expect, test } from 'vitest';
import { send, unique } from './clerk.ts';
import { cases, refusalOf } from './workos.ts';
import { idOf, missing, moment, nowhere, scene } from './workos-scene.ts';

describe.each(cases)('the SDK $version on $name', (where) => {
  const { at, users, freshUser, freshOrganization } = scene(where);

  describe('memberships', () => {
    test('connect a user and an organization, in a role', async () => {
      const [organization, user] = [await freshOrganization(), await freshUser()];
      const made = await users().createOrganizationMembership({ organizationId: organization.id, userId: user.id });
      expect(made).toEqual({
        object: 'organization_membership',
        id: idOf('om'),
        userId: user.id,
        organizationId: organization.id,
        organizationName: organization.name,
        status: 'active',
        directoryManaged: false,
        createdAt: moment,
        updatedAt: made.createdAt,
        role: { slug: 'member' },
        roles: [{ slug: 'member' }],
        customAttributes: {},
      });
      expect(await users().getOrganizationMembership(made.id)).toEqual(made);
      const admin = await users().updateOrganizationMembership(made.id, { roleSlug: 'admin' });
      expect(admin).toMatchObject({ role: { slug: 'admin' }, roles: [{ slug: 'admin' }] });
      const both = await users().updateOrganizationMembership(made.id, { roleSlugs: ['member', 'admin'] });
      expect(both).toMatchObject({ role: { slug: 'member' }, roles: [{ slug: 'member' }, { slug: 'admin' }] });
      expect(await users().updateOrganizationMembership(made.id, {})).toEqual(both);
      const { body } = await send(at(), 'GET', `/user_management/organization_memberships/${made.id}`);
      expect(Object(body).user).toMatchObject({ object: 'user', id: user.id, first_name: 'Ada' });
    });

    test('are deactivated and come back as they were', async () => {
      const [organizationId, userId] = [(await freshOrganization()).id, (await freshUser()).id];
      const made = await users().createOrganizationMembership({ organizationId, userId, roleSlug: 'admin' });
      const off = await users().deactivateOrganizationMembership(made.id);
      expect(off).toMatchObject({ status: 'inactive', role: { slug: 'admin' } });
      expect(await users().deactivateOrganizationMembership(made.id)).toEqual(off);
      const list = async (options: object) =>
        (await users().listOrganizationMemberships({ userId, organizationId, ...options })).data.map(({ id }) => id);
      expect(await list({})).toEqual([]);
      expect(await list({ statuses: ['inactive', 'pending'] })).toEqual([made.id]);
      expect(await users().reactivateOrganizationMembership(made.id)).toMatchObject({
        status: 'active',
        role: { slug: 'admin' },
      });
      expect(await list({ statuses: ['active', 'inactive'] })).toEqual([made.id]);
      await users().deactivateOrganizationMembership(made.id);
      const again = await users().createOrganizationMembership({ organizationId, userId });
      expect(again).toMatchObject({ id: made.id, status: 'active', role: { slug: 'member' } });
      await users().deleteOrganizationMembership(made.id);
      expect(await refusalOf(() => users().deleteOrganizationMembership(made.id))).toMatchObject(missing);
      expect(await list({ statuses: ['active', 'inactive', 'pending'] })).toEqual([]);
    });

    test('are listed by organization, in pages', async () => {
      const organizationId = (await freshOrganization()).id;
      const made: string[] = [];
      for (let index = 0; index < 3; index++) {
        const userId = (await freshUser()).id;
        made.unshift((await users().createOrganizationMembership({ organizationId, userId })).id);
      }
      const first = await users().listOrganizationMemberships({ organizationId, limit: 2 });
      expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
      const after = first.listMetadata.after ?? '';
      const second = await users().listOrganizationMemberships({ organizationId, limit: 2, after });
      expect(second.data.map(({ id }) => id)).toEqual(made.slice(2));
    });

    test('are refused what cannot be', async () => {
      const [organizationId, userId] = [(await freshOrganization()).id, (await freshUser()).id];
      const other = (await freshUser()).id;
      const { id } = await users().createOrganizationMembership({ organizationId, userId });
      const nobody = 'user_01E4ZCR3C56J083X43JQXF3JK5';
      const refusals = [
        [
          () => users().createOrganizationMembership({ organizationId, userId }),
          { status: 409, code: 'organization_membership_already_exists' },
        ],
        [
          () => users().createOrganizationMembership({ organizationId, userId: other, roleSlug: 'king' }),
          { status: 422, code: 'invalid_role' },
        ],
        [() => users().createOrganizationMembership({ organizationId, userId: other, roleSlugs: [] }), { status: 422 }],
        [
          () => users().createOrganizationMembership({ organizationId, userId: nobody }),
          { ...missing, message: `User not found: '${nobody}'.` },
        ],
        [
          () => users().createOrganizationMembership({ organizationId: nowhere, userId: other }),
          { ...missing, message: `Organization not found: '${nowhere}'.` },
        ],
        [() => users().updateOrganizationMembership(id, { roleSlug: 'king' }), { status: 422, code: 'invalid_role' }],
        [
          () => users().getOrganizationMembership('om_1'),
          { ...missing, message: "Organization Membership not found: 'om_1'." },
        ],
        [() => users().listOrganizationMemberships({ userId: nobody }), missing],
        [() => users().listOrganizationMemberships({ organizationId: nowhere }), missing],
      ] as const;
      for (const [call, expected] of refusals) expect(await refusalOf(call)).toMatchObject(expected);
      const unasked = await send(at(), 'GET', '/user_management/organization_memberships');
      expect(unasked).toMatchObject({ status: 400, body: { code: 'missing_user_id_or_organization_id' } });
      expect((await users().listOrganizationMemberships({ userId: other })).data).toEqual([]);
    });

    test('go with their user', async () => {
      const [organizationId, userId] = [(await freshOrganization()).id, (await freshUser()).id];
      const { id } = await users().createOrganizationMembership({ organizationId, userId });
      await users().deleteUser(userId);
      expect(await refusalOf(() => users().getOrganizationMembership(id))).toMatchObject(missing);
      expect((await users().listOrganizationMemberships({ organizationId })).data).toEqual([]);
    });
  });

  describe('invitations', () => {
    test('are sent, read, listed and resent', async () => {
      const [organizationId, inviter] = [(await freshOrganization()).id, await freshUser()];
      const email = `${unique()}@example.com`;
      const made = await users().sendInvitation({
        ...{ email, organizationId, expiresInDays: 3, inviterUserId: inviter.id, roleSlug: 'admin' },
        locale: 'de',
      });
      expect(made).toEqual({
        object: 'invitation',
        id: idOf('invitation'),
        email,
        state: 'pending',
        acceptedAt: null,
        revokedAt: null,
        expiresAt: moment,
        organizationId,
        inviterUserId: inviter.id,
        acceptedUserId: null,
        roleSlug: 'admin',
        token: expect.stringMatching(/^[\w-]{34,}$/),
        acceptInvitationUrl: `${at().server.url}/user_management/authorize?invitation_token=${made.token}`,
        createdAt: moment,
        updatedAt: made.createdAt,
      });
      expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(3 * 86_400_000);
      expect(await users().getInvitation(made.id)).toEqual(made);
      expect(await users().findInvitationByToken(made.token)).toEqual(made);
      expect((await users().listInvitations({ email: email.toUpperCase() })).data).toEqual([made]);
      expect((await users().listInvitations({ organizationId })).data).toEqual([made]);
      expect((await users().listInvitations({ organizationId, email: `${unique()}@example.com` })).data).toEqual([]);
      const resent = await users().resendInvitation(made.id);
      expect(resent).toEqual({ ...made, updatedAt: moment });
    });

    test('are accepted once, with the membership where a user has the address', async () => {
      const [organizationId, user] = [(await freshOrganization()).id, await freshUser()];
      const made = await users().sendInvitation({ email: user.email, organizationId, roleSlug: 'admin' });
      expect(await users().acceptInvitation(made.id)).toMatchObject({
        state: 'accepted',
        acceptedAt: moment,
        acceptedUserId: user.id,
      });
      const { data } = await users().listOrganizationMemberships({ organizationId });
      expect(data).toMatchObject([{ userId: user.id, status: 'active', role: { slug: 'admin' } }]);
      for (const call of [() => users().acceptInvitation(made.id), () => users().revokeInvitation(made.id)]) {
        expect(await refusalOf(call)).toMatchObject({ status: 400, code: 'invite_not_pending' });
      }
      expect(await refusalOf(() => users().resendInvitation(made.id))).toMatchObject({
        status: 400,
        code: 'invite_accepted',
      });
      const stranger = await users().sendInvitation({ email: `${unique()}@example.com`, organizationId });
      expect(await users().acceptInvitation(stranger.id)).toMatchObject({ state: 'accepted', acceptedUserId: null });
      expect((await users().listOrganizationMemberships({ organizationId })).data).toEqual(data);
    });

    test('are revoked, and then make way for another', async () => {
      const email = `${unique()}@example.com`;
      const made = await users().sendInvitation({ email });
      expect(made).toMatchObject({ organizationId: null, roleSlug: null, inviterUserId: null });
      expect(await refusalOf(() => users().sendInvitation({ email: email.toUpperCase() }))).toMatchObject({
        status: 400,
        code: 'email_already_invited',
      });
      expect(await users().revokeInvitation(made.id)).toMatchObject({ state: 'revoked', revokedAt: moment });
      expect(await refusalOf(() => users().resendInvitation(made.id))).toMatchObject({ code: 'invite_revoked' });
      expect(await users().sendInvitation({ email })).toMatchObject({ state: 'pending' });
    });

    test('are refused what cannot be', async () => {
      const [organizationId, user] = [(await freshOrganization()).id, await freshUser()];
      const email = `${unique()}@example.com`;
      await users().sendInvitation({ email, organizationId });
      await users().createOrganizationMembership({ organizationId, userId: user.id });
      const free = () => `${unique()}@example.com`;
      const refusals = [
        [
          () => users().sendInvitation({ email, organizationId }),
          { status: 400, code: 'email_already_invited_to_organization' },
        ],
        [
          () => users().sendInvitation({ email: user.email, organizationId }),
          { status: 400, code: 'user_already_organization_member' },
        ],
        [() => users().sendInvitation({ email: user.email }), { status: 400, code: 'user_already_exists' }],
        [
          () => users().sendInvitation({ email: free(), expiresInDays: 0 }),
          { status: 400, code: 'expires_in_days_too_short' },
        ],
        [
          () => users().sendInvitation({ email: free(), expiresInDays: 31 }),
          { status: 400, code: 'expires_in_days_too_long' },
        ],
        [() => users().sendInvitation({ email: free(), expiresInDays: 1.5 }), { status: 422 }],
        [() => users().sendInvitation({ email: free(), roleSlug: 'king' }), { status: 400, code: 'invalid_role' }],
        [() => users().sendInvitation({ email: 'no address' }), { status: 422, code: 'invalid_request_parameters' }],
        [() => users().sendInvitation({ email: free(), organizationId: nowhere }), missing],
        [
          () => users().sendInvitation({ email: free(), inviterUserId: 'nobody' }),
          { ...missing, message: "User not found: 'nobody'." },
        ],
        [() => users().getInvitation('invitation_1'), { ...missing, message: "Invitation not found: 'invitation_1'." }],
        [() => users().findInvitationByToken('nothing'), missing],
        [() => users().acceptInvitation('invitation_01E4ZCR3C56J083X43JQXF3JK5'), missing],
        [() => users().revokeInvitation('invitation_01E4ZCR3C56J083X43JQXF3JK5'), missing],
        [() => users().resendInvitation('invitation_01E4ZCR3C56J083X43JQXF3JK5'), missing],
      ] as const;
      for (const [call, expected] of refusals) expect(await refusalOf(call)).toMatchObject(expected);
      expect((await users().listInvitations({ organizationId })).data).toHaveLength(1);
    });
  });
});
