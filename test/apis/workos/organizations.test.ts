// Organizations over the wire, where the SDKs do not go: what is refused in which words, and what then has not happened.
import { describe, expect, test } from 'vitest';
import { type Answer, expectError, expectMissing, fresh, usePlace } from './harness.ts';

const place = usePlace();
const create = (body: unknown) => place.ask('POST', '/organizations', body);
const organization = async (body: object = {}) => (await create({ name: fresh('Org'), ...body })).body;
const countOf = async (path: string) => (await place.ask('GET', `${path}limit=100`)).body.data.length;
const invalid = (answer: Answer, ...errors: string[]) => expectError(answer, 422, 'invalid_request_parameters', errors);

describe('organizations', () => {
  test.each([
    [{}, ['name_string_required']],
    [{ name: null }, ['name_string_required']],
    [{ name: 5 }, ['name_string_required']],
    [{ name: 'X', shoe_size: 43 }, ['shoe_size_unknown']],
    [{ name: 'X', stripe_customer_id: 'cus_1' }, ['stripe_customer_id_unknown']],
    [{ name: 'X', domain_data: 'a.example' }, ['domain_data_array_required']],
    [{ name: 'X', domain_data: [{ domain: 'a.example' }] }, ['domain_data_invalid']],
    [{ name: 'X', domain_data: [{ domain: 'a.example', state: 'failed' }] }, ['domain_data_invalid']],
    [{ name: 'X', domain_data: [{ domain: 'a', state: 'verified' }] }, ['domain_data_invalid']],
    [{ name: 'X', domains: [5] }, ['domains_string_required']],
    [{ name: 'X', domains: [], domain_data: [] }, ['domains_excludes_domain_data']],
    [{ name: 'X', external_id: '' }, ['external_id_string_required']],
    [{ name: 'X', metadata: 'x' }, ['metadata_object_required']],
    [
      { name: 'X', allow_profiles_outside_organization: 'no' },
      ['allow_profiles_outside_organization_boolean_required'],
    ],
    [[], ['body_object_required']],
  ])('%j is refused, and nobody is made', async (body, errors) => {
    const before = await countOf('/organizations?');
    invalid(await create(body), ...errors);
    expect(await countOf('/organizations?')).toBe(before);
  });

  test.each([
    { a: 5 },
    { ['k'.repeat(41)]: 'x' },
    Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 'x'])),
  ])('metadata %j is refused', async (metadata) =>
    expectError(await create({ name: 'X', metadata }), 400, 'invalid_metadata'),
  );

  test('a prototype is out of reach', async () => {
    expectError(await create('{"name":"X","metadata":{"__proto__":"x"}}'), 400, 'invalid_metadata');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('domains in their older form are pending, and the states of those that stay are kept', async () => {
    const [one, two] = [`${fresh('a')}.example`, `${fresh('b')}.example`];
    const { id } = await organization({ domain_data: [{ domain: one, state: 'verified' }] });
    const { body } = await place.ask('PUT', `/organizations/${id}`, { domains: [one, two] });
    expect(body.domains).toMatchObject([
      { domain: one, state: 'verified' },
      { domain: two, state: 'pending' },
    ]);
  });

  test('domains are looked for in each form that a query can have', async () => {
    const [one, two] = [`${fresh('a')}.example`, `${fresh('b')}.example`];
    const made = [await organization({ domains: [one] }), await organization({ domains: [two] })].map(({ id }) => id);
    const find = async (query: string) => {
      const { status, body } = await place.ask('GET', `/organizations?order=asc&${query}`);
      return [status, body.data.map(({ id }: { id: string }) => id)];
    };
    for (const query of [
      `domains=${one}&domains=${two}`,
      `domains[]=${two}&domains[]=${one}`,
      `domains=${one},${two}`,
    ]) {
      expect(await find(query)).toEqual([200, made]);
    }
    expect(await find(`domains=${one.toUpperCase()}`)).toEqual([200, made.slice(0, 1)]);
    expect(await find('domains=')).toEqual([200, []]);
    expect(await find(`domains=${one}&search=nobody`)).toEqual([200, []]);
    invalid(await place.ask('GET', `/organizations?domains=${'a,'.repeat(101)}`), 'domains_too_many');
  });

  test('nobody without a key learns anything', async () => {
    const { id } = await organization();
    for (const [method, url] of [
      ['GET', '/organizations'],
      ['GET', `/organizations/${id}`],
      ['DELETE', `/organizations/${id}`],
      ['GET', '/user_management/invitations'],
      ['GET', '/user_management/redirect_uris'],
    ] as const) {
      const answer = await place.ask(method, url, undefined, { authorization: null });
      expect([answer.status, answer.body]).toEqual([401, { message: 'Unauthorized' }]);
    }
    expect((await place.ask('GET', `/organizations/${id}`)).status).toBe(200);
  });

  test.each(['org_1', 'user_01E4ZCR3C56J083X43JQXF3JK5', '%00', 'x'.repeat(90)])('%s is nobody', async (id) => {
    for (const method of ['GET', 'DELETE'] as const) {
      expectMissing(await place.ask(method, `/organizations/${id}`), 'Organization', decodeURIComponent(id));
    }
  });
});

describe('memberships', () => {
  const path = '/organization_memberships';

  test.each([
    [{}, ['user_id_string_required', 'organization_id_string_required']],
    [
      { user_id: 'u', organization_id: 'o', role_slug: 'admin', role_slugs: ['admin'] },
      ['role_slugs_excludes_role_slug'],
    ],
    [{ user_id: 'u', organization_id: 'o', role_slugs: 'admin' }, ['role_slugs_array_required']],
    [{ user_id: 'u', organization_id: 'o', role_slugs: [1] }, ['role_slugs_string_required']],
    [{ user_id: 'u', organization_id: 'o', status: 'active' }, ['status_unknown']],
  ])('%j is refused', async (body, errors) => invalid(await place.call('POST', path, body), ...errors));

  test('statuses are joined by commas, repeated, or in brackets', async () => {
    const { id: organizationId } = await organization();
    const { id: userId } = await place.user();
    const made = await place.call('POST', path, { user_id: userId, organization_id: organizationId });
    await place.call('PUT', `${path}/${made.body.id}/deactivate`);
    const find = async (query: string) =>
      (await place.call('GET', `${path}?organization_id=${organizationId}&${query}`)).body.data.length;
    expect(await find('')).toBe(0);
    for (const query of ['statuses=active,inactive', 'statuses=active&statuses=inactive', 'statuses[]=inactive']) {
      expect(await find(query)).toBe(1);
    }
    invalid(await place.call('GET', `${path}?user_id=${userId}&statuses=gone`), 'statuses_invalid');
    invalid(await place.call('GET', `${path}?user_id=${userId}&limit=0`), 'limit_invalid');
  });

  test('an id that was kept from elsewhere means its user', async () => {
    const { id: organizationId } = await organization();
    const alias = 'user_01H7ZGXFP5C6BBQY6Z7277ZCT0';
    await place.made({ aliases: { op: 'set', value: { workos: alias } } });
    const made = await place.call('POST', path, { user_id: alias, organization_id: organizationId });
    expect(made).toMatchObject({ status: 201, body: { user_id: alias, user: { id: alias } } });
    const { body } = await place.call('GET', `${path}?user_id=${alias}`);
    expect(body.data).toEqual([made.body]);
  });

  test('a role can be made, held, and deleted when nobody holds it', async () => {
    const [{ id: organizationId }, { id: userId }] = [await organization(), await place.user()];
    const slug = fresh('role');
    const wish = { user_id: userId, organization_id: organizationId, role_slug: slug };
    expectError(await place.call('POST', path, wish), 422, 'invalid_role');
    const role = { name: 'Editor', permissions: ['posts:write'] };
    const set = await place.ask('PUT', `/api/roles/${slug}`, role);
    expect([set.status, set.body]).toEqual([200, { slug, description: null, ...role }]);
    const made = await place.call('POST', path, wish);
    expect(made).toMatchObject({ status: 201, body: { role: { slug }, roles: [{ slug }] } });
    const { body } = await place.ask('GET', '/api/roles');
    expect(body.items.map((one: { slug: string }) => one.slug)).toEqual(['admin', 'member', slug]);
    await place.call('PUT', `${path}/${made.body.id}`, { role_slug: 'member' });
    const gone = await place.app.server.inject({
      method: 'DELETE',
      url: `/api/roles/${slug}`,
      headers: { authorization: 'Bearer sk_test_scenarios0123456789' },
    });
    expect(gone.statusCode).toBe(204);
    expectError(await place.call('PUT', `${path}/${made.body.id}`, { role_slug: slug }), 422, 'invalid_role');
  });
});

describe('invitations', () => {
  const path = '/invitations';
  const email = () => `${fresh()}@example.com`;

  test.each([
    [{}, ['email_string_required']],
    [{ email: 'x@example.com', expires_in_days: '3' }, ['expires_in_days_integer_required']],
    [{ email: 'x@example.com', locale: '!' }, ['locale_invalid']],
    [{ email: 'x@example.com', role: 'admin' }, ['role_unknown']],
  ])('%j is refused', async (body, errors) => invalid(await place.call('POST', path, body), ...errors));

  test('a list by an address that is empty is no list of all', async () => {
    await place.call('POST', path, { email: email() });
    invalid(await place.call('GET', `${path}?email=`), 'email_string_required');
  });

  test('the same request sent twice invites once', async () => {
    const body = { email: email() };
    const again = { 'idempotency-key': fresh('key') };
    const [one, other] = [
      await place.ask('POST', '/user_management/invitations', body, again),
      await place.ask('POST', '/user_management/invitations', body, again),
    ];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toEqual(one.body);
    expect((await place.call('GET', `${path}?email=${body.email}`)).body.data).toEqual([one.body]);
  });

  test('the link leads to this server', async () => {
    const { body } = await place.call('POST', path, { email: email() });
    const link = `https://users.example.com/user_management/authorize?invitation_token=${body.token}`;
    expect(body.accept_invitation_url).toBe(link);
    expectMissing(await place.call('GET', `${path}/by_token/nothing`), 'Invitation', 'nothing');
  });
});
