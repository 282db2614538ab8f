// A password's MD5 opens an account as a game does, and nowhere else: it is no secret of the user's, unsalted and sent about.
import { expect, test } from 'vitest';
import { md5, secretKey, useGame } from './game.ts';

const game = useGame();
const password = 'correct horse 9!';

async function everywhere(username: string, email: string, text: string) {
  const { body: realm } = await game.rest('GET', '/api/realm');
  const { body: found } = await game.rest('GET', `/v1/users?username=${username}`);
  const clerk = await game.rest('POST', `/v1/users/${found[0].id}/verify_password`, { password: text });
  const grant = { grant_type: 'password', client_id: realm.clientId, client_secret: secretKey };
  const workos = await game.rest('POST', '/user_management/authenticate', { ...grant, email, password: text });
  const zabbix = await game.app.server.inject({
    ...{ method: 'POST', url: '/api_jsonrpc.php', headers: { 'content-type': 'application/json-rpc' } },
    payload: { jsonrpc: '2.0', method: 'user.login', params: { username, password: text }, id: 1 },
  });
  return {
    clerk: clerk.status === 200,
    workos: workos.status === 200,
    zabbix: zabbix.json().error === undefined,
  };
}

test.each(['a game', 'another API'])('of a password that %s has set', async (by) => {
  const username = game.fresh('hashed');
  const email = `${username}@example.com`;
  const wish = { email_address: [email], username, ...(by === 'another API' && { password }) };
  const { body: made } = await game.rest('POST', '/v1/users', { ...wish, skip_password_requirement: true });
  const { body: user } = await game.rest('GET', `/api/users/${made.id}`);
  expect((await game.rest('PATCH', `/api/users/${user.id}`, { role: 'user', groups: ['7'] })).status).toBe(200);
  if (by === 'a game') await game.ask('update', { user_id: user.id, update: { password: md5(password) } });
  expect(await everywhere(username, email, md5(password))).toEqual({ clerk: false, workos: false, zabbix: false });
  expect(await everywhere(username, email, password)).toEqual({ clerk: true, workos: true, zabbix: true });
  expect(await everywhere(username, email, md5(password))).toEqual({ clerk: false, workos: false, zabbix: false });
  expect((await game.ask('login', { username, password: md5(password) })).user_id).toBe(user.id);
  // Nor is the hash of the hash a way in.
  await game.refuse('login', { username, password: md5(md5(password)) }, 603);
});
