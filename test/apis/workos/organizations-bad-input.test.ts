// Organizations, memberships, invitations and redirect URIs under bad input: never a 5xx, and what is refused changes nothing.
import { expect, test } from 'vitest';
import type { DocumentKind } from '../../../src/core/model/document.ts';
import { samples } from '../../fuzz/nasty.ts';
import { fresh, type Method, usePlace } from './harness.ts';

const place = usePlace();

/** All that these endpoints could have written. */
async function everything() {
  const query = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;
  const kinds = ['organization', 'membership', 'invitation', 'redirect-uri'] as const satisfies DocumentKind[];
  const { store } = place.app.ports;
  return await Promise.all(kinds.map((kind) => store.findDocuments('default', { ...query, kind, limit: 10_000 })));
}

async function cast() {
  const { id: organization } = (await place.ask('POST', '/organizations', { name: fresh('Org') })).body;
  const { id: user } = await place.user();
  const member = { user_id: user, organization_id: organization };
  const { id: membership } = (await place.call('POST', '/organization_memberships', member)).body;
  const guest = { email: `${fresh()}@example.com`, organization_id: organization };
  const { id: invitation } = (await place.call('POST', '/invitations', guest)).body;
  return { organization, user, membership, invitation };
}

test('every field takes every kind of wrong value', { timeout: 60_000 }, async () => {
  const { organization, user, membership, invitation } = await cast();
  const ofOrganization = ['name', 'domain_data', 'domains', 'external_id', 'metadata', 'proto'];
  const ofInvitation = ['email', 'organization_id', 'expires_in_days', 'inviter_user_id', 'role_slug', 'locale'];
  const operations: readonly (readonly [Method, string, readonly string[], object])[] = [
    ['POST', '/organizations', ofOrganization, { name: 'Acme' }],
    ['PUT', `/organizations/${organization}`, ofOrganization, {}],
    ['POST', '/user_management/organization_memberships', ['user_id', 'organization_id'], { user_id: user }],
    ['PUT', `/user_management/organization_memberships/${membership}`, ['role_slug', 'role_slugs'], {}],
    ['POST', '/user_management/invitations', ofInvitation, { organization_id: organization }],
    ['POST', `/user_management/invitations/${invitation}/resend`, ['locale'], {}],
    ['POST', '/user_management/redirect_uris', ['uri'], {}],
  ];
  for (const [method, path, fields, base] of operations) {
    for (const field of fields) {
      for (const [, value] of samples) {
        const before = await everything();
        const { status } = await place.ask(method, path, { ...base, [field]: value });
        if (status >= 400) expect(await everything(), `${method} ${path} ${field}`).toEqual(before);
      }
    }
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('nothing in a path or a query breaks anything', { timeout: 60_000 }, async () => {
  const { organization } = await cast();
  const texts = ['%00', 'a%00b', '%F0%9F%98%80', '..%2f', 'org_', `org_${'0'.repeat(26)}`, '__proto__', ',', '-1'];
  const things = ['/organizations/', '/organizations/external_id/', '/user_management/organization_memberships/'];
  const others = ['/user_management/invitations/', '/user_management/invitations/by_token/'];
  const lists = [
    ['/organizations', ['domains', 'search', 'limit', 'before', 'after', 'order']],
    ['/user_management/organization_memberships', ['user_id', 'organization_id', 'statuses']],
    ['/user_management/invitations', ['email', 'organization_id', 'after']],
    ['/user_management/users', ['organization_id', 'email', 'after', 'before']],
    ['/user_management/redirect_uris', ['after', 'limit', 'order']],
  ] as const;
  const before = await everything();
  for (const text of [...texts, 'x'.repeat(5000)]) {
    for (const path of [...things, ...others]) {
      expect((await place.ask('GET', path + text)).status, path + text).toBeGreaterThanOrEqual(400);
      expect((await place.ask('DELETE', path + text)).status, path + text).toBeGreaterThanOrEqual(400);
    }
    for (const [path, names] of lists) {
      for (const name of names) {
        await place.ask('GET', `${path}?${name}=${text}`);
        await place.ask('GET', `${path}?organization_id=${organization}&${name}=${text}`);
      }
    }
  }
  expect(await everything()).toEqual(before);
});
