// user.create: names as they are, who can log in then, and what is told of it.
import { expect, test } from 'vitest';
import { usePlace } from './harness.ts';
import { password, recordOf, shut } from './login-scene.ts';
import { refuseCreate, seen } from './user-scene.ts';

const place = usePlace();
const usrgrps = [{ usrgrpid: '8' }];

test.each([
  ' spaced ',
  'tab\tand\nline',
  '12345',
  '+4915112345678',
  'q',
  'ü'.repeat(100),
  '😀',
  'a@b',
  'Ünï <x>',
  '"; --',
])('the username %j is kept as it is, and logs in', async (username) => {
  const { userids } = await place.ask('user.create', { username, passwd: password, roleid: '1', usrgrps });
  expect(await seen(place, userids[0])).toMatchObject({ username });
  expect(await place.login(username, password)).toMatch(/^[0-9a-f]{32}$/);
  await refuseCreate(place, { username, passwd: password }, `User with username "${username}" already exists.`);
  const { body } = await place.rest('GET', `/api/users/serial:${userids[0]}`);
  expect(body.username).toBe(username);
});

test('a username that only case tells apart is taken', async () => {
  await place.ask('user.create', { username: 'Straße', passwd: password });
  for (const username of ['straße', 'STRASSE']) {
    await refuseCreate(place, { username, passwd: password }, `User with username "${username}" already exists.`);
  }
});

test('whoever has no role does not log in', async () => {
  await place.ask('user.create', { username: 'roleless', passwd: password, usrgrps });
  await place.refuse('user.login', { username: 'roleless', password }, -32602, shut, null);
});

test('numbers are not used again', async () => {
  const { userids } = await place.ask('user.create', { username: 'short-lived', passwd: password });
  await place.ask('user.delete', userids);
  const again = await place.ask('user.create', { username: 'short-lived', passwd: password });
  expect(Number(again.userids[0])).toBeGreaterThan(Number(userids[0]));
});

test('all of a user at once', async () => {
  const wish = {
    ...{ username: 'whole', name: 'John', surname: 'Doe', url: '/x', autologin: '0', autologout: '1h', lang: 'de_DE' },
    ...{ refresh: '1m', theme: 'dark-theme', rows_per_page: '10', timezone: 'Europe/Riga', roleid: '2' },
  };
  const medias = [{ mediatypeid: '3', sendto: '+1', active: '1', severity: '5', period: '1,9:00-10:00' }];
  const { userids } = await place.ask('user.create', { ...wish, passwd: password, usrgrps, medias });
  expect(await seen(place, userids[0])).toMatchObject({ ...wish, usrgrps, medias });
  expect(await recordOf(place, userids[0])).toMatchObject({
    locale: 'de-DE',
    timezone: 'Europe/Riga',
    role: 'admin',
    rev: 1,
  });
  const { body } = await place.rest('GET', `/api/users/serial:${userids[0]}/history`);
  expect(body.items).toMatchObject([{ type: 'user.created' }]);
  expect(JSON.stringify(body)).not.toContain(password);
});
