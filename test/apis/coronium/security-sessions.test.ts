// The session of a game, where users are changed by themselves alone: what it opens, and for whom.
import { beforeAll, expect, test } from 'vitest';
import { md5, useGame } from './game.ts';

const game = useGame();
const scope = 'Alone';
const key = 'a'.repeat(32);

beforeAll(async () => {
  await game.setScope(scope, { ownOnly: true });
});

async function signedIn(password = '1234', place = scope) {
  const username = game.fresh('alone');
  const id = await game.player({ username, password: md5(password) }, place);
  const login = async () =>
    (await game.send('login', { username, password: md5(password) }, { scope: place })).session as string;
  return { id, username, login, session: await login() };
}

const change = (id: string) => ({ user_id: id, update: { group: 'changed' } });

async function askZabbix(session: string) {
  const response = await game.app.server.inject({
    ...{ method: 'POST', url: '/api_jsonrpc.php' },
    headers: { 'content-type': 'application/json-rpc', authorization: `Bearer ${session}` },
    payload: { jsonrpc: '2.0', method: 'user.get', params: {}, id: 1 },
  });
  return response.json();
}

test('opens no other API, which would have asked for more than a password', async () => {
  await game.setScope('Space Race', { ownOnly: true });
  const { id, session } = await signedIn('1234', 'Space Race');
  await game.ask('update', change(id), { session });
  expect(await askZabbix(session)).toMatchObject({ error: { data: 'Session terminated, re-login, please.' } });
  // Nor is what the other API has begun one of a game's.
  const { body: user } = await game.rest('GET', `/api/users/${id}`);
  expect((await game.rest('PATCH', `/api/users/${id}`, { role: 'user', groups: ['7'] })).status).toBe(200);
  const login = await game.app.server.inject({
    ...{ method: 'POST', url: '/api_jsonrpc.php', headers: { 'content-type': 'application/json-rpc' } },
    payload: { jsonrpc: '2.0', method: 'user.login', params: { username: user.username, password: '1234' }, id: 1 },
  });
  const theirs: string = login.json().result;
  expect(await askZabbix(theirs)).toHaveProperty('result');
  await game.refuse('update', change(id), 810, { session: theirs });
  await game.setScope('Space Race', { ownOnly: false });
});

test('what was answered under a key is not told to whoever sends the same without the session', async () => {
  const ada = await signedIn();
  const own = { scope, session: ada.session, key };
  const told = await game.ask('update', change(ada.id), own);
  expect(await game.call('update', change(ada.id), own)).toEqual(told);
  const words = 'This idempotency key was used for another request.';
  expect(await game.refuse('update', change(ada.id), 810, { scope, key })).toBe(words);
  const eve = await signedIn();
  expect(await game.refuse('update', change(ada.id), 810, { scope, key, session: eve.session })).toBe(words);
});

test('a creation that is sent again after a login is answered as before', async () => {
  const body = { username: game.fresh('again'), password: md5('1234') };
  const saying = { scope, key: 'd'.repeat(32) };
  const told = await game.ask('create', body, saying);
  const { session } = await game.send('login', body, { scope });
  expect(await game.call('create', body, { ...saying, session })).toEqual(told);
});
