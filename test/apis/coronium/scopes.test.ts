// Scopes: each is a world of its own, the first of them the home realm; opened by who plays there, or by an operator.
import { describe, expect, onTestFinished, test } from 'vitest';
import { homeOf } from '../../../src/apis/coronium/envelope/find-scope.ts';
import { readScopes } from '../../../src/apis/coronium/operator/find-scopes.ts';
import { putScope } from '../../../src/apis/coronium/operator/put-scope.ts';
import { type App, build } from '../../../src/app.ts';
import { addKey, storedKey } from '../../../src/boot/api-keys.ts';
import { readConfig } from '../../../src/config.ts';
import { engines as places } from '../../clients/engines.ts';
import { environmentOf } from '../../clients/server.ts';
import { everything } from '../../conformance/coronium-everything.ts';
import { ourHeaders } from '../../conformance/coronium-wire.ts';
import { startReceiver } from '../../events/receiver.ts';
import { homeScope, md5, secretKey, serverKey, useGame } from './game.ts';

const pins = { MUSTER_SECRET_KEY: secretKey, MUSTER_CORONIUM_KEY: serverKey };
const player = (username: string) => ({ username, password: md5('1234') });
const unknownId = '01920000-0000-7000-8000-000000000000';

async function call(app: App, action: string, body: object, scope: string) {
  const payload = JSON.stringify(body);
  const headers = ourHeaders(action, payload, { scope });
  return (await app.server.inject({ method: 'POST', url: '/', headers, payload })).json().result;
}

const listOf = async (app: App) => await readScopes(await homeOf(app.host, 'test'));

async function open(keys: Readonly<Record<string, string | undefined>>, closeLater = true): Promise<App> {
  const app = await build(readConfig({ ...pins, ...keys }, { memory: keys.MUSTER_DATA === undefined }));
  if (closeLater) onTestFinished(async () => await app.close(100));
  return app;
}

describe('two scopes', () => {
  const game = useGame();
  const scope = 'Elsewhere';

  test('know nobody of each other', async () => {
    const wish = { ...player(game.fresh('Same')), email: `${game.fresh('same')}@example.com`, extra: { here: true } };
    const here = (await game.ask('create', wish)).user_id;
    const there = (await game.ask('create', { ...wish, extra: { here: false } }, { scope })).user_id;
    expect(there).not.toBe(here);
    expect(await game.ask('login', wish)).toMatchObject({ user_id: here, scope: homeScope, extra: { here: true } });
    expect(await game.ask('login', wish, { scope })).toMatchObject({ user_id: there, scope, extra: { here: false } });
    const before = await everything(game.app.ports.store);
    for (const [id, other] of [
      [here, scope],
      [there, homeScope],
    ] as const) {
      await game.refuse('get', { user_id: id }, 604, { scope: other });
      await game.refuse('update', { user_id: id, update: { active: false } }, 604, { scope: other });
      await game.refuse('resendConfirmation', { user_id: id }, 604, { scope: other });
      expect(await game.ask('delete', { user_id: id }, { scope: other })).toBe(0);
    }
    expect(await everything(game.app.ports.store)).toEqual(before);
  });

  test('differ by every letter of their names', async () => {
    const id = await game.player();
    for (const other of ['space race', 'Space Race 2', 'Space  Race', 'Spacе Race', 'Spac\u0065\u0301', 'Spac\u00e9'])
      await game.refuse('get', { user_id: id }, 604, { scope: other });
  });

  test('delete a user once', async () => {
    const user_id = await game.player({ email: 'once@example.com' });
    expect(await game.ask('delete', { user_id })).toBe(1);
    expect(await game.ask('delete', { user_id })).toBe(0);
    expect(await game.player({ email: 'once@example.com' })).not.toBe(user_id);
  });

  test('reach nobody who is built in, or has a say', async () => {
    const [admin] = (await game.rest('GET', '/api/users?system=true')).body.items ?? [];
    const stored = await game.app.ports.store.loadUser('default', { by: 'key', kind: 'username', key: 'admin' });
    expect(stored?.user.system, JSON.stringify(admin)).toBe(true);
    const user_id = stored?.user.id ?? '';
    const before = await everything(game.app.ports.store);
    await game.refuse('get', { user_id }, 604);
    await game.refuse('update', { user_id, update: { password: md5('mine') } }, 604);
    await game.refuse('addAuthProvider', { user_id, provider: 'facebook', auth: { client_id: 'mine' } }, 604);
    expect(await game.ask('delete', { user_id })).toBe(0);
    expect(await everything(game.app.ports.store)).toEqual(before);
  });
});

test('webhooks of the realm of a scope tell of its users, and of no others', async () => {
  const app = await open({ MUSTER_WEBHOOK_ALLOW_PRIVATE: 'on' });
  const receiver = await startReceiver();
  await call(app, 'create', player('Before'), 'First');
  await call(app, 'create', player('Before'), 'Second');
  const { store, random, clock } = app.ports;
  const secret = 'sk_test_of_the_second_realm';
  await addKey(store, storedKey({ random, realm: 'second-2', kind: 'secret', secret, now: clock() }));
  const made = await app.server.inject({
    ...{ method: 'POST', url: '/api/webhook-endpoints', headers: { authorization: `Bearer ${secret}` } },
    payload: { api: 'clerk', url: receiver.url, events: [] },
  });
  expect(made.statusCode, made.body).toBe(201);
  await call(app, 'create', player('Unheard-of'), 'First');
  await call(app, 'create', player('Heard-of'), 'Second');
  await receiver.until(1);
  expect(receiver.arrivals.map(({ json }) => json)).toMatchObject([
    { type: 'user.created', data: { username: 'Heard-of' } },
  ]);
});

describe('a scope that nobody has named before', () => {
  test('leads home if it is the first, and to a realm of its own if not', async () => {
    const app = await open({});
    expect(await listOf(app)).toEqual([]);
    for (const scope of ['First', 'Second', 'Third', 'First', 'Second'])
      expect(await call(app, 'get', { user_id: unknownId }, scope)).toMatchObject({ status: 604 });
    const scopes = await listOf(app);
    expect(scopes.map(({ name }) => name)).toEqual(['First', 'Second', 'Third']);
    expect(scopes.map(({ values }) => values.realm)).toEqual(['default', 'second-2', 'third-3']);
    expect(await app.ports.store.listRealms()).toEqual(['default', 'second-2', 'third-3']);
  });

  test('is opened a hundred times at most', async () => {
    const app = await open({});
    for (let number = 1; number <= 100; number += 1)
      expect(await call(app, 'get', { user_id: unknownId }, `Scope ${number}`)).toMatchObject({ status: 604 });
    const before = await everything(app.ports.store);
    expect(await call(app, 'create', player('late'), 'Scope 101')).toEqual({
      ...{ error: 'There are 100 scopes already; an operator may add more.', status: 1004 },
    });
    expect(await everything(app.ports.store)).toEqual(before);
    expect(await call(app, 'create', player('early'), 'Scope 100')).toHaveProperty('user_id');
    await putScope(app.host, await homeOf(app.host, 'test'), 'Scope 101', { realm: null, settings: {} }, 'new');
    expect(await call(app, 'create', player('late'), 'Scope 101')).toHaveProperty('user_id');
  }, 60_000);

  test('is refused where an operator opens them', async () => {
    const app = await open({ MUSTER_CORONIUM_SCOPES: 'closed' });
    const before = await everything(app.ports.store);
    expect(await call(app, 'create', player('early'), 'New')).toEqual({
      ...{ error: 'There is no scope "New"; an operator may add it.', status: 1004 },
    });
    expect(await call(app, 'create', player('early'), '')).toEqual({
      ...{ error: 'The game names no scope, and there is none for it.', status: 1004 },
    });
    expect(await everything(app.ports.store)).toEqual(before);
    await putScope(app.host, await homeOf(app.host, 'test'), 'New', { realm: null, settings: {} }, 'new');
    expect(await call(app, 'create', player('early'), 'New')).toHaveProperty('user_id');
    expect(await call(app, 'create', player('early'), '')).toMatchObject({ status: 1004 });
    expect(await call(app, 'create', player('early'), 'new')).toMatchObject({ status: 1004 });
  });
});

describe('a game that names no scope', () => {
  test('plays at home, in the oldest scope that leads there, and is bound by its settings', async () => {
    const app = await open({});
    const { user_id } = await call(app, 'create', player('Unscoped'), '');
    expect(await call(app, 'get', { user_id }, '')).toMatchObject({ user_id, scope: 'default' });
    const home = await homeOf(app.host, 'test');
    const settings = { closed: ['delete'], ownOnly: true };
    await putScope(app.host, home, 'Own', { realm: null, settings: {} }, 'new');
    await putScope(app.host, home, 'Home', { realm: 'default', settings }, 'new');
    await putScope(app.host, home, 'Lax', { realm: 'default', settings: {} }, 'new');
    expect(await call(app, 'get', { user_id }, '')).toMatchObject({ user_id, scope: 'Home' });
    expect(await call(app, 'delete', { user_id }, '')).toMatchObject({ status: 810 });
    expect(await call(app, 'update', { user_id, update: { active: false } }, '')).toMatchObject({ status: 810 });
  });
});

describe.each(places)('on $name', ({ name, open: openPlace }) => {
  test('all who open a scope at the same moment, in all processes, end with one', async () => {
    const { place, leave } = await openPlace();
    onTestFinished(leave);
    const keys = { ...environmentOf(place), MUSTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
    // One process alone may have an SQLite file.
    const apps = name === 'SQLite' ? [await open(keys)] : [await open(keys), await open(keys), await open(keys)];
    const scopes = ['One', 'Two', 'One', 'Two', 'One', 'Two'];
    const made = await Promise.all(
      scopes.flatMap((scope, index) =>
        apps.map(async (app, process) => await call(app, 'create', player(`p-${process}-${index}`), scope)),
      ),
    );
    expect(made.filter(({ user_id }) => user_id === undefined)).toEqual([]);
    for (const app of apps) {
      const listed = await listOf(app);
      expect(listed.map((scope) => scope.name).toSorted()).toEqual(['One', 'Two']);
      const realms = listed.map(({ values }) => values.realm);
      expect(realms).toContain('default');
      expect(await app.ports.store.listRealms()).toHaveLength(2);
    }
    const [app] = apps;
    if (app === undefined) throw new Error('there is no process');
    // Each player is in the scope that was named, whichever process did it.
    for (const [index, { user_id }] of made.entries()) {
      const scope = scopes[Math.floor(index / apps.length)] ?? '';
      expect(await call(app, 'get', { user_id }, scope)).toMatchObject({ user_id, scope });
    }
  }, 60_000);

  test('a restart finds the scopes, their settings and their users', async () => {
    const { place, leave } = await openPlace();
    onTestFinished(leave);
    const keys = environmentOf(place);
    const one = await open(keys, false);
    const ids = new Map<string, string>();
    for (const scope of ['Ärger', '迷宮']) ids.set(scope, (await call(one, 'create', player('Ann'), scope)).user_id);
    const home = await homeOf(one.host, 'test');
    await putScope(one.host, home, '迷宮', { realm: null, settings: { closed: ['delete'] } }, 'present');
    await one.close(100);
    const two = await open(keys);
    for (const [scope, user_id] of ids)
      expect(await call(two, 'login', player('Ann'), scope)).toMatchObject({ user_id, scope });
    expect(await call(two, 'delete', { user_id: ids.get('迷宮') }, '迷宮')).toMatchObject({ status: 810 });
    expect(await call(two, 'delete', { user_id: ids.get('Ärger') }, 'Ärger')).toBe(1);
  });
});
