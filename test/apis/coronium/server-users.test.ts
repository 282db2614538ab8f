// The functions for servers: users changed, removed and done once, and accounts elsewhere.
import { describe, expect, test } from 'vitest';
import { md5, useGame } from './game.ts';
import { setServer } from './server-scene.ts';

describe('update, get and delete', () => {
  const game = useGame();
  const { call, ask, refuse, historyOf } = setServer(game);

  test('all keys at once, with a plain password and extra keys that go', async () => {
    const username = game.fresh('Ann');
    const id = await ask('register', {
      username,
      password: 'old',
      meta: { extra: { color: 'Blue', age: 24, won: true } },
    });
    const update_params = {
      ...{ username: `${username}x`, password: 'superpass123', email: `${username}@example.com`, group: 'red' },
      ...{ extra: { color: 'Red', high_score: 12_300, age: '_NULL', absent: '_NULL' } },
    };
    const after = await ask('update', { user_id: id, update_params });
    const { password, extra, ...shown } = update_params;
    expect(after).toMatchObject({ ...shown, user_id: id, extra: { color: 'Red', high_score: 12_300, won: true } });
    expect(JSON.stringify([after, await ask('get', { user_id: id })])).not.toMatch(/superpass|password/);
    const history = await historyOf(id);
    expect(JSON.stringify(history)).not.toContain('superpass');
    expect(history).toHaveLength(2);
    for (const { api, actor } of history) expect([api, actor.kind]).toEqual(['coronium', 'secret-key']);
    await ask('login', { username: shown.username, password });
    await game.ask('login', { username: shown.username, password: md5(password) });
    await refuse('login', { username: shown.username, password: 'old' }, 603);
  });

  test('nothing where anything is wrong', async () => {
    const taken = game.fresh('Taken');
    await ask('register', { username: taken });
    const username = game.fresh('Bea');
    const id = await ask('register', { username, password: '1234', meta: { group: 'red' } });
    const before = await ask('get', { user_id: id });
    await refuse('update', { user_id: id, update_params: { username: taken, group: 'blue' } }, 600);
    for (const wrong of [
      { active: 'no' },
      { password: 5 },
      { password: '' },
      { extra: { a: [] } },
      { role: 'super-admin' },
    ]) {
      await refuse('update', { user_id: id, update_params: { group: 'blue', ...wrong } }, 801);
    }
    await refuse('update', { user_id: id, update_params: 'x' }, 801);
    await refuse('update', { user_id: id, update: { group: 'blue' } }, 801);
    await refuse('update', { user_id: id, update_params: [] }, 804);
    await refuse('update', { user_id: id }, 804);
    await refuse('update', { update_params: { group: 'blue' } }, 804);
    await refuse('update', { user_id: 'nobody', update_params: { group: 'blue' } }, 604);
    expect(await ask('get', { user_id: id })).toEqual(before);
  });

  test('a new password ends what was signed in', async () => {
    await game.setScope('Own', { ownOnly: true });
    const manner = { scope: 'Own' };
    const id = await ask('register', { username: 'Ann', password: '1234' }, manner);
    const { session } = await game.send('login', { username: 'Ann', password: md5('1234') }, manner);
    await game.ask('update', { user_id: id, update: { group: 'red' } }, { ...manner, session });
    await ask('update', { user_id: id, update_params: { password: 'another' } }, manner);
    await game.refuse('update', { user_id: id, update: { group: 'blue' } }, 810, { ...manner, session });
  });

  test('delete tells how many there were', async () => {
    const id = await ask('register', { username: game.fresh('Gone') });
    expect(await call('delete', { user_id: id })).toBe(1);
    expect(await call('delete', { user_id: id })).toBe(0);
    await refuse('get', { user_id: id }, 604);
    await refuse('delete', {}, 804);
    await refuse('delete', { user_id: 5 }, 801);
  });

  test('built-in accounts are nobody', async () => {
    await refuse('login', { username: 'Admin' }, 604);
    await refuse('login', { username: 'guest' }, 604);
  });

  test('getAndMerge tells the record, and that there is nothing to merge', async () => {
    const id = await ask('register', { username: game.fresh('Merry') });
    const record = await ask('get', { user_id: id });
    for (const merge_tbl of [undefined, [], {}]) {
      expect(await ask('getAndMerge', { user_id: id, merge_tbl })).toEqual(record);
    }
    const query = { db: 'locations', tbl: 'spots', key: 'spots' };
    expect(await refuse('getAndMerge', { user_id: id, merge_tbl: [query] }, 901)).toContain('databases');
    await refuse('getAndMerge', { user_id: id, merge_tbl: 'x' }, 801);
    await refuse('getAndMerge', { user_id: 'nobody', merge_tbl: [] }, 604);
  });

  test('what is sent again under one name is done once', async () => {
    const username = game.fresh('Once');
    const once = game.fresh('key');
    const id = await ask('register', { username, meta: { login: true } }, { once });
    expect(await ask('register', { username, meta: { login: true } }, { once })).toBe(id);
    expect((await game.rest('GET', `/api/users/${id}`)).body.activity.signInCount).toBe(1);
    await refuse('register', { username: `${username}2` }, 810, { once });
    await refuse('register', { username }, 600);
    await refuse('register', { username, meta: { login: true } }, 801, { once: 'x'.repeat(300) });
    expect(await call('delete', { user_id: id }, { once: `${once}-2` })).toBe(1);
    expect(await call('delete', { user_id: id }, { once: `${once}-2` })).toBe(1);
  });
});

describe('accounts elsewhere', () => {
  const game = useGame();
  const { ask, refuse } = setServer(game);
  const past = 1_516_647_155;

  test('are linked, told, changed and unlinked', async () => {
    const user_id = await ask('register', {});
    const info_tbl = { client_id: game.fresh('fb'), access_token: '1234abcd', access_token_expiry: past };
    const facebook = { user_id, provider: 'facebook' };
    const told = { ...info_tbl, access_token_expired: true, provider: 'facebook' };
    expect(await ask('addAuthProvider', { ...facebook, info_tbl })).toEqual(told);
    expect(await ask('getAuthProvider', facebook)).toEqual(told);
    expect(await ask('accessTokenExpired', facebook)).toBe(true);
    const future = { expiry: 4_000_000_000, token: 'fresh' };
    expect(await ask('updateTokenExpiry', { ...facebook, ...future })).toMatchObject({ access_token: 'fresh' });
    expect(await ask('accessTokenExpired', facebook)).toBe(false);
    const params = { client_id: game.fresh('fb') };
    expect(await ask('updateAuthProvider', { ...facebook, params })).toMatchObject({
      ...params,
      access_token: 'fresh',
    });
    const wanted = { provider: 'facebook', ...params };
    expect(await ask('getWithProvider', wanted)).toMatchObject({
      user_id,
      oauth: { ...wanted, access_token: 'fresh' },
    });
    await refuse('getWithProvider', { provider: 'facebook', client_id: info_tbl.client_id }, 624);

    const client_id = game.fresh('device');
    await ask('addAuthProvider', { user_id, provider: 'openudid', info_tbl: { client_id } });
    expect(await ask('getAuthProviders', { user_id })).toEqual({
      facebook: { ...params, access_token: 'fresh', access_token_expiry: 4_000_000_000, access_token_expired: false },
      openudid: { client_id, access_token_expired: false },
    });
    expect(await ask('removeAuthProvider', facebook)).toBe(user_id);
    expect(Object.keys(await ask('getAuthProviders', { user_id }))).toEqual(['openudid']);
    await ask('addAuthProvider', { ...facebook, info_tbl });
    expect(await ask('removeAuthProviders', { user_id })).toBe(user_id);
    expect(await ask('removeAuthProviders', { user_id })).toBe(user_id);
    expect(await ask('getAuthProviders', { user_id })).toEqual({});
    expect(await ask('accessTokenExpired', facebook)).toBe(true);
  });

  test('that are not there, are there already or are malformed are told as such', async () => {
    const user_id = await ask('register', {});
    const facebook = { user_id, provider: 'facebook' };
    const client_id = game.fresh('fb');
    for (const name of ['getAuthProvider', 'removeAuthProvider']) await refuse(name, facebook, 624);
    await refuse('updateAuthProvider', { ...facebook, params: { access_token: 'x' } }, 624);
    await refuse('updateTokenExpiry', { ...facebook, expiry: past }, 624);
    await ask('addAuthProvider', { ...facebook, info_tbl: { client_id } });
    await refuse('addAuthProvider', { ...facebook, info_tbl: { client_id: 'more' } }, 620);
    const other = await ask('register', {});
    await refuse('addAuthProvider', { ...facebook, user_id: other, info_tbl: { client_id } }, 620);
    const nobody = { user_id: 'nobody', provider: 'facebook' };
    await refuse('addAuthProvider', { ...nobody, info_tbl: { client_id: 'z' } }, 604);
    for (const name of ['getAuthProvider', 'removeAuthProvider', 'accessTokenExpired']) await refuse(name, nobody, 604);
    for (const name of ['getAuthProviders', 'removeAuthProviders']) await refuse(name, { user_id: 'nobody' }, 604);
    const bad = { user_id: other, provider: 'facebook' };
    expect(await refuse('addAuthProvider', bad, 804)).toContain('info_tbl');
    expect(await refuse('addAuthProvider', { ...bad, info_tbl: {} }, 804)).toContain('info_tbl.client_id');
    await refuse('addAuthProvider', { ...bad, client_id: 'flat' }, 801);
    await refuse('addAuthProvider', { ...bad, info_tbl: { client_id: 'x', more: 1 } }, 801);
    await refuse('addAuthProvider', { user_id: other, provider: 'no/name', info_tbl: { client_id: 'x' } }, 801);
    await refuse('addAuthProvider', { user_id: other, provider: 'error', info_tbl: { client_id: 'x' } }, 801);
    await refuse('updateAuthProvider', { ...facebook, params: {} }, 804);
    await refuse('updateTokenExpiry', { ...facebook, expiry: 'soon' }, 801);
    await refuse('getWithProvider', { provider: 'facebook' }, 804);
    expect(await ask('getAuthProviders', { user_id: other })).toEqual({});
  });
});
