// What WorkOS' SDK does with organizations and, for want of a method, redirect URIs.
import { describe, expect, test } from 'vitest';
import { send, unique } from './clerk.ts';
import { secretKey } from './server.ts';
import { cases, refusalOf } from './workos.ts';
import { idOf, missing, moment, nowhere, plain, scene } from './workos-scene.ts';

describe.each(cases)('the SDK $version on $name', (where) => {
  const { at, recorder, organizations, users, freshUser, freshOrganization } = scene(where);

  describe('organizations', () => {
    test('are created with everything, and read back', async () => {
      const [externalId, domain] = [unique('ext'), `${unique('d').toLowerCase()}.example.com`];
      const made = await organizations().createOrganization({
        name: 'Foo Corp',
        externalId,
        metadata: { tier: 'diamond' },
        domainData: [{ domain: domain.toUpperCase(), state: plain('verified') }],
      });
      expect(made).toMatchObject({
        object: 'organization',
        id: idOf('org'),
        name: 'Foo Corp',
        externalId,
        metadata: { tier: 'diamond' },
        domains: [
          { object: 'organization_domain', id: idOf('org_domain'), organizationId: made.id, domain, state: 'verified' },
        ],
        createdAt: moment,
        updatedAt: made.createdAt,
      });
      expect(await organizations().getOrganization(made.id)).toEqual(made);
      expect(await organizations().getOrganizationByExternalId(externalId)).toEqual(made);
      expect((await organizations().listOrganizations({ domains: [domain, 'nobody.example'] })).data).toEqual([made]);
      expect((await organizations().listOrganizations({ domains: ['nobody.example'] })).data).toEqual([]);
    });

    test('have external ids with slashes, encoded or raw', async () => {
      const externalId = `${unique('ext')}/a/b`;
      const { id } = await organizations().createOrganization({ name: 'Slash', externalId });
      for (const spelled of [externalId, encodeURIComponent(externalId)]) {
        const read = await send(at(), 'GET', `/organizations/external_id/${spelled}`);
        expect(read).toMatchObject({ status: 200, body: { id } });
      }
    });

    test('are updated field by field; metadata merges', async () => {
      const externalId = unique('ext');
      const { id: organization } = await organizations().createOrganization({
        name: 'Before',
        externalId,
        metadata: { a: '1', b: '2' },
      });
      const renamed = await organizations().updateOrganization({ organization, name: 'After' });
      expect(renamed).toMatchObject({ name: 'After', externalId, metadata: { a: '1', b: '2' } });
      const merged = await organizations().updateOrganization({ organization, metadata: plain({ b: null, c: '3' }) });
      expect(merged.metadata).toEqual({ a: '1', c: '3' });
      const cleared = await organizations().updateOrganization({ organization, externalId: null });
      expect(cleared.externalId).toBe(null);
      await organizations().createOrganization({ name: 'Next', externalId });
      const same = await organizations().updateOrganization({ organization, name: 'After' });
      expect(same.updatedAt).toBe(cleared.updatedAt);
    });

    test('keep the id of a domain that stays', async () => {
      const [one, two] = [`${unique('a')}.example`, `${unique('b')}.example`];
      const pending = { state: plain('pending') };
      const made = await organizations().createOrganization({ name: 'D', domainData: [{ domain: one, ...pending }] });
      const next = await organizations().updateOrganization({
        organization: made.id,
        domainData: [
          { domain: two, ...pending },
          { domain: one, state: plain('verified') },
        ],
      });
      expect(next.domains.map(({ domain, state }) => [domain, state])).toEqual([
        [two.toLowerCase(), 'pending'],
        [one.toLowerCase(), 'verified'],
      ]);
      expect(next.domains[1]?.id).toBe(made.domains[0]?.id);
      await organizations().updateOrganization({ organization: made.id, domainData: [] });
      await organizations().createOrganization({ name: 'E', domainData: [{ domain: one, ...pending }] });
    });

    test('are refused what cannot be', async () => {
      const [externalId, domain] = [unique('ext'), `${unique('d')}.example.com`];
      const domainData = [{ domain, state: plain('pending') }];
      const { id: organization } = await organizations().createOrganization({ name: 'First', externalId, domainData });
      const other = await freshOrganization();
      const refusals = [
        [
          () => organizations().createOrganization({ name: 'X', externalId }),
          { status: 400, code: 'external_id_already_used' },
        ],
        [
          () => organizations().createOrganization({ name: 'X', domainData }),
          { status: 409, code: 'organization_domain_already_used' },
        ],
        [() => organizations().createOrganization({ name: '' }), { status: 422, code: 'invalid_request_parameters' }],
        [() => organizations().createOrganization({ name: ' ' }), { status: 422 }],
        [() => organizations().createOrganization({ name: 'X', externalId: 'x'.repeat(129) }), { status: 422 }],
        [() => organizations().createOrganization({ name: 'X', externalId: 'é' }), { status: 422 }],
        [
          () =>
            organizations().createOrganization({
              name: 'X',
              domainData: [{ domain: 'no domain', state: plain('pending') }],
            }),
          { status: 422, code: 'invalid_request_parameters' },
        ],
        [
          () => organizations().createOrganization({ name: 'X', metadata: { k: 'x'.repeat(601) } }),
          { status: 400, code: 'invalid_metadata' },
        ],
        [() => organizations().updateOrganization({ organization: other.id, externalId }), { status: 400 }],
        [() => organizations().updateOrganization({ organization: other.id, domainData }), { status: 409 }],
        [
          () => organizations().updateOrganization({ organization: nowhere, name: 'X' }),
          { ...missing, message: `Organization not found: '${nowhere}'.` },
        ],
        [
          () => organizations().getOrganization('nothing'),
          { ...missing, message: "Organization not found: 'nothing'." },
        ],
        [() => organizations().getOrganizationByExternalId('no/such'), missing],
        [() => organizations().deleteOrganization(nowhere), missing],
      ] as const;
      for (const [call, expected] of refusals) expect(await refusalOf(call)).toMatchObject(expected);
      expect(await organizations().getOrganization(other.id)).toEqual(other);
      expect((await organizations().getOrganization(organization)).externalId).toBe(externalId);
    });

    test('are listed by time, in pages both ways, and searched by name', async () => {
      const stem = unique('Searched');
      const made: string[] = [];
      for (let index = 0; index < 5; index++) {
        made.unshift((await organizations().createOrganization({ name: `${stem} ${index}` })).id);
      }
      const page = async (options: object) => {
        const { data, listMetadata } = await organizations().listOrganizations({ limit: 2, ...options });
        return [data.map(({ id }) => id), listMetadata];
      };
      expect(await page({})).toEqual([made.slice(0, 2), { before: null, after: made[1] }]);
      expect(await page({ after: made[1] })).toEqual([made.slice(2, 4), { before: made[2], after: made[3] }]);
      expect(await page({ before: made[2] })).toEqual([made.slice(0, 2), { before: null, after: made[1] }]);
      expect(await page({ search: stem.toUpperCase(), order: 'asc', limit: 10 })).toEqual([
        made.toReversed(),
        { before: null, after: null },
      ]);
      expect(await page({ search: stem, after: made[3] })).toEqual([[made[4]], { before: made[4], after: null }]);
      expect((await refusalOf(() => organizations().listOrganizations({ after: 'user_1' }))).status).toBe(422);
    });

    test('go with their memberships and invitations', async () => {
      const organization = await freshOrganization();
      const user = await freshUser();
      const { id } = await users().createOrganizationMembership({ organizationId: organization.id, userId: user.id });
      const invitation = await users().sendInvitation({
        email: `${unique()}@example.com`,
        organizationId: organization.id,
      });
      await organizations().deleteOrganization(organization.id);
      expect(await refusalOf(() => organizations().getOrganization(organization.id))).toMatchObject(missing);
      expect(await refusalOf(() => users().getOrganizationMembership(id))).toMatchObject(missing);
      expect(await refusalOf(() => users().getInvitation(invitation.id))).toMatchObject(missing);
      expect(await refusalOf(() => users().findInvitationByToken(invitation.token))).toMatchObject(missing);
      expect((await users().listOrganizationMemberships({ userId: user.id })).data).toEqual([]);
      expect(await users().getUser(user.id)).toEqual(user);
    });
  });

  test('redirect URIs are registered, listed and deleted', async () => {
    const uri = `https://${unique().toLowerCase()}.example.com/callback`;
    const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) => {
      const response = await recorder.fetch(`${at().server.url}/user_management/redirect_uris${url}`, {
        method,
        headers: {
          authorization: `Bearer ${secretKey}`,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    };
    const made = await ask('POST', '', { uri });
    expect(made).toMatchObject({
      status: 201,
      body: { object: 'redirect_uri', id: idOf('redirect_uri'), uri, default: true },
    });
    expect(await ask('POST', '', { uri: `${uri}/other` })).toMatchObject({ status: 201, body: { default: false } });
    expect((await ask('GET', '?order=asc')).body.data[0]).toEqual(made.body);
    for (const bad of [uri, 'javascript:alert(1)', 'http://example.com/cb', `${uri}#fragment`, '']) {
      expect((await ask('POST', '', { uri: bad })).status).toBe(422);
    }
    expect(await ask('DELETE', `/${made.body.id}`)).toEqual({ status: 204, body: null });
    expect((await ask('DELETE', `/${made.body.id}`)).status).toBe(404);
    expect((await ask('GET', '')).body.data).toMatchObject([{ uri: `${uri}/other`, default: true }]);
  });
});
