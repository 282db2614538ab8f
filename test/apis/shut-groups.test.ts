// A group that is shut bars from every API alike: Zabbix' group `Disabled`, joined through the native API.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Directory, key, openDirectory } from './native/directory.ts';

const shut = '9';
const password = 'four words or more';
const clock = { now: Date.UTC(2027, 0, 1) };
let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory(() => clock.now);
});
afterAll(() => directory.app.close());

const barred = { status: 400, body: { error: 'access_denied' } };

let count = 0;
async function newcomer() {
  const name = `shut_out_${++count}`;
  const email = `${name}@example.com`;
  const { id, ids } = await directory.create({
    username: name,
    password,
    emails: [{ address: email, verified: true }],
  });
  const join = async (...groups: readonly string[]) => {
    const { status } = await directory.call('PATCH', `/api/users/${id}`, { body: { groups } });
    expect(status).toBe(200);
  };
  const anybodyAt = `198.51.100.${count}`;
  const authenticate = async (claim: object) => {
    const { host } = directory.app;
    const body = { client_id: host.clientIdOf(await host.publicRealm()), client_secret: key, ...claim };
    return await directory.call('POST', '/user_management/authenticate', { body, anybodyAt });
  };
  return {
    join,
    signIn: () => directory.call('POST', '/api/sign-in', { body: { identifier: name, password }, anybodyAt }),
    authenticate: () => authenticate({ grant_type: 'password', email, password }),
    refresh: (token: unknown) => authenticate({ grant_type: 'refresh_token', refresh_token: token }),
    token: async () => {
      const { text } = await directory.call('GET', `/v1/sessions?user_id=${String(at(ids, 'clerk'))}`);
      return await directory.call('POST', `/v1/sessions/${JSON.parse(text)[0].id}/tokens`, { body: {} });
    },
  };
}

test('nobody in it signs in through the native API or WorkOS’, until they leave', async () => {
  const ada = await newcomer();
  await ada.join(shut);
  expect(await ada.signIn()).toMatchObject({ status: 403, body: { type: '/problems/account-inactive' } });
  expect(await ada.authenticate()).toMatchObject(barred);
  await ada.join();
  expect((await ada.signIn()).status).toBe(200);
  expect((await ada.authenticate()).status).toBe(200);
});

test('a session gets no new token from Clerk’s API or WorkOS’ meanwhile, and goes on afterwards', async () => {
  const ada = await newcomer();
  await ada.signIn();
  const refreshToken = (await ada.authenticate()).body.refresh_token;
  expect((await ada.token()).status).toBe(200);
  await ada.join(shut, '8');
  clock.now += 61_000;
  expect((await ada.token()).status).toBe(403);
  expect(await ada.refresh(refreshToken)).toMatchObject(barred);
  await ada.join('8');
  expect((await ada.token()).status).toBe(200);
  expect((await ada.refresh(refreshToken)).status).toBe(200);
});
