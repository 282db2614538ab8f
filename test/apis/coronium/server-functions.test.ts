// The functions for servers: who may call, in which directory, and what becomes of users.
import { describe, expect, test } from 'vitest';
import { md5, secretKey, serverKey, useGame } from './game.ts';
import { setServer } from './server-scene.ts';

const game = useGame();
const { send, call, ask, refuse, keyOf } = setServer(game);

const signIns = async (id: string): Promise<number> =>
  (await game.rest('GET', `/api/users/${id}`)).body.activity.signInCount;

describe('who may call', () => {
  test.each([null, '', 'sk_test_nobody', serverKey])('not with the key %s, whatever is asked', async (key) => {
    const username = game.fresh('nobody');
    for (const [name, body] of [
      ['register', { username }],
      ['nothing', {}],
      ['get', '{'],
    ] as const) {
      const response = await send(name, body, { key });
      expect([response.statusCode, response.json()]).toEqual([
        401,
        { result: { error: expect.any(String), status: 810 } },
      ]);
      expect(response.headers['www-authenticate']).toContain('Bearer');
    }
    await refuse('login', { username }, 604);
  });

  test('not as a game signs, nor with the key anywhere else', async () => {
    const { statusCode } = await game.app.server.inject({
      method: 'POST',
      url: `/coronium/users/flushExpiredPasswordResets?key=${secretKey}`,
      headers: { 'x-secret-key': secretKey, authorization: `Basic ${btoa(`${secretKey}:`)}` },
    });
    expect(statusCode).toBe(401);
  });

  test('what is no function, no table or no argument is told as such', async () => {
    expect(await refuse('nothing', {}, 810)).toContain('nothing');
    expect(await refuse('__proto__', {}, 810)).toContain('__proto__');
    await refuse('get', '{"user_id":', 801);
    await refuse('get', '[1]', 801);
    expect(await refuse('get', { user_id: 'u', more: 1 }, 801)).toContain('more');
    expect(await refuse('get', {}, 804)).toContain('user_id');
    expect(await call('flushExpiredPasswordResets', '[]')).toBe(0);
    expect(await call('flushExpiredPasswordResets', '')).toBe(0);
    await refuse('get', { user_id: 'x'.repeat(300_000) }, 801);
  });
});

describe('the directory', () => {
  test('is that of the scope, in the arguments before the header, or of the key', async () => {
    const username = game.fresh('one');
    const home = await ask('register', { username });
    const far = await ask('register', { username, scope: 'Far Away' });
    const unicode = await ask('register', { username }, { scope: 'Weltraum – 宇宙' });
    expect(new Set([home, far, unicode]).size).toBe(3);
    expect(await ask('get', { user_id: far }, { scope: 'Far Away' })).toMatchObject({ username, scope: 'Far Away' });
    expect(await ask('get', { user_id: home, scope: '' })).toMatchObject({ scope: 'Space Race' });
    expect(await ask('get', { user_id: home }, { scope: null })).toMatchObject({ username, scope: 'default' });
    await refuse('get', { user_id: far }, 604);
    await refuse('get', { user_id: home }, 604, { scope: 'Far Away' });
  });

  test('is for a key of another realm its own and none beside', async () => {
    const key = await keyOf('Island');
    const home = await ask('register', { username: game.fresh('home') });
    const username = game.fresh('islander');
    const id = await ask('register', { username }, { key, scope: 'Island' });
    expect(await ask('get', { user_id: id }, { key, scope: null })).toMatchObject({ username, scope: 'Island' });
    expect(await ask('get', { user_id: id }, { scope: 'Island' })).toMatchObject({ username });
    for (const scope of ['Space Race', 'Far Away', 'Never Seen', 'default']) {
      const words = await refuse('register', { username: game.fresh('intruder') }, 1004, { key, scope });
      expect(words).toBe(`There is no scope "${scope}"; an operator may add it.`);
      await refuse('delete', { user_id: home, scope }, 1004, { key, scope: 'Island' });
    }
    await refuse('get', { user_id: home }, 604, { key, scope: null });
    expect(await ask('delete', { user_id: home }, { key, scope: null })).toBe(0);
    await ask('get', { user_id: home });
    // What a key of another realm has named is not there for that.
    expect((await game.rest('GET', '/coronium/scopes/Never%20Seen')).status).toBe(404);
  });

  test('has nothing closed, whatever an operator has closed to games', async () => {
    await game.setScope('Closed', { closed: ['get', 'delete', 'login'], ownOnly: true, clockToleranceMs: 1 });
    const manner = { scope: 'Closed' };
    const id = await ask('register', { username: 'Ann', password: '1234' }, manner);
    await ask('login', { username: 'Ann', password: '1234' }, manner);
    expect(await ask('update', { user_id: id, update_params: { group: 'red' } }, manner)).toMatchObject({
      group: 'red',
    });
    expect(await ask('delete', { user_id: id }, manner)).toBe(1);
  });
});

describe('register', () => {
  test('makes a user who is active, and logs in everywhere', async () => {
    const username = game.fresh('Donna');
    const meta = { email: `${username}@example.com`, group: 'cadets', extra: { color: 'Green', age: 36, pizza: true } };
    const id = await ask('register', { username, password: '1234', meta });
    const record = { user_id: id, username, ...meta, active: true, validated: true, scope: 'Space Race' };
    expect(await ask('get', { user_id: id })).toMatchObject(record);
    expect(await game.ask('login', { username, password: md5('1234') })).toMatchObject(record);
    expect(await signIns(id)).toBe(1);
    expect(await ask('login', { username, password: '1234' })).toMatchObject(record);
    expect(await signIns(id)).toBe(2);
  });

  test('makes up a name for who has none', async () => {
    const ids = [await ask('register', {}), await ask('register', { meta: [] }), await ask('register', { meta: null })];
    const names = await Promise.all(ids.map(async (id) => (await ask('get', { user_id: id })).username));
    for (const name of names) expect(name).toMatch(/^player-\d{15}$/);
    expect(new Set(names).size).toBe(3);
    expect(await refuse('register', { password: '1234' }, 801)).toContain('password');
    // Whoever has no password is nobody to a password.
    await refuse('login', { username: names[0], password: '' }, 604);
    await refuse('login', { username: names[0], password: '1234' }, 604);
  });

  test('counts a login where it is to, also from a meta in the meta', async () => {
    const plain = await ask('register', { meta: { login: true, extra: {} } });
    const nested = await ask('register', { meta: { meta: { device_id: 'x', group: 'device', login: true } } });
    expect(await ask('get', { user_id: nested })).toMatchObject({ group: 'device' });
    const none = await ask('register', { meta: { login: false } });
    expect([await signIns(plain), await signIns(nested), await signIns(none)]).toEqual([1, 1, 0]);
  });

  test('refuses what is taken, unknown or of another type, and makes nobody', async () => {
    const username = game.fresh('Billy');
    const email = `${username}@example.com`;
    await ask('register', { username, meta: { email } });
    await refuse('register', { username: username.toUpperCase() }, 600);
    const other = game.fresh('other');
    await refuse('register', { username: other, meta: { email } }, 600);
    for (const wrong of [
      { username: 7 },
      { username: '' },
      { username: other, password: 1234 },
      { username: other, password: '' },
      { username: other, password: 'x'.repeat(5000) },
      { username: other, meta: 'x' },
      { username: other, meta: { gruop: 'x' } },
      { username: other, meta: { meta: {}, group: 'x' } },
      { username: other, meta: { login: 'yes' } },
      { username: other, meta: { email: 'nowhere' } },
      { username: other, meta: { extra: { a: {} } } },
    ]) {
      await refuse('register', wrong, 801);
    }
    await refuse('login', { username: other }, 604);
  });
});

describe('login', () => {
  test('by each of its forms', async () => {
    const username = game.fresh('Timmy');
    const id = await ask('register', { username, password: 'pass1234' });
    const client_id = game.fresh('fb');
    await ask('addAuthProvider', { user_id: id, provider: 'facebook', info_tbl: { client_id } });
    for (const form of [{ username, password: 'pass1234' }, { username }, { user_id: id }]) {
      expect(await ask('login', form)).toMatchObject({ user_id: id, username });
      expect(await ask('login', form)).not.toHaveProperty('oauth');
    }
    expect((await ask('login', { provider: 'facebook', client_id })).oauth).toMatchObject({ client_id });
    expect(await signIns(id)).toBe(7);
  });

  test('with the password of whom a game has made', async () => {
    const username = game.fresh('Gamer');
    const id = await game.player({ username, password: md5('Pässwort') });
    expect(await ask('login', { username, password: 'Pässwort' })).toMatchObject({ user_id: id });
    await game.ask('login', { username, password: md5('Pässwort') });
  });

  test('not with a wrong password, of nobody, or by half a form', async () => {
    const username = game.fresh('Wanda');
    const id = await ask('register', { username, password: 'pass1234' });
    await refuse('login', { username, password: 'wrong' }, 603);
    await refuse('login', { username: game.fresh('nobody'), password: 'x' }, 604);
    await refuse('login', { username: game.fresh('nobody') }, 604);
    await refuse('login', { user_id: 'nobody' }, 604);
    await refuse('login', { provider: 'facebook', client_id: game.fresh('nobody') }, 624);
    for (const form of [{}, { provider: 'facebook' }, { client_id: 'x' }, { password: 'x' }, { username: '' }]) {
      await refuse('login', form, 804);
    }
    for (const form of [{ username: 1 }, { username, password: 1 }, { user_id: {} }, { email: 'x' }]) {
      await refuse('login', form, 801);
    }
    expect(await signIns(id)).toBe(0);
  });

  test('of somebody inactive does not count, of somebody banned does not go', async () => {
    const username = game.fresh('Idle');
    const id = await ask('register', { username, password: '1234' });
    await ask('update', { user_id: id, update_params: { active: false } });
    for (const form of [{ username, password: '1234' }, { username }, { user_id: id }]) {
      expect(await ask('login', form)).toMatchObject({ active: false, validated: false });
    }
    expect(await signIns(id)).toBe(0);
    await game.rest('PATCH', `/api/users/${id}`, { banned: true });
    for (const form of [{ username, password: '1234' }, { username }, { user_id: id }])
      await refuse('login', form, 810);
  });

  test('with a password that was set before games came, which they can check from then on', async () => {
    const username = game.fresh('early');
    const { body } = await game.rest('POST', '/api/users', { username, password: 'correct horse battery' });
    const argon2 = await game.app.ports.hasher.hash('correct horse battery', 'none', 'none');
    const digest = argon2[0]?.digest ?? '';
    const set = await game.rest('PATCH', `/api/users/${body.id}`, { password: { scheme: 'argon2id', digest } });
    expect(set.status, JSON.stringify(set.body)).toBe(200);
    const hashed = { username, password: md5('correct horse battery') };
    await game.refuse('login', hashed, 605);
    await refuse('login', { username, password: 'wrong' }, 603);
    await ask('login', { username, password: 'correct horse battery' });
    await game.ask('login', hashed);
  });

  test('cannot be guessed, and says who is locked', async () => {
    const username = game.fresh('Locky');
    const id = await ask('register', { username, password: '1234' });
    for (let count = 0; count < 10; count++) await refuse('login', { username, password: 'wrong' }, 603);
    expect(await refuse('login', { username, password: '1234' }, 810)).toContain('Too many');
    const other = game.fresh('Locked');
    const locked = await ask('register', { username: other, password: '1234' });
    await game.rest('PATCH', `/api/users/${locked}`, { locked: true });
    expect(await refuse('login', { username: other, password: '1234' }, 810)).toContain('locked');
    expect([await signIns(id), await signIns(locked)]).toEqual([0, 0]);
  });
});
