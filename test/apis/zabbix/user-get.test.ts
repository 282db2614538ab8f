// Getting users: what is told, and whom the options leave, to a super administrator.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();

/** Made in this order after Admin (1) and guest (2). */
const people = { ada: '3', Bob: '4', cleo: '5', 'a_%*\\b': '6', mail: '7', bare: '8' };
const ids = (...userids: string[]) => userids.map((userid) => ({ userid }));
const got = (params: object) => place.ask('user.get', { output: ['userid'], ...params });

beforeAll(async () => {
  const passwd = 'Quarterdeck-92';
  const usrgrps = [{ usrgrpid: '7' }];
  await place.ask('user.create', [
    { username: 'ada', name: 'Ada', surname: 'Ärger', passwd, roleid: '1', usrgrps, autologout: '900', refresh: '1m' },
    { username: 'Bob', surname: 'Ader', passwd, roleid: '2', url: 'http://x', lang: 'de_DE', rows_per_page: 7 },
    {
      username: 'cleo',
      passwd,
      usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '11' }],
      medias: [{ mediatypeid: '3', sendto: '+1' }],
    },
    { username: 'a_%*\\b', passwd, roleid: '1', usrgrps: [{ usrgrpid: '11' }] },
  ]);
  const mail = { address: 'mail@example.com', verified: true };
  await place.rest('POST', '/api/users', { emails: [mail], groups: ['staff'], role: 'editor' });
  await place.rest('POST', '/api/users', { phones: [{ number: '+15005550006', verified: true }] });
});

test('tells all of everybody, the built-in accounts too, by id', async () => {
  const all = await place.ask('user.get', []);
  expect(all.map(({ userid }: { userid: string }) => userid)).toEqual(['1', '2', ...Object.values(people)]);
  expect(all[2]).toEqual({
    userid: '3',
    username: 'ada',
    name: 'Ada',
    surname: 'Ärger',
    url: '',
    autologin: '0',
    autologout: '900',
    lang: 'default',
    refresh: '1m',
    theme: 'default',
    attempt_failed: '0',
    attempt_ip: '',
    attempt_clock: '0',
    rows_per_page: '50',
    timezone: 'default',
    roleid: '1',
    userdirectoryid: '0',
    ts_provisioned: '0',
    provisioned: '0',
  });
  expect(all[0]).toMatchObject({
    username: 'Admin',
    name: 'Zabbix',
    surname: 'Administrator',
    roleid: '3',
    autologin: '1',
  });
  expect(all[1]).toMatchObject({ username: 'guest', roleid: '4' });
  expect(JSON.stringify(all)).not.toMatch(/passw|digest|\$2/);
});

test('tells users of other APIs by what they go by; a role that is none here is no role', async () => {
  const found = await place.ask('user.get', { output: ['username', 'roleid'], userids: [people.mail, people.bare] });
  expect(found).toEqual([
    { userid: people.mail, username: 'mail@example.com', roleid: '0' },
    { userid: people.bare, username: 'user-8', roleid: '0' },
  ]);
});

describe('the form', () => {
  test('countOutput is a text and knows no limit', async () => {
    expect(await place.ask('user.get', { countOutput: true, limit: 2 })).toBe('8');
    expect(await place.ask('user.get', { countOutput: true, userids: [] })).toBe('0');
  });

  test('preservekeys tells an object by id; limit and sorting', async () => {
    expect(await got({ preservekeys: true, userids: ['4', '3'] })).toEqual({ 3: { userid: '3' }, 4: { userid: '4' } });
    expect(await got({ limit: 3 })).toEqual(ids('1', '2', '3'));
    expect(await got({ limit: '2', sortfield: 'userid', sortorder: 'DESC' })).toEqual(ids('8', '7'));
    expect(await got({ limit: 3, sortfield: ['username'] })).toEqual(ids('1', '4', people['a_%*\\b']));
    expect(await got({ limit: 2, sortfield: 'userid', filter: { roleid: 1 } })).toEqual(ids('3', '6'));
    expect(await got({ limit: 0 })).toHaveLength(8);
  });

  test('the id is always told, what is unknown is not', async () => {
    expect(await place.ask('user.get', { output: [], limit: 1 })).toEqual(ids('1'));
    expect(await place.ask('user.get', { output: ['surname', 'passwd', 'foo'], userids: 3 })).toEqual([
      { userid: '3', surname: 'Ärger' },
    ]);
    expect(await got({ foo: 1, editable: true, limit: 1 })).toEqual(ids('1'));
  });

  test.each([
    [{ sortfield: 'name' }, -32500, 'Sorting by field "name" not allowed.'],
    [{ userids: 'x' }, -32500, 'Database error occurred.'],
    [{ usrgrpids: ['7', 'x'] }, -32500, 'Database error occurred.'],
    [{ filter: { passwd: 'x' } }, -32602, 'It is not possible to filter by user password.'],
    [{ search: { passwd: 'x' } }, -32602, 'It is not possible to search by user password.'],
    [{ filter: { passwd: 'x' }, sortfield: 'name' }, -32602, 'It is not possible to filter by user password.'],
  ])('%j is refused', (params, code, data) => place.refuse('user.get', params, code, data));
});

describe('ids', () => {
  test.each([
    [{ userids: '4' }, ['4']],
    [{ userids: [4, '0003', 4, 99, '9223372036854775807'] }, ['3', '4']],
    [{ userids: [] }, []],
    [{ userids: null, usrgrpids: null }, ['1', '2', '3', '4', '5', '6', '7', '8']],
    [{ usrgrpids: 7 }, ['1', '3', '5']],
    [{ usrgrpids: ['7', '11', '99'] }, ['1', '3', '5', '6']],
    [{ usrgrpids: [] }, []],
    [{ usrgrpids: '99' }, []],
    [{ usrgrpids: '11', userids: ['3', '5'] }, ['5']],
    [{ mediatypeids: '3' }, ['5']],
    [{ mediatypeids: ['1', '3'] }, ['5', '7']],
    [{ mediaids: '5000001' }, ['5']],
    [{ mediaids: ['5000001', '5000002', '7000000'] }, ['5', '7']],
    [{ mediaids: ['5000001', '7000000'], mediatypeids: '1' }, ['7']],
    [{ mediaids: '5000001', userids: '3' }, []],
  ])('%j', async (params, expected) => expect(await got(params)).toEqual(ids(...expected)));
});

describe('filter', () => {
  test.each([
    [{ username: 'ada' }, ['3']],
    [{ username: 'ADA' }, []],
    [{ username: ['Bob', 'cleo', 'nobody'] }, ['4', '5']],
    [{ username: 'mail@example.com' }, ['7']],
    [{ username: 'user-8' }, ['8']],
    [{ username: 'user-3' }, []],
    [{ username: 'a_%*\\b' }, ['6']],
    [{ username: 'Admin' }, ['1']],
    [{ userid: ['3', 4] }, ['3', '4']],
    [{ userid: 3, username: 'Bob' }, []],
    [{ roleid: 0 }, ['5', '7', '8']],
    [{ roleid: ['1', '3'] }, ['1', '3', '6']],
    [{ roleid: ['2', '0'] }, ['4', '5', '7', '8']],
    [{ autologout: '15m', username: 'ada' }, ['3']],
    [{ autologout: 900 }, ['2', '3', '4', '5', '6', '7', '8']],
    [{ refresh: 60 }, ['3']],
    [{ rows_per_page: '7' }, ['4']],
    [{ rows_per_page: 'x' }, []],
    [{ provisioned: 1 }, []],
    [{ lang: 'de_DE' }, ['4']],
    [{ username: null, lang: '', name: [] }, ['1', '2', '3', '4', '5', '6', '7', '8']],
    [{ foo: 'bar', username: 'ada' }, ['3']],
  ])('%j', async (filter, expected) => expect(await got({ filter })).toEqual(ids(...expected)));

  test('searchByAny is OR', async () => {
    const filter = { username: 'ada', roleid: '2', userid: '7' };
    expect(await got({ filter, searchByAny: true })).toEqual(ids('3', '4', '7'));
    expect(await got({ filter })).toEqual([]);
    expect(await got({ filter: { username: 'ada' }, searchByAny: true })).toEqual(ids('3'));
  });
});

describe('search', () => {
  test.each([
    [{ search: { surname: 'ÄR' } }, ['3']],
    [{ search: { username: '_%' } }, ['6']],
    [{ search: { username: 'A', surname: 'ade' } }, []],
    [{ search: { username: 'ada', surname: 'ade' }, searchByAny: true }, ['3', '4']],
    [{ search: { username: 'a' }, startSearch: true }, ['1', '3', '6']],
    [{ search: { username: 'e' }, excludeSearch: true }, ['1', '3', '4', '6']],
    [{ search: { username: 'a*' }, searchWildcardsEnabled: true }, ['1', '3', '6']],
    [{ search: { username: '*m*', url: 'x' }, searchWildcardsEnabled: true }, []],
    [{ search: { username: 'b' }, filter: { roleid: 2 } }, ['4']],
  ])('%j', async (params, expected) => expect(await got(params)).toEqual(ids(...expected)));
});

test('a session and a token are asked for', async () => {
  await place.refuse('user.get', {}, -32602, 'Not authorized.', null);
});

test('an address is a username only where there is no other', async () => {
  const emails = (address: string, verified: boolean) => [{ address, verified }];
  await place.rest('POST', '/api/users', { username: 'nine', emails: emails('nine@example.com', true) });
  await place.rest('POST', '/api/users', { emails: emails('ten@example.com', false) });
  const found = (username: string) => got({ filter: { username } });
  expect(await found('nine@example.com')).toEqual([]);
  expect(await found('nine')).toEqual(ids('9'));
  expect(await found('ten@example.com')).toEqual(ids('10'));
  expect(await found('TEN@example.com')).toEqual([]);
});
