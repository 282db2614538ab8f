// Which realm a game gets into: none that no scope leads to, and none that is half made.
import { expect, test } from 'vitest';
import { realmOf } from '../../../src/apis/coronium/envelope/find-scope.ts';
import { openSettings } from '../../../src/apis/coronium/envelope/scope.ts';
import { md5, openGame } from './game.ts';

const nobody = { user_id: '01920000-0000-7000-8000-000000000000' };

test('where all scopes lead elsewhere, a game without one gets to nobody', async () => {
  const game = await openGame();
  const { body: made } = await game.rest('POST', '/v1/users', { username: 'clerks', skip_password_requirement: true });
  const { body: user } = await game.rest('GET', `/api/users/${made.id}`);
  await game.rest('DELETE', '/coronium/scopes/Space%20Race');
  expect((await game.rest('PUT', '/coronium/scopes/Maze', {})).status).toBe(201);
  await game.refuse('get', { user_id: user.id }, 1004, { scope: '' });
  await game.refuse('update', { user_id: user.id, update: { password: md5('mine') } }, 1004, { scope: '' });
  // Nor does one that opens a scope.
  await game.refuse('get', { user_id: user.id }, 604, { scope: 'Mine' });
  await game.app.close(100);
});

test('one that broke off while it was founded is finished by the next who comes', async () => {
  const game = await openGame();
  const { store } = game.app.ports;
  const rolesIn = async (realm: string) => {
    const query = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;
    return (await store.findDocuments(realm, { ...query, kind: 'user-role', limit: 10 })).map(({ id }) => id).sort();
  };
  // As a crash leaves it: founded, with nothing in it yet.
  const home = await game.app.host.publicRealm();
  const password = { ...home.policy.password, clientHash: 'none' } as const;
  const realm = { ...home, id: 'half', instanceId: home.instanceId.replace(/.$/, 'f'), name: 'Half' };
  await store.foundRealm({
    realm: { ...realm, policy: { ...home.policy, password }, rev: 1 },
    keys: [],
    signingKey: { id: 'half', sealed: '', createdAt: 0 },
    users: { realm: 'half', users: [], sessions: [], documents: [], changes: [], mails: [] },
  });
  expect((await game.rest('PUT', '/coronium/scopes/Half', { realm: 'half' })).status).toBe(201);
  await game.refuse('get', nobody, 604, { scope: 'Half' });
  const roles = await rolesIn('half');
  expect(roles.length).toBeGreaterThan(0);
  expect(roles).toEqual(await rolesIn(home.id));
  await game.app.close(100);
});

test('one is founded once, however many come at the same moment', async () => {
  const game = await openGame();
  const { host } = game.app;
  let founded = 0;
  const source = {
    realms: host.realms,
    foundRealm: async (id: string, name: string) => {
      founded += 1;
      return await host.foundRealm(id, name);
    },
  };
  const home = await game.contextOf();
  const scope = { ...openSettings, name: 'Crowded', realm: 'crowded' };
  const realms = await Promise.all(Array.from({ length: 20 }, () => realmOf(source, home, scope)));
  expect(new Set(realms.map(({ instanceId }) => instanceId)).size).toBe(1);
  expect(founded).toBe(1);
  await game.app.close(100);
});
