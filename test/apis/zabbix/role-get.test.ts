// Getting user roles: the strict kind of options.
import { beforeAll, describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';

const place = usePlace();
const got = (params: object) => place.ask('role.get', { output: ['roleid'], ...params });
const ids = (...roleids: string[]) => roleids.map((roleid) => ({ roleid }));

beforeAll(async () => {
  await place.ask('user.create', [
    { username: 'three', passwd: 'Quarterdeck-92', roleid: '1' },
    { username: 'four', passwd: 'Quarterdeck-92', roleid: '1' },
    { username: 'five', passwd: 'Quarterdeck-92' },
  ]);
});

test('tells all of a fresh server by id', async () => {
  expect(await place.ask('role.get', {})).toEqual([
    { roleid: '1', name: 'User role', type: '1', readonly: '0' },
    { roleid: '2', name: 'Admin role', type: '2', readonly: '0' },
    { roleid: '3', name: 'Super admin role', type: '3', readonly: '1' },
    { roleid: '4', name: 'Guest role', type: '1', readonly: '0' },
  ]);
});

test.each([
  [{ roleids: '3' }, ['3']],
  [{ roleids: [4, '1', '99'] }, ['1', '4']],
  [{ roleids: [] }, []],
  [{ roleids: null, filter: null, search: null, limit: null }, ['1', '2', '3', '4']],
  [{ filter: { type: 1 } }, ['1', '4']],
  [{ filter: { readonly: '1' } }, ['3']],
  [{ filter: { name: ['Guest role', 'guest role'], roleid: ['4', '1'] } }, ['4']],
  [{ filter: { type: 2, readonly: 1 }, searchByAny: true }, ['2', '3']],
  [{ search: { name: 'ADMIN' } }, ['2', '3']],
  [{ search: { name: 'a*' }, searchWildcardsEnabled: true }, ['2']],
  [{ search: { name: 'admin' }, excludeSearch: true }, ['1', '4']],
  [{ sortfield: 'name' }, ['2', '4', '3', '1']],
  [{ sortfield: ['roleid'], sortorder: 'DESC', limit: '2' }, ['4', '3']],
  [{ editable: true, limit: 1 }, ['1']],
])('%j', async (params, expected) => expect(await got(params)).toEqual(ids(...expected)));

test('only what is named is told', async () => {
  expect(await got({ output: ['name'], roleids: '1' })).toEqual([{ name: 'User role' }]);
  expect(await got({ output: [], roleids: ['1', '2'] })).toEqual([[], []]);
  expect(await got({ countOutput: true, selectUsers: 'count' })).toBe('4');
  expect(await got({ roleids: '2', preservekeys: true })).toEqual({ 2: { roleid: '2' } });
});

test.each([
  [{ foo: 1 }, '/', 'unexpected parameter "foo"'],
  [{ output: ['foo'] }, '/output/1', 'value must be one of "roleid", "name", "type", "readonly"'],
  [{ output: 'all' }, '/output', 'value must be "extend"'],
  [{ output: ['name', 'name'] }, '/output/2', 'value (name) already exists'],
  [{ limit: 0 }, '/limit', 'value must be one of 1-2147483647'],
  [{ sortfield: 'type' }, '/sortfield/1', 'value must be one of "roleid", "name"'],
  [{ sortorder: 'UP' }, '/sortorder', 'value must be one of "ASC", "DESC"'],
  [{ filter: { foo: 1 } }, '/filter', 'unexpected parameter "foo"'],
  [{ roleids: 'x' }, '/roleids', 'an array is expected'],
  [{ roleids: ['x'] }, '/roleids/1', 'a number is expected'],
  [{ editable: 1 }, '/editable', 'a boolean is expected'],
  [{ selectRules: 'count' }, '/selectRules', 'value must be "extend"'],
  [{ selectUsers: 'all' }, '/selectUsers', 'value must be one of "extend", "count"'],
  [{ selectRules: 5, selectUsers: 'all', limit: 0 }, '/selectRules', 'an array or a character string is expected'],
])('%j is refused', (params, path, reason) =>
  place.refuse('role.get', params, -32602, `Invalid parameter "${path}": ${reason}.`),
);

describe('selects', () => {
  test('users: the named fields of whoever has the role, or how many there are', async () => {
    expect(await got({ roleids: ['1', '2', '4'], selectUsers: ['username'] })).toEqual([
      { roleid: '1', users: [{ username: 'three' }, { username: 'four' }] },
      { roleid: '2', users: [] },
      { roleid: '4', users: [{ username: 'guest' }] },
    ]);
    expect(await got({ selectUsers: 'count' })).toEqual([
      { roleid: '1', users: '2' },
      { roleid: '2', users: '0' },
      { roleid: '3', users: '1' },
      { roleid: '4', users: '1' },
    ]);
    const [role] = await got({ roleids: '3', selectUsers: 'extend' });
    expect(role.users[0]).toMatchObject({ userid: '1', username: 'Admin', roleid: '3', ts_provisioned: '0' });
    expect(await got({ roleids: '3', selectUsers: null, selectRules: null })).toEqual(ids('3'));
  });

  test('rules: in full, with the types of the wire', async () => {
    const [user, admin, root, guest] = await got({ selectRules: 'extend' });
    expect([user, admin, root].map(({ rules }) => rules.ui.length)).toEqual([11, 26, 44]);
    expect([user, admin].map(({ rules }) => rules.actions.length)).toEqual([11, 14]);
    expect([user, admin].map(({ rules }) => rules['services.write.mode'])).toEqual(['0', '1']);
    expect(guest.rules).toMatchObject({ 'api.access': '0', 'actions.default_access': '0', 'api.mode': '0', api: [] });
    expect(user.rules.modules).toHaveLength(30);
    expect(user.rules.modules[0]).toEqual({ moduleid: expect.any(Number), status: '1' });
    expect(user.rules['services.read.tag']).toEqual({ tag: '', value: '' });
  });

  test('rules: the named ones', async () => {
    expect(await got({ roleids: '4', selectRules: ['api.access', 'api'] })).toEqual([
      { roleid: '4', rules: { 'api.access': '0', api: [] } },
    ]);
    expect(await got({ roleids: '4', selectRules: [] })).toEqual([{ roleid: '4', rules: [] }]);
  });
});
