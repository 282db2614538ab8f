// What could not be told, and telling it again: dead letters, redelivery by id and by range, and trying now.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { engines } from '../clients/engines.ts';
import { startReceiver } from './receiver.ts';
import { type Caller, openCaller, openPlace } from './stand.ts';

let counter = 0;

async function createUser({ ask }: Caller): Promise<string> {
  counter += 1;
  const email = `user${counter}@example.com`;
  expect((await ask('POST', '/user_management/users', { email })).status).toBe(201);
  return email;
}

const lettersOf = async ({ ask }: Caller, id: string, query = ''): Promise<Record<string, unknown>[]> =>
  Object((await ask('GET', `/api/webhook-endpoints/${id}/dead-letters${query}`)).body).items;

const emailsOf = (arrivals: readonly { json: Record<string, unknown> }[]): unknown[] =>
  arrivals.map(({ json }) => Object(json.data).email);

describe.each(engines)('on $name', (engine) => {
  test('what fails to the end is a dead letter, told again by its id; the next go on', async () => {
    const caller = await openCaller(await openPlace(engine), { attempts: 3 });
    const receiver = await startReceiver();
    const { id } = await caller.subscribe('workos', receiver.url);
    const bad = await createUser(caller);
    receiver.answer = ({ json }) => (Object(json.data).email === bad ? 418 : 200);
    const good = await createUser(caller);
    await receiver.until(() => emailsOf(receiver.arrivals).includes(good));
    expect(emailsOf(receiver.arrivals)).toEqual([bad, bad, bad, good]);
    const [letter, ...others] = await lettersOf(caller, id);
    expect(others).toEqual([]);
    const eventId = receiver.arrivals[0]?.json.id;
    expect(letter).toMatchObject({ eventId, event: 'user.created', attempts: 3, lastError: 'status 418' });

    const redeliver = (body: object) => caller.ask('POST', `/api/webhook-endpoints/${id}/redeliveries`, body);
    receiver.answer = () => 200;
    expect(await redeliver({ events: [eventId] })).toMatchObject({ status: 202, body: { deliveries: 1 } });
    await receiver.until(5);
    expect(emailsOf(receiver.arrivals).at(-1)).toBe(bad);
    expect(receiver.arrivals[4]?.json.id).toBe(eventId);
    expect(await lettersOf(caller, id)).toEqual([]);
    await createUser(caller);
    await receiver.until(6);

    const unknown = `${String(eventId).slice(0, -4)}0000`;
    for (const each of [unknown.replace('event_0', 'event_1'), 'nothing', 'event_'])
      expect((await redeliver({ events: [each] })).status, each).toBe(422);
    expect((await redeliver({ events: [] })).status).toBe(422);
    expect((await redeliver({})).status).toBe(422);
    expect(receiver.arrivals).toHaveLength(6);
  });

  test('a range is told again in order, by times and by ids, both ends included', async () => {
    const caller = await openCaller(await openPlace(engine));
    const receiver = await startReceiver();
    const { id } = await caller.subscribe('workos', receiver.url);
    const emails: string[] = [];
    const times: string[] = [];
    for (let index = 0; index < 5; index++) {
      await pause(5);
      times.push(new Date().toISOString());
      await pause(5);
      emails.push(await createUser(caller));
    }
    await receiver.until(5);
    const ids = receiver.arrivals.map(({ json }) => json.id);
    const again = async (from: unknown, to: unknown, expected: unknown[]) => {
      const before = receiver.arrivals.length;
      const { status } = await caller.ask('POST', `/api/webhook-endpoints/${id}/redeliveries`, { from, to });
      expect(status).toBe(202);
      await receiver.until(before + expected.length);
      expect(emailsOf(receiver.arrivals.slice(before))).toEqual(expected);
    };
    await again(ids[1], ids[3], emails.slice(1, 4));
    await again(times[1], times[3], emails.slice(1, 3));
    await again(ids[3], null, emails.slice(3));
    await again(null, times[2], emails.slice(0, 2));
    await again(ids[3], ids[1], []);
    await again(times[4], times[0], []);
  });

  test('a pause ends when somebody says so; a rotated secret signs what follows', async () => {
    const caller = await openCaller(await openPlace(engine), { pauseMs: 3_600_000 });
    const receiver = await startReceiver();
    const { id, secret } = await caller.subscribe('clerk', receiver.url);
    receiver.answer = () => 500;
    await createUser(caller);
    await receiver.until(1);
    receiver.answer = () => 200;
    await pause(300);
    expect(receiver.arrivals).toHaveLength(1);
    const path = `/api/webhook-endpoints/${id}`;
    const rotated = await caller.ask('PATCH', path, { rotateSecret: true });
    expect(rotated.status).toBe(200);
    expect(rotated.body).not.toHaveProperty('secret');
    const shown = await caller.ask('GET', `${path}/secret`);
    expect(shown.body.secret).toMatch(/^whsec_/);
    expect(shown.body.secret).not.toBe(secret);
    expect((await caller.ask('POST', `${path}/retry`)).status).toBe(202);
    await receiver.until(2);
    const [first, second] = receiver.arrivals;
    expect(second?.headers['svix-id']).toBe(first?.headers['svix-id']);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['svix-signature']).not.toBe(first?.headers['svix-signature']);
  });
});

test('an endpoint on a private network is refused unless the operator allows it', async () => {
  const [engine] = engines;
  if (engine === undefined) throw new Error('there is no engine');
  const place = await openPlace(engine);
  const caller = await openCaller(place, { allowPrivate: false });
  const add = (url: string) => caller.ask('POST', '/api/webhook-endpoints', { api: 'workos', url });
  for (const url of [
    'http://127.0.0.1:1/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://10.1/',
  ])
    expect((await add(url)).status, url).toBe(422);
  expect((await caller.ask('POST', '/webhook_endpoints', { endpoint_url: 'https://10.1/', events: [] })).body).toEqual({
    code: 'invalid_url',
    message: expect.any(String),
  });
  expect((await add('https://example.com/')).status).toBe(201);
  expect((await add('https://EXAMPLE.com')).status).toBe(409);
  const { body } = await caller.ask('POST', '/api/webhook-endpoints', { api: 'nobody', url: 'https://example.org/' });
  expect(body).toMatchObject({ errors: [{ pointer: '/api', reason: 'value' }] });
});

test('what was allowed once is not called any more when it is not', async () => {
  const [engine] = engines;
  if (engine === undefined) throw new Error('there is no engine');
  const place = await openPlace(engine);
  const receiver = await startReceiver();
  const before = await openCaller(place);
  const { id } = await before.subscribe('workos', receiver.url);
  await before.app.close();
  const after = await openCaller(place, { allowPrivate: false, attempts: 1 });
  await createUser(after);
  await expect.poll(() => lettersOf(after, id)).toMatchObject([{ lastError: 'not-https' }]);
  expect(receiver.arrivals).toEqual([]);
  // Whatever may be called by now, it can be switched off.
  expect((await after.ask('PATCH', `/api/webhook-endpoints/${id}`, { enabled: false })).status).toBe(200);
});
