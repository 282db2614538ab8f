// Deliveries in trouble: a change that cannot be told, receivers that are slow, and a feed whose end is not known yet.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWebhookEndpoint } from '../../src/core/commands/create-webhook-endpoint.ts';
import { findWebhookEndpoints } from '../../src/core/commands/find-webhook-endpoints.ts';
import type { Change, NewChange } from '../../src/core/model/change.ts';
import type { Delivery, WebhookEndpoint } from '../../src/core/model/endpoint.ts';
import type { DocumentStep } from '../../src/core/ports.ts';
import { type DeliveryOptions, openDeliverer, type Voice } from '../../src/events/deliver.ts';
import { engines } from '../clients/engines.ts';
import { makeWorld, type World } from '../commands/world.ts';
import { idOf } from '../users.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { type Caller, openCaller, openPlace } from './stand.ts';

const nothing = { realm: 'default', users: [], images: [], sessions: [], changes: [], mails: [], documents: [] };
const order = { types: null, from: null, to: null, limit: 100 } as const;

let counter = 0;
async function createUser({ ask }: Caller): Promise<string> {
  counter += 1;
  const email = `trouble${counter}@example.com`;
  expect((await ask('POST', '/user_management/users', { email })).status).toBe(201);
  return email;
}

const emailsOf = ({ arrivals }: Receiver): unknown[] => arrivals.map(({ json }) => Object(json.data).email);

const lettersOf = async ({ ask }: Caller, id: string): Promise<Record<string, unknown>[]> =>
  Object((await ask('GET', `/api/webhook-endpoints/${id}/dead-letters`)).body).items;

/** Commits a change from which no event can be made: it tells of half a membership. */
async function spoil({ app: { ports } }: Caller): Promise<void> {
  const [latest] = await ports.store.readChanges('default', { ...order, direction: 'descending', beyond: null });
  if (latest === undefined) throw new Error('there is no change');
  const { seq: _, ...change } = latest;
  const half = { kind: 'membership', id: idOf(7), organizationId: idOf(8) };
  const diff = [{ path: `memberships.${half.id}`, before: null, after: half }];
  const spoilt: NewChange = { ...change, type: 'membership.created', diff };
  expect((await ports.store.commit({ ...nothing, changes: [spoilt] })).ok).toBe(true);
}

describe.each(engines)('on $name', (engine) => {
  test('a change that cannot be told is a dead letter after the usual attempts; the next go on', async () => {
    const caller = await openCaller(await openPlace(engine), { attempts: 3 });
    const receiver = await startReceiver();
    const { id } = await caller.subscribe('workos', receiver.url);
    const before = await createUser(caller);
    await spoil(caller);
    const after = await createUser(caller);
    await receiver.until(2);
    expect(emailsOf(receiver)).toEqual([before, after]);
    const letters = await lettersOf(caller, id);
    expect(letters).toMatchObject([{ event: 'membership.created', attempts: 3, lastError: 'no event: TypeError' }]);
    const again = { events: [letters[0]?.eventId] };
    const path = `/api/webhook-endpoints/${id}/redeliveries`;
    expect(await caller.ask('POST', path, again)).toMatchObject({ status: 202, body: { deliveries: 1 } });
    expect(letters).toHaveLength(1);
    await expect.poll(() => lettersOf(caller, id)).toMatchObject([{ eventId: letters[0]?.eventId, attempts: 3 }]);
    expect(emailsOf(receiver)).toEqual([before, after]);
  });

  test('an endpoint that is deleted while it is called is not called again, and leaves nothing behind', async () => {
    const caller = await openCaller(await openPlace(engine), { attempts: 1 });
    const receiver = await startReceiver();
    const { id } = await caller.subscribe('workos', receiver.url);
    const called = Promise.withResolvers<void>();
    receiver.answer = () => {
      called.resolve();
      return 500;
    };
    for (let count = 0; count < 20; count++) await createUser(caller);
    await called.promise;
    expect((await caller.ask('DELETE', `/api/webhook-endpoints/${id}`)).status).toBe(204);
    const { length } = receiver.arrivals;
    await pause(300);
    expect(receiver.arrivals.length - length).toBeLessThanOrEqual(1);
    for (const kind of ['webhook-endpoint', 'delivery', 'dead-letter'] as const) {
      const all = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;
      expect(await caller.app.ports.store.findDocuments('default', { kind, ...all, limit: 100 }), kind).toEqual([]);
    }
  });

  test('a change that cannot be told does not concern who does not ask for its like', async () => {
    const caller = await openCaller(await openPlace(engine), { pauseMs: 60_000 });
    const receiver = await startReceiver();
    const { id } = await caller.subscribe('workos', receiver.url, ['user.created']);
    await createUser(caller);
    await spoil(caller);
    await createUser(caller);
    await receiver.until(2);
    expect(await lettersOf(caller, id)).toEqual([]);
  });
});

test('receivers that are slow do not keep the others waiting until they have heard everything', async () => {
  const clock = { now: Date.now() };
  const engine = engines[0] ?? expect.fail('there is no engine');
  const caller = await openCaller(await openPlace(engine), { clock: () => clock.now });
  const slow = await Promise.all([1, 2, 3, 4].map(() => startReceiver()));
  const quick = await startReceiver();
  let heard = 0;
  for (const receiver of slow) {
    receiver.answer = () => {
      heard += 1;
      clock.now += 2000;
      return 200;
    };
  }
  let before = 0;
  quick.answer = () => {
    if (quick.arrivals.length === 1) before = heard;
    return 200;
  };
  const ids: string[] = [];
  for (const { url } of [...slow, quick]) ids.push((await caller.subscribe('workos', url)).id);
  for (const id of ids) await caller.ask('PATCH', `/api/webhook-endpoints/${id}`, { enabled: false });
  for (let count = 0; count < 30; count++) await createUser(caller);
  for (const id of ids) await caller.ask('PATCH', `/api/webhook-endpoints/${id}`, { enabled: true });
  await Promise.all([...slow, quick].map((receiver) => receiver.until(30)));
  expect(before).toBeLessThan(60);
  for (const receiver of [...slow, quick]) expect(new Set(emailsOf(receiver)).size).toBe(30);
});

test('a new endpoint is not told the whole history where its end is not known yet', async () => {
  const { context, ports } = await makeWorld();
  const means = { mayCall: () => true, eventsOf: () => new Set<string>(), newSecret: () => 'secret' };
  const wish = { api: 'test', url: 'https://example.org/', events: [], enabled: true };
  const store = { ...ports.store, readChanges: async () => [] };
  const early = createWebhookEndpoint({ ...context, ports: { ...ports, store } }, means, wish);
  await expect(early).rejects.toMatchObject({ refusals: [{ code: 'conflict', rev: 0 }] });
  expect(await findWebhookEndpoints(context)).toEqual([]);
});

describe('a deliverer', () => {
  /** Each change as two events. */
  const twice: Voice = {
    signature: { style: 'timestamped', header: 'x-signature', separator: ',' },
    typesOf: () => ['role.updated'],
    idOf: ({ seq }) => `event_${seq}`,
    tell: async (changes) =>
      changes.flatMap((change) =>
        [0, 1].map((part) => ({
          ...{ id: `event_${change.seq}_${part}`, place: { seq: change.seq, part }, type: change.type },
          body: { id: `${change.seq}/${part}` },
        })),
      ),
  };

  const change = (world: World): NewChange => ({
    ...{ realm: 'default', userId: '', rev: 0, at: world.clock.now, actor: { kind: 'system' }, api: 'test' },
    ...{ requestId: 'request', type: 'role.updated', diff: [] },
  });

  async function open(url: string, stretch: Pick<Delivery, 'place' | 'through'>): Promise<World> {
    const world = await makeWorld();
    const { ports, clock } = world;
    const base = { realm: 'default', rev: 1, createdAt: clock.now, updatedAt: clock.now, forgetAt: null } as const;
    const ofNobody = { userId: null, organizationId: null } as const;
    const endpointId = idOf(60);
    const endpoint: WebhookEndpoint = {
      ...{
        ...base,
        ...ofNobody,
        kind: 'webhook-endpoint',
        id: endpointId,
        subject: null,
        api: 'test',
        url,
        events: [],
      },
      ...{ sealed: ports.vault.sealText('secret', `endpoint:default:${endpointId}`), enabled: true },
    };
    const delivery: Delivery = {
      ...{ ...base, ...ofNobody, kind: 'delivery', id: idOf(61), subject: endpointId, sealed: null, endpointId },
      ...{ ...stretch, attempts: 0, lastError: null, nextAt: 0, heldUntil: 0 },
    };
    const documents: DocumentStep[] = [endpoint, delivery].map((document) => ({ op: 'insert', document, keys: [] }));
    expect((await ports.store.commit({ ...nothing, documents })).ok).toBe(true);
    return world;
  }

  function start({ ports }: World, own: Partial<DeliveryOptions>): void {
    const silent = { info: () => {}, warn: () => {}, error: () => {} };
    const deliverer = openDeliverer({
      ...{ ...ports, realm: 'default', clock: Date.now, voiceOf: () => twice, allowPrivate: true },
      ...{ resolve: async () => [], pauseAfter: () => 20, dice: () => 0, log: silent, count: () => {} },
      ...own,
    });
    onTestFinished(() => deliverer.close());
  }

  const behind = (seq: number) => ({ seq, part: 0xffff });
  const told = ({ arrivals }: Receiver) => arrivals.map(({ json }) => json.id);
  async function latest({ ports }: World): Promise<Change> {
    const [found] = await ports.store.readChanges('default', { ...order, direction: 'descending', beyond: null });
    return found ?? expect.fail('there is no change');
  }

  test('tries the second event of the very last change again, too', async () => {
    const receiver = await startReceiver();
    receiver.answer = () => (receiver.arrivals.length === 2 ? 503 : 200);
    const world = await open(receiver.url, { place: behind(0), through: null });
    await world.ports.store.commit({ ...nothing, changes: [change(world)] });
    start(world, {});
    await receiver.until(3);
    const { seq } = await latest(world);
    expect(told(receiver).slice(-3)).toEqual([`${seq}/0`, `${seq}/1`, `${seq}/1`]);
  });

  test('does not take what is not settled yet for the end of what is to be told again', async () => {
    const receiver = await startReceiver();
    const world = await open(receiver.url, { place: behind(0), through: 1 });
    const { store } = world.ports;
    await store.commit({ ...nothing, changes: [change(world)] });
    let looks = 0;
    const readChanges: typeof store.readChanges = async (...asked) => (looks++ < 3 ? [] : store.readChanges(...asked));
    start(world, { store: { ...store, readChanges } });
    await receiver.until(2);
    expect(told(receiver)).toEqual(['1/0', '1/1']);
    await expect.poll(() => store.loadDocument('default', 'delivery', idOf(61))).toBeNull();
    await pause(100);
    expect(told(receiver)).toHaveLength(2);
  });
});
