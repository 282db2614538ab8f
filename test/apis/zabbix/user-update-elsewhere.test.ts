// One user, several APIs: what is changed here is seen there, and the other way round.
import { describe, expect, test, vi } from 'vitest';
import { usePlace } from './harness.ts';
import { newcomer, password, recordOf } from './login-scene.ts';
import { refuseCreate, refuseUpdate, seen, silent } from './user-scene.ts';

const now = Date.UTC(2026, 9, 1);
// The clock stands still: the use of a session is noted once a second, which would be one commit more.
const place = usePlace({ clock: () => now });

async function madeBy(url: string, body: object) {
  const answer = await place.rest('POST', url, body);
  expect(answer.status).toBeLessThan(300);
  const { id } = answer.body;
  const native = await place.rest('GET', `/api/users/${id}`);
  return { id, userid: String(native.body.serial), body: answer.body };
}
const nativeOf = async (userid: string) => (await place.rest('GET', `/api/users/serial:${userid}`)).body;

describe('somebody made elsewhere', () => {
  test('by Clerk’s API', async () => {
    const email = 'clerk@example.com';
    const { id, userid } = await madeBy('/v1/users', { email_address: [email], first_name: 'A', password });
    expect(await seen(place, userid)).toMatchObject({ username: email, name: 'A', roleid: '0', usrgrps: [] });
    await place.ask('user.update', {
      userid,
      name: 'John',
      surname: 'Doe',
      roleid: '2',
      lang: 'de_DE',
      timezone: 'UTC',
    });
    const { body } = await place.rest('GET', `/v1/users/${id}`);
    expect(body).toMatchObject({ first_name: 'John', last_name: 'Doe', username: null, locale: 'de-DE' });
    await place.ask('user.update', { userid, username: email });
    expect((await nativeOf(userid)).username, 'called so already').toBeNull();
    await refuseCreate(place, { username: email, passwd: password }, `User with username "${email}" already exists.`);
    expect(await place.login(email, password)).toMatch(/^[0-9a-f]{32}$/);
    await place.ask('user.update', { userid, username: 'john' });
    expect((await place.rest('GET', `/v1/users/${id}`)).body.username).toBe('john');
  });

  test('by WorkOS’ API, without a password', async () => {
    const email = 'workos@example.com';
    const { userid } = await madeBy('/user_management/users', { email });
    await place.ask('user.update', { userid, name: 'John', surname: 'Doe', refresh: '1m' });
    const found = await place.rest('GET', `/user_management/users?email=${email}`);
    expect(found.body.data).toMatchObject([{ first_name: 'John', last_name: 'Doe', email }]);
    expect(await seen(place, userid)).toMatchObject({ username: email, refresh: '1m', medias: [{ sendto: [email] }] });
  });

  test('with nothing to be called by', async () => {
    const { userid } = await madeBy('/api/users', { phones: [{ number: '+4915112345678', verified: true }] });
    const username = `user-${userid}`;
    expect(await seen(place, userid)).toMatchObject({ username });
    await refuseCreate(place, { username, passwd: password }, `User with username "${username}" already exists.`);
    await place.ask('user.update', { userid, username, name: 'x' });
    expect((await nativeOf(userid)).username).toBeNull();
  });
});

test('language and time zone are the locale and the time zone', async () => {
  const userid = await silent(place, { lang: 'pt_BR', timezone: 'Asia/Kolkata' });
  expect(await nativeOf(userid)).toMatchObject({ locale: 'pt-BR', timezone: 'Asia/Kolkata' });
  await place.rest('PATCH', `/api/users/serial:${userid}`, { locale: 'fr', timezone: null });
  expect(await seen(place, userid)).toMatchObject({ lang: 'fr_FR', timezone: 'default' });
  await place.ask('user.update', { userid, lang: 'fr_FR' });
  expect(await nativeOf(userid), 'is known more exactly').toMatchObject({ locale: 'fr' });
  await place.ask('user.update', { userid, lang: 'default', name: '' });
  expect(await nativeOf(userid)).toMatchObject({ locale: null, firstName: null });
});

test('labels of other systems stay where they are, unseen', async () => {
  const userid = await silent(place);
  await place.rest('PATCH', `/api/users/serial:${userid}`, { groups: ['crew', '12', '4711'], role: 'editor' });
  expect(await seen(place, userid)).toMatchObject({ usrgrps: [{ usrgrpid: '12' }], roleid: '0' });
  await place.ask('user.update', { userid, roleid: '0', usrgrps: [{ usrgrpid: '12' }], name: 'x' });
  expect(await nativeOf(userid)).toMatchObject({ groups: ['crew', '12', '4711'], role: 'editor' });
  await place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '9' }, { usrgrpid: '12' }] });
  expect(await recordOf(place, userid)).toMatchObject({ groups: ['crew', '12', '4711', '9'] });
  await place.ask('user.update', { userid, roleid: '1' });
  expect(await nativeOf(userid)).toMatchObject({ role: 'user' });
  await refuseUpdate(
    place,
    { userid, usrgrps: [{ usrgrpid: '4711' }] },
    'Invalid parameter "/1/usrgrps/1": object does not exist.',
  );
});

test('a new password works and ends sessions everywhere', async () => {
  const { id, userid } = await madeBy('/v1/users', { username: 'sessioned', password });
  const session = await place.rest('POST', '/v1/sessions', { user_id: id });
  await place.ask('user.update', { userid, passwd: 'Mizzenmast-77' });
  expect((await place.rest('GET', `/v1/sessions/${session.body.id}`)).body.status).toBe('revoked');
  const proven = await place.rest('POST', `/v1/users/${id}/verify_password`, { password: 'Mizzenmast-77' });
  expect(proven.status).toBe(200);
});

test('a change reads no more than it must', async () => {
  const { store } = place.app.ports;
  const [loads, lists, commits] = [
    vi.spyOn(store, 'loadUser'),
    vi.spyOn(store, 'findDocuments'),
    vi.spyOn(store, 'commit'),
  ];
  const count = async (work: () => Promise<unknown>) => {
    await work();
    for (const spy of [loads, lists, commits]) spy.mockClear();
    await work();
    return { users: loads.mock.calls.length, lists: lists.mock.calls.length, commits: commits.mock.calls.length };
  };
  const [userid, own] = [await silent(place), await newcomer(place, 'thrifty')];
  const auth = await place.login('thrifty', password);
  let round = 0;
  const rename = (id: string, by?: string) =>
    place.ask('user.update', { userid: id, name: `N${++round}`, surname: 'S' }, by);
  expect(await count(() => rename(own, auth))).toEqual({ users: 1, lists: 0, commits: 1 });
  expect(await count(() => rename(userid))).toEqual({ users: 1, lists: 0, commits: 1 });
  expect(await count(() => place.ask('user.update', { userid, name: `N${round}` }))).toEqual({
    users: 1,
    lists: 0,
    commits: 0,
  });
  vi.restoreAllMocks();
});
