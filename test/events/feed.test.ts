// The feed of events: both versions of the SDK page through what many writers make and miss nothing; what was is told as it was.
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Context } from '../../src/core/commands/context.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { untouched } from '../../src/core/model/patch.ts';
import { engines } from '../clients/engines.ts';
import { type Client, versions } from '../clients/workos.ts';
import { openMemory } from '../conformance/app.ts';
import { type Caller, openCaller, openPlace } from './stand.ts';

const writers = 8;
const users = 1000;
const updates = 9;
const total = users * (updates + 1);

async function contextOf({ ports, host }: App): Promise<Context> {
  const realm = await host.publicRealm();
  return { ports, realm, actor: { kind: 'system' }, api: 'test', requestId: 'request' };
}

const named = (version: number) => ({ ...untouched, firstName: { op: 'set', value: `v${version}` } }) as const;

async function write(context: Context): Promise<void> {
  const waivers = { identifier: true, password: true };
  const options = { system: false, ifRev: null };
  let begun = 0;
  const writer = async (): Promise<void> => {
    while (begun < users) {
      begun += 1;
      const { id } = await createUser(context, named(0), waivers);
      for (let count = 1; count <= updates; count++) await updateUser(context, { by: 'id', id }, named(count), options);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

type Read = { id: string; event: string; userId: string; firstName: string | null };

async function page(workos: Client, options: object): Promise<{ events: Read[]; after: string | undefined }> {
  const { data, listMetadata } = await workos.events.listEvents({
    events: ['user.created', 'user.updated'],
    ...options,
  });
  const events = data.map((each) => {
    const user = Object(each.data);
    return { id: each.id, event: each.event, userId: user.id, firstName: user.firstName };
  });
  return { events, after: listMetadata.after ?? undefined };
}

/** Follows the feed forwards until everything has come. */
async function follow(workos: Client): Promise<Read[]> {
  const read: Read[] = [];
  while (read.length < total) {
    const last = read.at(-1)?.id;
    const { events } = await page(workos, { order: 'asc', limit: 100, ...(last === undefined ? {} : { after: last }) });
    if (events.length === 0) await pause(20);
    read.push(...events);
  }
  return read;
}

async function goBack(workos: Client): Promise<Read[]> {
  const read: Read[] = [];
  let after: string | undefined;
  do {
    const found = await page(workos, { limit: 100, ...(after === undefined ? {} : { after }) });
    read.push(...found.events);
    after = found.after;
  } while (after !== undefined);
  return read;
}

function judge(read: readonly Read[]): void {
  expect(new Set(read.map(({ id }) => id)).size).toBe(total);
  const lives = Map.groupBy(read, ({ userId }) => userId);
  expect(lives.size).toBe(users);
  const whole = Array.from({ length: updates + 1 }, (_, version) => `v${version}`);
  for (const life of lives.values()) {
    expect(life.map(({ firstName }) => firstName)).toEqual(whole);
    expect(life.map(({ event }) => event)).toEqual(['user.created', ...whole.slice(1).map(() => 'user.updated')]);
  }
}

describe.each(engines)('on $name', (engine) => {
  test(`${total} events of ${writers} writers are read while they are made`, { timeout: 180_000 }, async () => {
    const { app } = await openCaller(await openPlace(engine));
    const url = await app.listen();
    const context = await contextOf(app);
    const clients = versions.map(({ create }) => create(url));
    const [, ...read] = await Promise.all([write(context), ...clients.map(follow)]);
    for (const each of read) judge(each);
    const [client] = clients;
    if (client === undefined || read[0] === undefined) throw new Error('there is no client');
    expect(await goBack(client)).toEqual(read[0].toReversed());
  });
});

describe('a page', () => {
  let ask: Caller['ask'];
  const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
  const list = async (query = '') => {
    const { status, body } = await ask('GET', `/events${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    const { data, list_metadata: cursors } = Object(body);
    return { data, cursors, emails: data.map((event: { data: { email: string } }) => event.data.email) };
  };
  const clock = { now: Date.parse('2026-08-14T12:00:00Z') };
  const day = 86_400_000;

  beforeAll(async () => {
    const memory = await openMemory();
    ask = async (method, url, body) => {
      const { status, body: answer } = await memory.ask(method, url, body === undefined ? {} : { body });
      return { status, body: Object(answer) };
    };
    for (const email of emails) {
      await ask('POST', '/user_management/users', { email });
      await pause(2);
    }
    return () => memory.app.close();
  });

  test('goes on and back by ids of events, in all orders', async () => {
    const { data } = await list('?events=user.created');
    const ids = data.map(({ id }: { id: string }) => id);
    expect((await list()).emails).toEqual(emails.toReversed());
    expect((await list('?order=asc')).emails).toEqual(emails);
    expect(await list(`?limit=1&after=${ids[0]}`)).toMatchObject({
      emails: [emails[1]],
      cursors: { before: ids[1], after: ids[1] },
    });
    expect((await list(`?limit=1&before=${ids[2]}`)).emails).toEqual([emails[1]]);
    expect((await list(`?order=asc&after=${ids[1]}`)).emails).toEqual([emails[2]]);
    expect((await list(`?order=normal&before=${ids[1]}`)).emails).toEqual([emails[0]]);
    expect((await list(`?order=asc&after=${ids[0]}`)).cursors).toEqual({ before: null, after: null });
  });

  test('is filtered by type and time', async () => {
    for (const query of ['?events=user.created', '?events[]=user.created', '?events=user.created&events=user.deleted'])
      expect((await list(query)).emails).toHaveLength(3);
    expect((await list('?events=user.deleted,session.created')).emails).toEqual([]);
    expect((await list('?events=dsync.user.created')).emails).toEqual([]);
    const [newest, middle] = (await list()).data;
    expect((await list(`?range_start=${middle.created_at}`)).emails).toEqual([emails[2], emails[1]]);
    expect((await list(`?range_end=${newest.created_at}&limit=1`)).emails).toEqual([emails[1]]);
  });

  test('is filtered by organization', async () => {
    const made = await ask('POST', '/organizations', { name: 'Initech' });
    const { body } = await ask('GET', `/events?organization_id=${made.body.id}`);
    expect(Object(body).data).toMatchObject([{ event: 'organization.created', data: { id: made.body.id } }]);
    expect((await ask('GET', '/events?organization_id=org_01EHQMYV6MBK39QC5PZXHY59C3')).status).toBe(400);
  });

  test.each([
    'events=user.exploded',
    'events=user.created,x',
    'range_start=yesterday',
    'range_end=2026-13-01',
    'after=nothing',
    'before=event_01EHQMYV6MBK39QC5PZXHY59CU',
    'limit=0',
    'limit=101',
  ])('with %s is refused', async (query) => {
    expect((await ask('GET', `/events?${query}`)).status).toBe(422);
  });

  test('tells nothing that is older than 90 days', async () => {
    const [engine] = engines;
    if (engine === undefined) throw new Error('there is no engine');
    const caller = await openCaller(await openPlace(engine), { clock: () => clock.now });
    const context = await contextOf(caller.app);
    for (const name of [0, 1]) {
      await createUser(context, named(name), { identifier: true, password: true });
      clock.now += 50 * day;
    }
    const { body } = await caller.ask('GET', '/events?order=asc&range_start=2020-01-01');
    expect(Object(body).data).toMatchObject([{ event: 'user.created', data: { first_name: 'v1' } }]);
  });
});
