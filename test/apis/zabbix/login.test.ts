// Logging in: who gets in, what they are told of themselves, and that all others are told the same.

import { describe, expect, test } from 'vitest';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import { set, untouched } from '../../../src/core/model/patch.ts';
import { adminPassword, usePlace } from './harness.ts';
import {
  addExtra,
  blocked,
  changeGroup,
  contextOf,
  giveTotp,
  gone,
  newClock,
  newcomer,
  password,
  recordOf,
  shut,
  toldOf,
} from './login-scene.ts';

const clock = newClock();
const loose = { system: false, ifRev: null };
const place = usePlace({ clock: () => clock.now });
const refuseLogin = (username: string, passwd: string, text = blocked) =>
  place.refuse('user.login', { username, password: passwd }, text === blocked ? -32500 : -32602, text, null);

describe('parameters', () => {
  const long = 'x'.repeat(256);
  test.each<[object, string]>([
    [{}, 'Invalid parameter "/": the parameter "username" is missing.'],
    [[], 'Invalid parameter "/": the parameter "username" is missing.'],
    [{ username: 'Admin' }, 'Invalid parameter "/": the parameter "password" is missing.'],
    [{ user: 'Admin', password }, 'Invalid parameter "/": unexpected parameter "user".'],
    [{ username: 1, password }, 'Invalid parameter "/username": a character string is expected.'],
    [{ username: 'Admin', password: null }, 'Invalid parameter "/password": a character string is expected.'],
    [{ username: long, password }, 'Invalid parameter "/username": value is too long.'],
    [{ username: 'Admin', password: long }, 'Invalid parameter "/password": value is too long.'],
  ])('%j', async (params, data) => {
    await place.refuse('user.login', params, -32602, data, null);
  });

  test('no credentials go along', async () => {
    const params = { username: 'Admin', password: adminPassword };
    const data = 'The "user.login" method must be called without authorization header.';
    await place.refuse('user.login', params, -32602, data);
  });
});

describe('whoever gets in', () => {
  test('is given a session of 32 hex digits, each time another', async () => {
    const sessions = [await place.login('Admin', adminPassword), await place.login('Admin', adminPassword)];
    for (const session of sessions) expect(session).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(sessions).size).toBe(2);
  });

  test('is told all of themselves where they ask for it', async () => {
    const params = { username: 'Admin', password: adminPassword, userData: true };
    const told = await place.ask('user.login', params, null);
    expect(told).toEqual({
      ...{ userid: '1', username: 'Admin', name: 'Zabbix', surname: 'Administrator', url: '', autologin: '1' },
      ...{ autologout: '0', lang: 'en_US', refresh: '30s', theme: 'default', attempt_failed: '0', attempt_ip: '' },
      ...{ attempt_clock: '0', rows_per_page: '50', timezone: 'system', roleid: '3', userdirectoryid: '0' },
      ...{ ts_provisioned: '0', debug_mode: 0, deprovisioned: false, gui_access: '1', mfaid: 0, auth_type: 0, type: 3 },
      ...{ userip: '127.0.0.1', sessionid: told.sessionid, secret: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(Object.keys(told).slice(8, 11)).toEqual(['refresh', 'theme', 'attempt_failed']);
    expect(told.secret).not.toBe(told.sessionid);
    expect(await place.ask('user.checkAuthentication', { sessionid: told.sessionid }, null)).toEqual(told);
    await place.refuse('user.logout', [], -32602, gone, told.secret);
  });

  test.each([[false], [null]])('is told the session alone for userData %j', async (userData) => {
    const params = { username: 'Admin', password: adminPassword, userData };
    expect(await place.ask('user.login', params, null)).toMatch(/^[0-9a-f]{32}$/);
  });

  test('is told of the highest that the groups come to, and of languages and time zones as they are set', async () => {
    const usrgrps = ['7', '11', '12'].map((usrgrpid) => ({ usrgrpid }));
    const username = place.fresh('watcher');
    await newcomer(place, username, { usrgrps, lang: 'de_DE', timezone: 'Europe/Riga' });
    const told = await place.ask('user.login', { username, password, userData: 1 }, null);
    expect(told).toMatchObject({ debug_mode: '1', gui_access: '3', lang: 'de_DE', timezone: 'Europe/Riga', type: 1 });
  });

  test('may be in a group that is kept from the pages', async () => {
    const username = place.fresh('api-only');
    await newcomer(place, username, { usrgrps: [{ usrgrpid: '12' }] });
    expect(await place.login(username, password)).toMatch(/^[0-9a-f]{32}$/);
  });

  test('may have a role that lets them call nothing', async () => {
    const username = place.fresh('mute');
    await newcomer(place, username, { roleid: '4' });
    const session = await place.login(username, password);
    await place.refuse('user.logout', [], -32500, 'No permissions to call "user.logout".', session);
    expect(await place.ask('user.checkAuthentication', { sessionid: session }, null)).toMatchObject({ username });
  });

  test('may be called like an address that is somebody else’s', async () => {
    const username = `${place.fresh('lamp')}@example.com`;
    await newcomer(place, username);
    const other = { email_address: [username], password: 'Other-lantern-8' };
    expect((await place.rest('POST', '/v1/users', other)).status).toBe(200);
    expect(await place.login(username, password)).toMatch(/^[0-9a-f]{32}$/);
    await refuseLogin(username, other.password);
  });

  test('may be called by their address alone', async () => {
    const address = `${place.fresh('post')}@example.com`;
    const { body } = await place.rest('POST', '/v1/users', { email_address: [address], password });
    await refuseLogin(address, password, shut);
    const context = await contextOf(place);
    await updateUser(context, { by: 'key', kind: 'email', value: address }, { ...untouched, role: set('user') }, loose);
    const told = await place.ask('user.login', { username: address, password, userData: true }, null);
    expect([told.username, body.username]).toEqual([address, null]);
    await refuseLogin(address.toUpperCase(), password);
  });
});

describe('whoever does not', () => {
  test('is told the same, known or not, with a wrong password or none, by a name in other letters', async () => {
    const username = place.fresh('Keeper');
    await newcomer(place, username);
    await refuseLogin('nobody at all', password);
    await refuseLogin(username, 'wrong');
    await refuseLogin(username, '');
    await refuseLogin('', '');
    await refuseLogin(username.toUpperCase(), password);
    await refuseLogin(`${username} `, password);
    await refuseLogin('guest', '');
  });

  test.each<[string, (userid: string, username: string) => Promise<unknown>]>([
    ['in a group that is shut', (userid) => place.ask('user.update', { userid, usrgrps: [{ usrgrpid: '9' }] })],
    ['without a role', (userid) => place.ask('user.update', { userid, roleid: '0' })],
    [
      'banned',
      async (_, username) => {
        const { body } = await place.rest('GET', `/v1/users?username=${username}`);
        await place.rest('POST', `/v1/users/${body[0].id}/ban`);
      },
    ],
  ])('is told to be barred only for the right password: %s', async (_, bar) => {
    const username = place.fresh('barred');
    const userid = await newcomer(place, username);
    await bar(userid, username);
    await refuseLogin(username, 'wrong');
    await refuseLogin(username, password, shut);
    const told = (await toldOf(place, userid)).filter(({ type }) => type === 'sign-in.failed');
    expect(told.map(({ diff: [one] }) => one?.after)).toMatchObject([
      { error: 'wrong-credentials', ipAddress: '127.0.0.1' },
      { error: 'account-inactive' },
    ]);
    expect((await recordOf(place, userid)).activity).toMatchObject({ failedAttempts: 1, signInCount: 0 });
  });
});

describe('too many failures', () => {
  const fail = async (username: string, count: number) => {
    for (let index = 0; index < count; index++) await refuseLogin(username, 'wrong');
  };
  const fieldsOf = async (userid: string) => {
    const output = ['attempt_failed', 'attempt_ip', 'attempt_clock'];
    const [told] = await place.ask('user.get', { userids: userid, output });
    return { failed: told.attempt_failed, ip: told.attempt_ip, clock: told.attempt_clock };
  };

  test('block for a while, also the right password; one more failure blocks again', async () => {
    const username = place.fresh('blocked');
    const userid = await newcomer(place, username);
    expect(await fieldsOf(userid)).toEqual({ failed: '0', ip: '', clock: '0' });
    await fail(username, 5);
    const at = String(clock.now / 1000);
    expect(await fieldsOf(userid)).toEqual({ failed: '5', ip: '127.0.0.1', clock: at });
    clock.now += 29_000;
    await refuseLogin(username, password);
    await refuseLogin(username, 'wrong');
    expect(await fieldsOf(userid)).toEqual({ failed: '5', ip: '127.0.0.1', clock: at });
    clock.now += 1000;
    await fail(username, 1);
    expect(await fieldsOf(userid)).toMatchObject({ failed: '6', clock: String(clock.now / 1000) });
    await refuseLogin(username, password);
    clock.now += 30_000;
    const told = await place.ask('user.login', { username, password, userData: true }, null);
    expect(told.attempt_failed).toBe('6');
    expect(await fieldsOf(userid)).toEqual({ failed: '0', ip: '127.0.0.1', clock: String(clock.now / 1000 - 30) });
  });

  test('are as many, and block as long, as the settings say', async () => {
    const username = place.fresh('strict');
    await newcomer(place, username);
    await place.ask('settings.update', { login_attempts: 2, login_block: '1m' });
    await fail(username, 2);
    clock.now += 59_000;
    await refuseLogin(username, password);
    clock.now += 1000;
    await place.login(username, password);
    await place.ask('settings.update', { login_attempts: 5, login_block: '30s' });
  });

  test('four are none', async () => {
    const username = place.fresh('clumsy');
    await newcomer(place, username);
    await fail(username, 4);
    await place.login(username, password);
    await fail(username, 4);
    await place.login(username, password);
  });

  test('are told in the history one by one, with what was counted', async () => {
    const username = place.fresh('told');
    const userid = await newcomer(place, username);
    await fail(username, 5);
    await refuseLogin(username, password);
    clock.now += 30_000;
    await place.login(username, password);
    const told = (await toldOf(place, userid)).filter(({ type }) => type.startsWith('sign-in.'));
    expect(told.map(({ diff: [, counted] }) => counted)).toEqual([
      ...[0, 1, 2, 3, 4].map((before) => ({ path: 'activity.failedAttempts', before, after: before + 1 })),
      undefined,
      { path: 'activity.failedAttempts', before: 5, after: 0 },
    ]);
    expect(told.at(-1)?.type).toBe('sign-in.succeeded');
    for (const { diff } of told) expect(JSON.stringify(diff)).not.toContain(password);
  });

  test('of nobody are told with the name as typed', async () => {
    const username = place.fresh('stranger');
    await refuseLogin(username, password);
    const all = { direction: 'descending', beyond: null, types: null, from: null, to: null, limit: 1 } as const;
    const [change] = await place.app.ports.store.readChanges('default', all);
    expect(change).toMatchObject({ type: 'sign-in.failed', userId: '', api: 'zabbix' });
    expect(change?.diff).toContainEqual({ path: 'sign-in.username', before: null, after: username });
  });
});

describe('a second factor', () => {
  const half = async (username: string) => {
    const told = await place.ask('user.login', { username, password, userData: true }, null);
    await place.refuse('user.logout', [], -32602, gone, told.sessionid);
    await place.refuse('user.checkAuthentication', { sessionid: told.sessionid }, -32602, gone, null);
    return told;
  };

  test('leaves a session that opens nothing', async () => {
    const username = place.fresh('careful');
    const userid = await newcomer(place, username);
    await refuseLogin(username, 'wrong');
    await giveTotp(place, username);
    const session = await place.login(username, password);
    expect(session).toMatch(/^[0-9a-f]{32}$/);
    await place.refuse('user.logout', [], -32602, gone, session);
    await half(username);
    expect((await recordOf(place, userid)).activity).toMatchObject({ failedAttempts: 1, signInCount: 0 });
  });

  test('may be what a group wants, as soon as the server does', async () => {
    const username = place.fresh('asked');
    await newcomer(place, username, { usrgrps: [{ usrgrpid: '11' }] });
    await addExtra(place, 'mfa', '5', {}, 'Codes');
    await changeGroup(place, '11', { extras: { zabbix: { debug_mode: '1', mfa_status: '1' } } });
    await place.login(username, password);
    await addExtra(place, 'authentication', '1', { mfa_status: '1', mfaid: '5' }, null);
    expect(await half(username)).toMatchObject({ mfaid: 5 });
    const other = place.fresh('unasked');
    await newcomer(place, other);
    expect(await place.ask('user.logout', [], await place.login(other, password))).toBe(true);
  });
});
