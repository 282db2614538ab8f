// Statistics through the native API: joins and sign-ins per day, whichever API they came through.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { NewChange } from '../../../src/core/model/change.ts';
import { type Directory, faults, items, key, openDirectory } from './directory.ts';

const dayMs = 86_400_000;
const noon = Date.UTC(2027, 2, 10, 12);
const password = 'Lantern-keeper-7';
const clock = { now: noon };
let directory: Directory;
beforeEach(async () => {
  clock.now = noon - 100 * dayMs;
  directory = await openDirectory(() => clock.now);
  const { app } = directory;
  onTestFinished(() => app.close());
  clock.now = noon;
});

const ask = async (path: string) => (await directory.call('GET', path)).body;
const none = { joined: 0, signedIn: 0, failed: 0, users: 0 };
const nextDay = () => {
  clock.now += dayMs;
};

async function commit(fields: Partial<NewChange>): Promise<void> {
  const { realm, actor, ports } = await directory.context('coronium');
  const change = {
    realm: realm.id,
    userId: '',
    rev: 1,
    at: clock.now,
    actor,
    api: 'coronium',
    requestId: 'x',
    diff: [],
  };
  await ports.store.commit({
    ...{ realm: realm.id, users: [], images: [], sessions: [], documents: [], mails: [] },
    changes: [{ ...change, type: 'sign-in.succeeded', ...fields }],
  });
}

async function newcomer(username: string) {
  const email = `${username}@example.com`;
  const user = await directory.create({
    username,
    password,
    role: 'user',
    emails: [{ address: email, verified: true }],
  });
  const { host } = directory.app;
  const client = { client_id: host.clientIdOf(await host.publicRealm()), client_secret: key };
  const logIn = { jsonrpc: '2.0', method: 'user.login', id: 1 };
  return {
    id: user.id,
    serial: String(user.serial),
    native: (word = password) =>
      directory.call('POST', '/api/sign-in', { body: { identifier: username, password: word } }),
    workos: (word = password) =>
      directory.call('POST', '/user_management/authenticate', {
        body: { ...client, grant_type: 'password', email, password: word },
      }),
    clerk: () => directory.call('POST', '/v1/sessions', { body: { user_id: Object(user.ids).clerk } }),
    zabbix: (word = password) =>
      directory.call('POST', '/api_jsonrpc.php', {
        body: { ...logIn, params: { username, password: word } },
        type: 'application/json-rpc',
        anybodyAt: '198.51.100.7',
      }),
  };
}

test('a sign-in counts once, whichever API it came through', async () => {
  const ada = await newcomer('ada_l');
  for (const api of ['native', 'workos', 'clerk', 'zabbix'] as const) {
    nextDay();
    const answer = await ada[api]();
    expect([answer.status, answer.text], api).toEqual([200, expect.not.stringContaining('"error"')]);
  }
  nextDay();
  await commit({ userId: ada.id });
  const { days, totals } = await ask('/api/statistics?from=2027-03-09&to=2027-03-16');
  const once = { ...none, signedIn: 1, users: 1 };
  expect(days).toEqual([
    { day: '2027-03-09', ...none },
    { day: '2027-03-10', ...none, joined: 1 },
    ...[11, 12, 13, 14, 15].map((day) => ({ day: `2027-03-${day}`, ...once })),
    { day: '2027-03-16', ...none },
  ]);
  expect(totals).toEqual({ joined: 1, signedIn: 5, failed: 0, users: 1 });
  for (const [api, day] of [
    ['native', 11],
    ['workos', 12],
    ['clerk', 13],
    ['zabbix', 14],
    ['coronium', 15],
  ]) {
    const found = await ask(`/api/statistics?from=2027-03-11&api=${api}`);
    expect(items(found.days).filter(({ signedIn }) => signedIn === 1)).toEqual([{ day: `2027-03-${day}`, ...once }]);
    expect(found.totals).toEqual(once);
  }
  expect((await ask('/api/statistics?api=nothing-of-the-kind')).totals).toEqual(none);
});

test('what failed counts too, also of nobody, and nothing else does', async () => {
  const ada = await newcomer('fails_often');
  await ada.workos('wrong words');
  await ada.zabbix('wrong words');
  await commit({ type: 'sign-in.failed' });
  await directory.call('PATCH', `/api/users/${ada.id}`, { body: { firstName: 'Ada' } });
  await directory.call('DELETE', `/api/users/${ada.id}/sessions`);
  const { totals } = await ask('/api/statistics?from=2027-03-10&to=2027-03-10');
  expect(totals).toEqual({ ...none, joined: 1, failed: 3 });
  const { days } = await ask(`/api/users/${ada.id}/statistics?from=2027-03-10`);
  expect(days).toEqual([{ day: '2027-03-10', signedIn: 0, failed: 2 }]);
});

describe('the days', () => {
  test('are the last 30 unless told, or as many up to the one that is', async () => {
    const days = items((await ask('/api/statistics')).days).map(({ day }) => day);
    expect([days.length, days[0], days.at(-1)]).toEqual([30, '2027-02-09', '2027-03-10']);
    const older = items((await ask('/api/statistics?to=2024-03-01')).days).map(({ day }) => day);
    expect([older.length, older[0], older[28], older.at(-1)]).toEqual([30, '2024-02-01', '2024-02-29', '2024-03-01']);
    expect(items((await ask('/api/statistics?from=2026-02-04')).days)).toHaveLength(400);
  });

  test('begin where the clocks say', async () => {
    clock.now = Date.UTC(2027, 2, 10, 23, 30);
    const ada = await newcomer('night_owl');
    await ada.native();
    const daysOf = async (query: string) =>
      items((await ask(`/api/statistics?${query}`)).days).flatMap(({ day, signedIn }) => (signedIn === 1 ? [day] : []));
    expect(await daysOf('')).toEqual(['2027-03-10']);
    expect(await daysOf('offsetMinutes=60')).toEqual(['2027-03-11']);
    expect(await daysOf('offsetMinutes=-840')).toEqual(['2027-03-10']);
    expect(await daysOf('offsetMinutes=60&to=2027-03-10')).toEqual([]);
  });

  test.each([
    ['from=2027-02-30', 'from format'],
    ['to=2027-2-3', 'to format'],
    ['to=1969-12-31', 'to format'],
    ['to=2027-03-10T00:00:00Z', 'to format'],
    ['from=2027-03-11', 'from value'],
    ['from=2027-03-02&to=2027-03-01', 'from value'],
    ['from=2026-02-03', 'from count-max'],
    ['from=1970-01-01&to=9999-12-31', 'from count-max'],
    ['offsetMinutes=841', 'offsetMinutes format'],
    ['offsetMinutes=1.5', 'offsetMinutes format'],
    ['api=', 'api format'],
    ['api=a%00b', 'api format'],
    ['until=2027-03-01', 'until unknown'],
  ])('are refused where they are none: %s', async (query, fault) => {
    const { id } = await directory.create({ username: 'somebody' });
    for (const path of ['/api/statistics', `/api/users/${id}/statistics`]) {
      const answer = await directory.call('GET', `${path}?${query}`);
      expect([answer.status, answer.body.type, faults(answer)]).toEqual([400, '/problems/bad-request', [fault]]);
    }
  });
});

test('a user has their own, by any id; whoever is not there has none', async () => {
  const ada = await newcomer('ada_one');
  const bob = await newcomer('bob_two');
  const path = `/api/users/serial:${ada.serial}/statistics?from=2027-03-10`;
  const joinedAt = new Date(noon).toISOString();
  expect(await ask(path)).toEqual({
    ...{ joinedAt, signInCount: 0, lastSignInAt: null },
    days: [{ day: '2027-03-10', signedIn: 0, failed: 0 }],
  });
  nextDay();
  await ada.native();
  await ada.workos();
  await ada.zabbix('wrong words');
  await bob.native();
  const found = await ask(path);
  expect(found).toEqual({
    ...{ joinedAt, signInCount: 2, lastSignInAt: new Date(noon + dayMs).toISOString() },
    days: [
      { day: '2027-03-10', signedIn: 0, failed: 0 },
      { day: '2027-03-11', signedIn: 2, failed: 1 },
    ],
  });
  expect(items((await ask(`${path}&api=workos`)).days)[1]).toEqual({ day: '2027-03-11', signedIn: 1, failed: 0 });
  expect((await ask('/api/statistics?from=2027-03-11')).totals).toEqual({
    joined: 0,
    signedIn: 3,
    failed: 1,
    users: 2,
  });
  expect((await directory.call('DELETE', `/api/users/${ada.id}`)).status).toBe(200);
  // What happened has happened; only nobody is there to be asked about.
  expect((await ask('/api/statistics?from=2027-03-11')).totals).toEqual({
    joined: 0,
    signedIn: 3,
    failed: 1,
    users: 2,
  });
  for (const id of [ada.id, 'serial:99', 'user_nobody', '01a1fc11-ec0b-70c1-b978-19f64c49ecb8']) {
    expect((await directory.call('GET', `/api/users/${id}/statistics`)).status).toBe(404);
  }
});

test('nobody is told without a key', async () => {
  const { id } = await directory.create({ username: 'private' });
  for (const path of ['/api/statistics', `/api/users/${id}/statistics`]) {
    expect((await directory.call('GET', path, { anybodyAt: '198.51.100.9' })).status).toBe(401);
  }
});
