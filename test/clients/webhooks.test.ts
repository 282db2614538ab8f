// Webhooks as applications receive them: verified and read by the vendors' own SDKs, in their words, whoever made the change.
import { verifyWebhook } from 'clerk-backend-3/webhooks';
import { describe, expect, test } from 'vitest';
import { type Arrival, startReceiver } from '../events/receiver.ts';
import { callingStand } from '../events/stand.ts';
import { type Stand, send, unique } from './clerk.ts';
import { cases, refusalOf } from './workos.ts';

/** What Clerk's SDK makes of a call, when it believes it. */
async function readByClerk({ headers, body }: Arrival, signingSecret: string) {
  return await verifyWebhook(new Request('http://receiver/', { method: 'POST', headers, body }), { signingSecret });
}

/** Adds an endpoint for Clerk's events, as an operator does. */
async function addEndpoint(at: Stand, url: string, more: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await send(at, 'POST', '/api/webhook-endpoints', { api: 'clerk', url, events: [], ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  const { id, secret } = Object(body);
  return { id, secret };
}

describe.each(cases)('$version on $name', ({ engine, create, sdk }) => {
  const at = callingStand(engine);
  const workos = () => create(at().server.url);
  const fresh = () => `${unique()}@example.com`;

  test("Clerk's changes arrive in WorkOS' words, verified by its SDK", async () => {
    const receiver = await startReceiver();
    const endpoint = await workos().webhooks.createWebhookEndpoint({ endpointUrl: receiver.url, events: [] });
    const email = fresh();
    const { id } = await at().clerk.users.createUser({ emailAddress: [email], skipPasswordRequirement: true });
    await at().clerk.users.updateUser(id, { firstName: 'John' });
    await receiver.until(2);
    await at().clerk.users.updateUser(id, { firstName: 'Jane' });
    const session = await at().clerk.sessions.createSession({ userId: id });
    await at().clerk.sessions.revokeSession(session.id);
    await at().clerk.users.deleteUser(id);
    await receiver.until(6);
    const events = await Promise.all(
      receiver.arrivals.map(({ json, headers }) => {
        const sigHeader = headers['workos-signature'] ?? '';
        return workos().webhooks.constructEvent({ payload: json, sigHeader, secret: endpoint.secret });
      }),
    );
    expect(events.map(({ event }) => event)).toEqual([
      ...['user.created', 'user.updated', 'user.updated'],
      ...['session.created', 'session.revoked', 'user.deleted'],
    ]);
    const [created, updated, again, begun, revoked, deleted] = events.map(({ data }) => Object(data));
    expect(created).toMatchObject({ object: 'user', email, firstName: null });
    expect(updated).toMatchObject({ id: created.id, firstName: 'John' });
    expect(again).toMatchObject({ id: created.id, firstName: 'Jane' });
    expect(begun).toMatchObject({ userId: created.id, status: 'active', endedAt: null });
    expect(revoked).toMatchObject({ id: begun.id, userId: created.id, status: 'revoked' });
    expect(deleted).toMatchObject({ id: created.id, email, firstName: 'Jane', createdAt: created.createdAt });
    expect(new Set(events.map(({ id: each }) => each)).size).toBe(6);
    const [first] = receiver.arrivals;
    const verify = (body: string, secret: string) =>
      workos().webhooks.constructEvent({
        ...{ payload: JSON.parse(body), sigHeader: first?.headers['workos-signature'] ?? '', secret },
      });
    const spoiled = (first?.body ?? '').replace(email, 'mallory@example.com');
    await expect(verify(spoiled, endpoint.secret)).rejects.toThrow(sdk.SignatureVerificationException);
    await expect(verify(first?.body ?? '', 'another')).rejects.toThrow(sdk.SignatureVerificationException);
  });

  test("WorkOS' changes arrive in Clerk's words, verified by its SDK", async () => {
    const receiver = await startReceiver();
    const { secret } = await addEndpoint(at(), receiver.url);
    const email = fresh();
    const { id: userId } = await workos().userManagement.createUser({ email, firstName: 'Ada' });
    await workos().userManagement.updateUser({ userId, lastName: 'Lovelace' });
    await workos().userManagement.deleteUser(userId);
    await receiver.until(3);
    const events = await Promise.all(receiver.arrivals.map((arrival) => readByClerk(arrival, secret)));
    expect(events.map(({ type }) => type)).toEqual(['user.created', 'user.updated', 'user.deleted']);
    const [created, updated, deleted] = events.map(({ data }) => Object(data));
    expect(created).toMatchObject({ object: 'user', first_name: 'Ada', last_name: null });
    expect(created.email_addresses).toMatchObject([{ email_address: email }]);
    expect(updated).toMatchObject({ id: created.id, first_name: 'Ada', last_name: 'Lovelace' });
    expect(deleted).toEqual({ object: 'user', id: created.id, deleted: true });
    const [first] = receiver.arrivals;
    expect(first?.headers['svix-id']).toMatch(/^msg_[0-9A-Z]{26}$/);
    expect(first?.json).toMatchObject({ object: 'event', instance_id: expect.stringMatching(/^ins_/) });
    if (first === undefined) throw new Error('nothing arrived');
    await expect(readByClerk({ ...first, body: first.body.replace('Ada', 'Eve') }, secret)).rejects.toThrow();
  });

  test('only what was asked for arrives, and nothing of what was before, or once it is off or gone', async () => {
    const email = fresh();
    const { id: userId } = await workos().userManagement.createUser({ email });
    const receiver = await startReceiver();
    const { webhooks, userManagement } = workos();
    const events = ['user.deleted', 'user.updated'] as const;
    const { id } = await webhooks.createWebhookEndpoint({ endpointUrl: receiver.url, events: [...events] });
    await userManagement.createUser({ email: fresh() });
    await userManagement.updateUser({ userId, firstName: 'One' });
    await receiver.until(1);
    const off = await webhooks.updateWebhookEndpoint({ id, status: 'disabled', events: ['user.updated'] });
    expect(off).toMatchObject({ id, status: 'disabled', events: ['user.updated'] });
    await userManagement.updateUser({ userId, firstName: 'Two' });
    await userManagement.deleteUser(userId);
    expect((await webhooks.updateWebhookEndpoint({ id, status: 'enabled' })).status).toBe('enabled');
    await receiver.until(2);
    expect(receiver.arrivals.map(({ json }) => [json.event, Object(json.data).first_name])).toEqual([
      ['user.updated', 'One'],
      ['user.updated', 'Two'],
    ]);
    await webhooks.deleteWebhookEndpoint({ id });
    expect(await refusalOf(() => webhooks.deleteWebhookEndpoint({ id }))).toMatchObject({ status: 404 });
    const other = await startReceiver();
    await webhooks.createWebhookEndpoint({ endpointUrl: other.url, events: [] });
    await userManagement.createUser({ email: fresh() });
    await other.until(1);
    expect(receiver.arrivals).toHaveLength(2);
  });

  test('endpoints are listed, and refused as WorkOS refuses them', async () => {
    const { webhooks } = workos();
    const made: string[] = [];
    for (const each of [1, 2, 3]) {
      const url = `https://example.com/${unique()}/${each}`;
      made.unshift((await webhooks.createWebhookEndpoint({ endpointUrl: url, events: ['user.created'] })).id);
    }
    const listed = await (await webhooks.listWebhookEndpoints()).autoPagination();
    expect(listed.slice(0, 3).map(({ id }) => id)).toEqual(made);
    const endpointUrl = listed[0]?.endpointUrl ?? '';
    const create = (params: object) =>
      refusalOf(() => webhooks.createWebhookEndpoint({ endpointUrl: 'https://example.com/', events: [], ...params }));
    expect(await create({ endpointUrl })).toMatchObject({ status: 409, code: 'duplicate_endpoint' });
    for (const url of ['example.com', 'ftp://example.com', 'https://user:word@example.com/', 'https://example.com/#x'])
      expect(await create({ endpointUrl: url })).toMatchObject({ status: 422, code: 'invalid_url' });
    expect(await create({ events: ['user.exploded'] })).toMatchObject({
      status: 422,
      code: 'invalid_request_parameters',
    });
    const [id = '', other = ''] = made;
    const move = () => webhooks.updateWebhookEndpoint({ id: other, endpointUrl });
    expect(await refusalOf(move)).toMatchObject({ status: 409, code: 'duplicate_endpoint' });
    await webhooks.deleteWebhookEndpoint({ id });
    expect(await webhooks.updateWebhookEndpoint({ id: other, endpointUrl })).toMatchObject({ endpointUrl });
    for (const each of made.slice(1)) await webhooks.deleteWebhookEndpoint({ id: each });
  });
});
