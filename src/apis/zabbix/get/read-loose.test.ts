// What a loose get method makes of its options.

import { describe, expect, test } from 'vitest';
import { Fault } from '../fault.ts';
import type { Row } from './description.ts';
import { getUsers } from './sample.fixture.ts';

const users: readonly Row[] = [
  { userid: '1', username: 'Admin', name: 'Zabbix', autologin: '1', autologout: '0', roleid: '3' },
  { userid: '2', username: 'guest', name: '', autologin: '0', autologout: '15m', roleid: '4' },
  { userid: '10', username: 'doc_10%', name: 'Ärger', autologin: '0', autologout: '900', roleid: '0' },
];

const idsFor = (params: object) => getUsers(users, { output: ['userid'], ...params });
const ids = (...wanted: string[]) => wanted.map((userid) => ({ userid }));
const fault = (code: number, data: string) => expect.objectContaining({ code, data });

function faultOf(params: unknown): unknown {
  try {
    return getUsers(users, params);
  } catch (error) {
    return error;
  }
}

test('tells everything of everybody unless asked otherwise', () => {
  expect(getUsers(users, {})).toEqual(users);
  expect(getUsers(users, [])).toEqual(users);
  expect(getUsers(users, { foo: 1, output: 'extend', limit: null, filter: null, search: null })).toEqual(users);
});

describe('output', () => {
  test.each([[[]], [null], ['userid'], ['count'], [{}], [5], [['passwd', 'foo', '__proto__', 'constructor']]])(
    '%j names the id only',
    (output) => expect(getUsers(users, { output })).toEqual(ids('1', '2', '10')),
  );

  test('names fields, the id always and first, each once', () => {
    const [first] = [getUsers(users, { output: ['name', 'userid', 'username', 'name'], limit: 1 })];
    expect(JSON.stringify(first)).toBe('[{"userid":"1","name":"Zabbix","username":"Admin"}]');
    expect(getUsers(users, { output: { a: 'name' }, limit: 1 })).toEqual([{ userid: '1', name: 'Zabbix' }]);
  });

  test('leaves out what the row does not show', () => {
    expect(getUsers([{ userid: '1', username: 'x' }], {})).toEqual([{ userid: '1', username: 'x' }]);
  });
});

describe('limit', () => {
  test.each([[0], [-1], ['x'], [1.5], [''], [null], [true], [[1]]])('%j limits nothing', (limit) =>
    expect(idsFor({ limit })).toHaveLength(3),
  );
  test.each([[2], ['2'], ['002']])('%j limits', (limit) => expect(idsFor({ limit })).toEqual(ids('1', '2')));
});

describe('sorting', () => {
  test('is by id unless asked, and in the direction asked for', () => {
    expect(idsFor({ sortfield: '' })).toEqual(ids('1', '2', '10'));
    expect(idsFor({ sortfield: 'userid', sortorder: 'DESC' })).toEqual(ids('10', '2', '1'));
    expect(idsFor({ sortfield: ['userid'], sortorder: ['DESC'] })).toEqual(ids('10', '2', '1'));
    expect(idsFor({ sortfield: 'username', sortorder: 'DESC', limit: 1 })).toEqual(ids('2'));
  });

  test.each([['desc'], ['down'], [1], [null], [['ASC', 'DESC']], [[]]])('%j means ascending', (sortorder) =>
    expect(idsFor({ sortfield: 'userid', sortorder })).toEqual(ids('1', '2', '10')),
  );

  test.each([
    ['name', 'name'],
    [['userid', 'roleid'], 'roleid'],
    [['userid', []], ''],
    [{ a: 'x' }, 'x'],
    [7, '7'],
  ])('by %j is refused', (sortfield, named) => {
    expect(faultOf({ sortfield })).toEqual(fault(-32500, `Sorting by field "${named}" not allowed.`));
    expect(faultOf({ sortfield, countOutput: true })).toBeInstanceOf(Fault);
  });
});

describe('ids', () => {
  test.each([
    ['2', ['2']],
    [2, ['2']],
    ['002', ['2']],
    [
      ['10', 1, '1'],
      ['1', '10'],
    ],
    [{ a: '2' }, ['2']],
    [[], []],
    [null, ['1', '2', '10']],
    ['99', []],
  ])('%j restricts', (userids, wanted) => expect(idsFor({ userids })).toEqual(ids(...wanted)));

  test.each([['x'], [''], [['1', 'x']], [-1], [1.5], [true], [[[1]]], [[null]], ['9223372036854775808']])(
    '%j is no id',
    (userids) => expect(faultOf({ userids })).toEqual(fault(-32500, 'Database error occurred.')),
  );
});

describe('filter', () => {
  test.each([
    [{ username: 'Admin' }, ['1']],
    [{ username: 'admin' }, []],
    [{ username: ['Admin', 'guest'] }, ['1', '2']],
    [{ username: null }, ['1', '2', '10']],
    [{ username: '', name: [], autologin: {} }, ['1', '2', '10']],
    [{ name: [''] }, ['2']],
    [{ roleid: 0 }, ['10']],
    [{ roleid: '003' }, ['1']],
    [{ autologin: 0 }, ['2', '10']],
    [{ autologin: '01' }, ['1']],
    [{ autologin: 'x' }, []],
    [{ autologin: ['x', 1, null, true, {}] }, ['1']],
    [{ autologin: true }, []],
    [{ autologin: 4294967296 }, []],
    [{ roleid: -1 }, []],
    [{ autologout: '900' }, ['2', '10']],
    [{ autologout: '15m' }, ['2', '10']],
    [{ autologout: 900 }, ['2', '10']],
    [{ autologout: '0d' }, ['1']],
    [{ autologout: '15x' }, []],
    [{ autologin: 0, username: 'guest' }, ['2']],
    [{ autologin: 1, username: 'guest' }, []],
    [{ foo: 1, constructor: 1, passwd: null }, ['1', '2', '10']],
    ['guest', ['1', '2', '10']],
  ])('%j leaves the right ones', (filter, wanted) => expect(idsFor({ filter })).toEqual(ids(...wanted)));

  test('is OR with searchByAny', () => {
    expect(idsFor({ filter: { autologin: 1, username: 'guest' }, searchByAny: true })).toEqual(ids('1', '2'));
    expect(idsFor({ filter: {}, searchByAny: true })).toHaveLength(3);
  });

  test('and search both hold, searchByAny or not', () => {
    const both = { filter: { username: 'Admin' }, search: { username: 'guest' } };
    expect(idsFor(both)).toEqual([]);
    expect(idsFor({ ...both, searchByAny: true })).toEqual([]);
  });

  test('is not by a secret', () => {
    const data = 'It is not possible to filter by user password.';
    expect(faultOf({ filter: { passwd: 'x' } })).toEqual(fault(-32602, data));
    expect(faultOf({ filter: { passwd: [] }, search: { passwd: 'x' } })).toEqual(fault(-32602, data));
  });
});

describe('search', () => {
  test.each([
    [{ username: 'ADM' }, ['1']],
    [{ name: 'äR' }, ['10']],
    [{ username: '%' }, ['10']],
    [{ username: '_' }, ['10']],
    [{ username: '*' }, []],
    [{ username: 1 }, ['10']],
    [{ username: ['d', 'm'] }, ['1']],
    [{ username: 'd', name: 'x' }, ['1']],
    [{ username: '', name: [''], foo: 'x', autologin: '1', roleid: '3' }, ['1', '2', '10']],
    [{ autologout: '5M' }, ['2']],
    [{ username: [null, {}, true] }, ['1', '2', '10']],
    ['guest', ['1', '2', '10']],
  ])('%j finds', (search, wanted) => expect(idsFor({ search })).toEqual(ids(...wanted)));

  test.each([
    [{ search: { username: ['adm', 'gue'] }, searchByAny: true }, ['1', '2']],
    [{ search: { username: 'gue', name: 'zab' }, searchByAny: 1 }, ['1', '2']],
    [{ search: { username: 'd' }, startSearch: true }, ['10']],
    [{ search: { username: 'd' }, startSearch: '0' }, ['1', '10']],
    [{ search: { username: 'd' }, excludeSearch: true }, ['2']],
    [{ search: { username: ['adm', 'gue'] }, excludeSearch: true }, ['10']],
    [{ search: { username: ['adm', 'gue'] }, excludeSearch: true, searchByAny: true }, ['1', '2', '10']],
    [{ search: { username: 'g' }, startSearch: true, excludeSearch: 1 }, ['1', '10']],
    [{ search: { username: 'a*n' }, searchWildcardsEnabled: true }, ['1']],
    [{ search: { username: 'adm' }, searchWildcardsEnabled: true }, []],
    [{ search: { username: 'adm' }, searchWildcardsEnabled: true, startSearch: true }, []],
    [{ search: { username: '*_1*%' }, searchWildcardsEnabled: true }, ['10']],
    [{ search: { username: 'gu*ue*st' }, searchWildcardsEnabled: true }, []],
    [{ search: { username: 'gues*est' }, searchWildcardsEnabled: true }, []],
    [{ search: { username: 'gu*est' }, searchWildcardsEnabled: true }, ['2']],
    [{ search: { username: '*' }, searchWildcardsEnabled: true }, ['1', '2', '10']],
    [{ search: { username: '*e*' }, searchWildcardsEnabled: true, excludeSearch: true }, ['1', '10']],
  ])('%j finds', (params, wanted) => expect(idsFor(params)).toEqual(ids(...wanted)));

  test('is not by a secret', () => {
    const data = 'It is not possible to search by user password.';
    expect(faultOf({ search: { passwd: 'x' } })).toEqual(fault(-32602, data));
    expect(idsFor({ search: { passwd: null } })).toHaveLength(3);
  });

  test('does not look where a row shows nothing, excluding or not', () => {
    const rows = [{ userid: '1', username: 'x' }];
    expect(getUsers(rows, { search: { name: 'x' } })).toEqual([]);
    expect(getUsers(rows, { search: { name: 'y' }, excludeSearch: true })).toEqual([]);
    expect(getUsers(rows, { filter: { name: [''] } })).toEqual([]);
  });

  test('takes no more patterns than anybody types', () => {
    const search = { username: Array.from({ length: 1001 }, (_, index) => `a${index}`) };
    expect(faultOf({ search })).toEqual(fault(-32500, 'Database error occurred.'));
  });
});

describe('selects', () => {
  test.each([
    [null, {}],
    ['count', {}],
    ['extend', { usrgrps: [{ usrgrpid: '3', name: '3' }] }],
    [['name'], { usrgrps: [{ usrgrpid: '3', name: '3' }] }],
    [[], { usrgrps: [{ usrgrpid: '3' }] }],
    ['foo', { usrgrps: [{ usrgrpid: '3' }] }],
    [['foo', '__proto__'], { usrgrps: [{ usrgrpid: '3' }] }],
  ])('%j adds', (selectUsrgrps, added) =>
    expect(idsFor({ selectUsrgrps, limit: 1 })).toEqual([{ userid: '1', ...added }]),
  );
});
