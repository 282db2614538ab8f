// Sessions: how long they last, what ends them, and what is told of whoever stands behind one.

import { describe, expect, test } from 'vitest';
import { adminPassword, usePlace } from './harness.ts';
import { changeGroup, giveToken, gone, newClock, newcomer, password, recordOf, shut, toldOf } from './login-scene.ts';

const clock = newClock();
const place = usePlace({ clock: () => clock.now });
const check = (params: object) => place.call('user.checkAuthentication', params, null);
const alive = async (sessionid: string) => (await check({ sessionid, extend: false })).error === undefined;
const minute = 60_000;

/** Somebody who has logged in. */
async function member(more: object = {}) {
  const username = place.fresh('member');
  const userid = await newcomer(place, username, more);
  return { userid, username, session: await place.login(username, password) };
}

describe('user.logout', () => {
  test.each([[[]], [{}]])('ends this session and no other: %j', async (params) => {
    const { userid, username, session } = await member();
    const other = await place.login(username, password);
    expect(await place.ask('user.logout', params, session)).toBe(true);
    await place.refuse('user.logout', params, -32602, gone, session);
    expect([await alive(session), await alive(other)]).toEqual([false, true]);
    const { id } = await recordOf(place, userid);
    expect((await toldOf(place, userid)).at(-1)).toMatchObject({
      ...{ type: 'session.ended', api: 'zabbix', userId: id },
      actor: { kind: 'user', userId: id, address: '127.0.0.1' },
    });
  });

  test('takes nothing along, and somebody who is known', async () => {
    const { session } = await member();
    const data = 'Invalid parameter "/": should be empty.';
    for (const params of [{ sessionid: session }, [session]]) {
      await place.refuse('user.logout', params, -32602, data, session);
    }
    await place.refuse('user.logout', [], -32602, 'Not authorized.', null);
    for (const unknown of ['0'.repeat(32), 'x', session.toUpperCase(), `${session}0`]) {
      await place.refuse('user.logout', [], -32602, gone, unknown);
    }
    expect(await alive(session)).toBe(true);
  });

  test('has nothing to end for a token', async () => {
    const { userid } = await member();
    await giveToken(place, userid, 'a'.repeat(64));
    await giveToken(place, '1', 'b'.repeat(64));
    const texts = [
      'System error occurred. Please contact Zabbix administrator.',
      'Incorrect field "sessionid" name or value in where statement for table "sessions".',
    ];
    await place.refuse('user.logout', [], -32500, texts[0] ?? '', 'a'.repeat(64));
    await place.refuse('user.logout', [], -32500, texts[1] ?? '', 'b'.repeat(64));
    await place.refuse('user.logout', [1], -32602, 'Invalid parameter "/": should be empty.', 'b'.repeat(64));
  });
});

describe('user.checkAuthentication', () => {
  const session = '0'.repeat(32);
  test.each<[object, string]>([
    [{}, 'Session ID or token is expected.'],
    [[], 'Session ID or token is expected.'],
    [{ extend: false }, 'Session ID or token is expected.'],
    [{ sessionid: session, token: session }, 'Session ID or token is expected.'],
    [{ sessionid: session }, gone],
    [{ sessionid: '' }, gone],
    [{ token: session }, 'Not authorized.'],
    [{ token: '' }, 'Not authorized.'],
    [{ token: session, extend: false }, 'Invalid parameter "/": unexpected parameter "extend".'],
    [{ sessionid: session, extend: 1 }, 'Invalid parameter "/extend": a boolean is expected.'],
    [{ sessionid: 1 }, 'Invalid parameter "/sessionid": a character string is expected.'],
    [{ token: null }, 'Invalid parameter "/token": a character string is expected.'],
    [{ sessionID: session }, 'Invalid parameter "/": unexpected parameter "sessionID".'],
  ])('%j', async (params, data) => {
    await place.refuse('user.checkAuthentication', params, -32602, data, null);
  });

  test('tells of whoever has come by a token, but for what only a session has', async () => {
    const { userid, username, session } = await member();
    const secret = 'c'.repeat(64);
    await giveToken(place, userid, secret);
    const { result } = await check({ sessionid: session });
    const { sessionid, secret: hidden, ...rest } = result;
    expect([sessionid, hidden]).toEqual([session, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(await place.ask('user.checkAuthentication', { token: secret }, null)).toEqual(rest);
    expect(rest).toMatchObject({ userid, username, userip: '127.0.0.1', type: 1 });
    await place.refuse('user.checkAuthentication', { sessionid: secret }, -32602, gone, null);
  });

  test('knows no token that is disabled, and says of one that it has run out, also in a group that is shut', async () => {
    const { userid } = await member();
    await giveToken(place, userid, 'd'.repeat(64), { active: false });
    await giveToken(place, userid, 'e'.repeat(64), { expireAt: clock.now });
    await giveToken(place, userid, 'f'.repeat(64));
    const tell = async (secret: string) => (await check({ token: secret })).error?.data;
    const all = async () => [await tell('d'.repeat(64)), await tell('e'.repeat(64)), await tell('f'.repeat(64))];
    expect(await all()).toEqual(['Not authorized.', 'API token expired.', undefined]);
    await place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '9' }] });
    expect(await all()).toEqual(['Not authorized.', 'API token expired.', 'Not authorized.']);
  });
});

describe('a session that is left alone', () => {
  test('ends after autologout, counted from its last use, for good', async () => {
    const { userid, session } = await member({ autologout: '90' });
    clock.now += 89_000;
    expect((await check({ sessionid: session })).error).toBeUndefined();
    clock.now += 89_000;
    expect((await check({ sessionid: session, extend: false })).error).toBeUndefined();
    clock.now += 1000;
    await place.refuse('user.checkAuthentication', { sessionid: session }, -32602, gone, null);
    await place.ask('user.update', { userid, autologout: '0' });
    await place.refuse('user.checkAuthentication', { sessionid: session }, -32602, gone, null);
  });

  test('lasts a quarter of an hour unless told, and longer than a day with 0', async () => {
    const [plain, endless] = [await member(), await member({ autologout: '0' })];
    clock.now += 15 * minute - 1000;
    expect(await alive(plain.session)).toBe(true);
    clock.now += 1000;
    expect(await alive(plain.session)).toBe(false);
    clock.now += 2 * 86_400_000;
    expect(await alive(endless.session)).toBe(true);
  });
});

describe('a group that is shut', () => {
  test('ends a session at its next use for good; one that was not used meanwhile lives on', async () => {
    const { username, session } = await member({ usrgrps: [{ usrgrpid: '11' }], autologout: '0' });
    const unused = await place.login(username, password);
    await changeGroup(place, '11', { active: false });
    await place.refuse('user.logout', [], -32602, gone, session);
    await place.refuse('user.login', { username, password }, -32602, shut, null);
    await changeGroup(place, '11', { active: true });
    expect([await alive(session), await alive(unused)]).toEqual([false, true]);
  });

  test('ends it also when the user is put there', async () => {
    const { userid, session } = await member();
    await place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '9' }] });
    expect(await alive(session)).toBe(false);
    await place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '7' }] });
    expect(await alive(session)).toBe(false);
  });
});

test('a ban through another API ends sessions, losing the role does not', async () => {
  const [banned, demoted] = [await member(), await member()];
  const { body } = await place.rest('GET', `/v1/users?username=${banned.username}`);
  await place.rest('POST', `/v1/users/${body[0].id}/ban`);
  await place.ask('user.update', { userid: demoted.userid, roleid: '0' });
  expect([await alive(banned.session), await alive(demoted.session)]).toEqual([false, true]);
  await place.refuse('user.login', { username: demoted.username, password }, -32602, shut, null);
});

test('sessions of other APIs and their ids open nothing here', async () => {
  const { userid, session } = await member();
  const { id } = await recordOf(place, userid);
  const all = { userId: id, client: null, status: null, now: clock.now, limit: 9, offset: 0 };
  const [stored] = await place.app.ports.store.findSessions('default', all);
  expect(stored?.id).toMatch(/^[0-9a-f-]{36}$/);
  const spellings = [stored?.id ?? '', stored?.id.replaceAll('-', '') ?? ''];
  for (const spelling of spellings) await place.refuse('user.logout', [], -32602, gone, spelling);
  expect(spellings).not.toContain(session);
  const login = { username: 'Admin', password: adminPassword };
  const { body } = await place.rest('POST', '/v1/sessions', {
    user_id: (await place.rest('GET', '/v1/users')).body[0].id,
  });
  await place.refuse('user.logout', [], -32602, gone, body.id);
  expect(await place.ask('user.login', login, null)).not.toBe(session);
});
