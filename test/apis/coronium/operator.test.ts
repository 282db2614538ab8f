// The operator's routes: who may ask, what becomes of scopes, and what games notice of it.
import { describe, expect, test } from 'vitest';
import { addKey, storedKey } from '../../../src/boot/api-keys.ts';
import { homeScope, md5, openGame, secretKey, useGame } from './game.ts';

const game = useGame();

type Asked = { readonly key?: string | null; readonly headers?: Record<string, string>; readonly raw?: string };

async function ask(method: 'GET' | 'PUT' | 'DELETE' | 'POST', name: string | null, body?: object, asked: Asked = {}) {
  const { key = secretKey, headers = {}, raw } = asked;
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await game.app.server.inject({
    method,
    url: name === null ? '/coronium/scopes' : `/coronium/scopes/${encodeURIComponent(name)}`,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload !== undefined && { payload }),
  });
  expect(response.headers['content-type']).toContain('application/json');
  return { status: response.statusCode, headers: response.headers, result: response.json().result };
}

const open = { closed: [], ownOnly: false, createResult: 'table', clockToleranceSeconds: null };

async function keyOf(realm: string): Promise<string> {
  const secret = `sk_test_${realm}`;
  const { store, random, clock } = game.app.ports;
  await addKey(store, storedKey({ random, realm, kind: 'secret', secret, now: clock() }));
  return secret;
}

describe('who may ask', () => {
  test.each([null, 'sk_test_nobody', 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0001'])('not with the key %s', async (key) => {
    for (const [method, name] of [
      ['GET', null],
      ['GET', homeScope],
      ['PUT', 'New'],
      ['DELETE', homeScope],
    ] as const) {
      const { status, headers, result } = await ask(method, name, undefined, { key });
      expect([status, result]).toEqual([401, { error: expect.any(String), status: 810 }]);
      expect(headers['www-authenticate']).toContain('Bearer');
    }
    expect((await ask('GET', 'New')).status).toBe(404);
    expect((await ask('GET', homeScope)).status).toBe(200);
  });

  test('not with the key of another realm', async () => {
    const { realm } = (await ask('PUT', 'Elsewhere')).result;
    const key = await keyOf(realm);
    for (const [method, name] of [
      ['GET', null],
      ['PUT', 'Elsewhere'],
      ['DELETE', homeScope],
    ] as const) {
      const { status, result } = await ask(method, name, undefined, { key });
      expect([status, result]).toEqual([403, { error: 'This is the secret key of another realm.', status: 810 }]);
    }
    // Of its own users it may ask.
    const users = await game.app.server.inject({ url: '/api/users', headers: { authorization: `Bearer ${key}` } });
    expect(users.statusCode).toBe(200);
  });

  test('a request that is malformed is not told more than that', async () => {
    expect((await ask('PUT', 'Big', { realm: 'x'.repeat(20_000) })).status).toBe(413);
    const raw = await ask('PUT', 'Broken', undefined, { raw: '{"closed":' });
    expect([raw.status, raw.result.status]).toEqual([400, 801]);
    expect((await ask('PUT', 'Polluted', undefined, { raw: '{"__proto__":{"ownOnly":true}}' })).status).toBe(400);
    expect((await ask('PUT', 'List', undefined, { raw: '[1]' })).status).toBe(400);
    for (const name of ['Big', 'Broken', 'Polluted', 'List']) expect((await ask('GET', name)).status).toBe(404);
  });
});

describe('a scope', () => {
  test('is added with a realm of its own, though it were the first', async () => {
    const fresh = await openGame();
    const headers = { authorization: `Bearer ${secretKey}` };
    await fresh.app.server.inject({
      method: 'DELETE',
      url: `/coronium/scopes/${encodeURIComponent(homeScope)}`,
      headers,
    });
    const response = await fresh.app.server.inject({ method: 'PUT', url: '/coronium/scopes/Maze', headers });
    expect([response.statusCode, response.json().result.realm]).toEqual([201, expect.stringMatching(/^maze-\d+$/)]);
    await fresh.app.close(100);
  });

  test('is added, shown, listed', async () => {
    const { status, result } = await ask('PUT', 'Maze', {
      closed: ['update', 'delete', 'delete'],
      clockToleranceSeconds: 60,
    });
    expect([status, result]).toEqual([
      201,
      { ...open, name: 'Maze', realm: result.realm, closed: ['update', 'delete'], clockToleranceSeconds: 60 },
    ]);
    expect((await ask('GET', 'Maze')).result).toEqual(result);
    expect((await ask('GET', null)).result).toContainEqual(result);
    expect((await ask('PUT', 'Maze')).status).toBe(200);
    expect((await ask('GET', 'Maze')).result).toEqual(result);
  });

  test.each(['Ärger & Übermut', 'a/b?c=d#e', '100 %', '迷宮', ' ', 'x'.repeat(100)])(
    'may be called %j',
    async (name) => {
      expect((await ask('PUT', name)).status).toBe(201);
      expect((await ask('GET', name)).result.name).toBe(name);
      expect((await ask('DELETE', name)).result.name).toBe(name);
    },
  );

  test.each(['x'.repeat(101), 'a\u0000b', 'a\u202eb'])('may not be called %j', async (name) => {
    const { status, result } = await ask('PUT', name);
    expect([status, result.status]).toEqual([400, 801]);
  });

  test('leads where it is told, and stays there', async () => {
    expect((await ask('PUT', 'Second door', { realm: 'default' })).result.realm).toBe('default');
    expect((await ask('PUT', 'Second door', { realm: 'default', ownOnly: true })).status).toBe(200);
    const { realm } = (await ask('PUT', 'Third door')).result;
    const moved = await ask('PUT', 'Second door', { realm });
    expect([moved.status, moved.result.status]).toEqual([409, 1000]);
    expect((await ask('GET', 'Second door')).result).toMatchObject({ realm: 'default', ownOnly: true });
    const nowhere = await ask('PUT', 'Nowhere', { realm: 'nowhere' });
    expect([nowhere.status, nowhere.result.status]).toEqual([400, 801]);
    expect((await ask('GET', 'Nowhere')).status).toBe(404);
    const user = await game.player({}, 'Second door');
    expect(await game.ask('get', { user_id: user })).toMatchObject({ user_id: user, scope: homeScope });
  });

  test('is not added twice where it must be new', async () => {
    const headers = { 'if-none-match': '*' };
    expect((await ask('PUT', 'Once', {}, { headers })).status).toBe(201);
    const again = await ask('PUT', 'Once', { ownOnly: true }, { headers });
    expect([again.status, again.result]).toEqual([409, { error: 'The scope exists already.', status: 1000 }]);
    expect((await ask('GET', 'Once')).result.ownOnly).toBe(false);
    expect((await ask('PUT', 'Once', {}, { headers: { 'if-none-match': '"1"' } })).status).toBe(400);
  });

  test('is added once by many at the same moment', async () => {
    const puts = await Promise.all(Array.from({ length: 8 }, () => ask('PUT', 'Rush', { ownOnly: true })));
    expect(puts.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 7 }, () => 200), 201]);
    expect(new Set(puts.map(({ result }) => result.realm)).size).toBe(1);
  });

  const wrong: readonly object[] = [
    { closed: ['fly'] },
    { closed: ['updateUser'] },
    { closed: 'update' },
    { closed: [null] },
    { closed: {} },
    { ownOnly: 'yes' },
    { ownOnly: 1 },
    { createResult: 'xml' },
    { createResult: ['string'] },
    { clockToleranceSeconds: 0 },
    { clockToleranceSeconds: -1 },
    { clockToleranceSeconds: 1.5 },
    { clockToleranceSeconds: 31_536_001 },
    { clockToleranceSeconds: '60' },
    { realm: 7 },
    { name: 'Other' },
    { clockToleranceMs: 1000 },
    { constructor: 1 },
  ];
  test.each(wrong)('is not %j', async (wish) => {
    const { status, result } = await ask('PUT', 'Wrong', { ownOnly: true, ...wish });
    expect([status, result]).toEqual([400, { error: expect.any(String), status: 801 }]);
    expect((await ask('GET', 'Wrong')).result).toEqual({
      error: expect.stringContaining('no scope "Wrong"'),
      status: 1004,
    });
  });

  test('keeps what a wish does not say; a null says nothing, but for the clock', async () => {
    await ask('PUT', 'Partly', { closed: ['get'], ownOnly: true, createResult: 'string', clockToleranceSeconds: 5 });
    const kept = (await ask('PUT', 'Partly', { closed: null, ownOnly: null, createResult: null, realm: null })).result;
    expect(kept).toMatchObject({ closed: ['get'], ownOnly: true, createResult: 'string', clockToleranceSeconds: 5 });
    expect((await ask('PUT', 'Partly', { clockToleranceSeconds: null })).result.clockToleranceSeconds).toBe(null);
    expect((await ask('PUT', 'Partly', { closed: [], ownOnly: false })).result).toMatchObject({
      closed: [],
      ownOnly: false,
    });
  });

  test('is in the history once for every change, and not for none', async () => {
    const changes = async () => {
      const query = { direction: 'ascending', beyond: null, types: null, from: null, to: null, limit: 1000 } as const;
      const all = await game.app.ports.store.readChanges('default', query);
      return all
        .filter(({ diff }) => JSON.stringify(diff).includes('Told'))
        .map(({ type, actor }) => [type, actor.kind]);
    };
    await ask('PUT', 'Told');
    await ask('PUT', 'Told', open);
    await ask('PUT', 'Told', { ownOnly: true });
    await ask('DELETE', 'Told');
    await ask('DELETE', 'Told');
    expect(await changes()).toEqual(['created', 'updated', 'deleted'].map((verb) => [`extra.${verb}`, 'secret-key']));
  });

  test('is gone once it is removed, its users are not', async () => {
    const { realm } = (await ask('PUT', 'Leaving')).result;
    const user = await game.player({ username: 'stayer' }, 'Leaving');
    expect((await ask('DELETE', 'Leaving')).result).toMatchObject({ name: 'Leaving', realm });
    const again = await ask('DELETE', 'Leaving');
    expect([again.status, again.result.status]).toEqual([404, 1004]);
    expect((await ask('GET', null)).result).not.toContainEqual(expect.objectContaining({ name: 'Leaving' }));
    await ask('PUT', 'Back again', { realm });
    expect(await game.ask('get', { user_id: user }, { scope: 'Back again' })).toMatchObject({ username: 'stayer' });
  });
});

describe('what games notice', () => {
  test('an action that is switched off, at once, and in no other scope', async () => {
    const user = await game.player();
    await ask('PUT', homeScope, { closed: ['delete'] });
    expect(await game.refuse('delete', { user_id: user }, 810)).toContain('switched off');
    expect(await game.refuse('deleteUser', { user_id: user }, 810)).toContain('switched off');
    await game.ask('get', { user_id: user });
    await ask('PUT', 'Other game');
    expect(await game.ask('delete', { user_id: user }, { scope: 'Other game' })).toBe(0);
    await ask('PUT', homeScope, { closed: [] });
    expect(await game.ask('delete', { user_id: user })).toBe(1);
  });

  test('users of a scope that the operator added sign in with the passwords that its other APIs set', async () => {
    const { realm } = (await ask('PUT', 'Common')).result;
    const key = await keyOf(realm);
    const made = await game.app.server.inject({
      ...{ method: 'POST', url: '/v1/users', headers: { authorization: `Bearer ${key}` } },
      payload: { username: 'common_user', password: 'Quarterdeck-91' },
    });
    expect(made.statusCode, made.body).toBe(200);
    const login = { username: 'common_user', password: md5('Quarterdeck-91') };
    expect(await game.ask('login', login, { scope: 'Common' })).toMatchObject({ username: 'common_user' });
    await game.refuse('login', login, 604);
  });

  test('no other method is taken', async () => {
    expect((await game.app.server.inject({ method: 'POST', url: '/coronium/scopes' })).statusCode).toBe(404);
  });
});
