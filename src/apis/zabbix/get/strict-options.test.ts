// What a strict get method makes of its options.

import { describe, expect, test } from 'vitest';
import type { Row } from './description.ts';
import { readOutput } from './output.ts';
import { getRoles } from './sample.fixture.ts';

const roles: readonly Row[] = [
  { roleid: '1', name: 'User role', type: '1', readonly: '0' },
  { roleid: '3', name: 'Super admin role', type: '3', readonly: '1' },
];

function faultOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('tells everything unless asked otherwise', () => {
  expect(getRoles(roles, {})).toEqual(roles);
  expect(getRoles(roles, [])).toEqual(roles);
  expect(getRoles(roles, { roleids: null, filter: null, search: null, limit: null, selectUsers: null })).toEqual(roles);
});

test.each([
  [{ foo: 1 }, '/', 'unexpected parameter "foo"'],
  [{ output: 'x', foo: 1 }, '/', 'unexpected parameter "foo"'],
  [['x'], '/', 'unexpected parameter "0"'],
  [{ output: ['foo'] }, '/output/1', 'value must be one of "roleid", "name", "type", "readonly"'],
  [{ output: ['name', 5] }, '/output/2', 'a character string is expected'],
  [{ output: ['name', 'name'] }, '/output/2', 'value (name) already exists'],
  [{ output: 'name' }, '/output', 'value must be "extend"'],
  [{ output: 'count' }, '/output', 'value must be "extend"'],
  [{ output: null }, '/output', 'an array or a character string is expected'],
  [{ limit: 0 }, '/limit', 'value must be one of 1-2147483647'],
  [{ limit: '-1' }, '/limit', 'value must be one of 1-2147483647'],
  [{ limit: 'x' }, '/limit', 'an integer is expected'],
  [{ limit: 2147483648 }, '/limit', 'a number is too large'],
  [{ sortfield: ['type'] }, '/sortfield/1', 'value must be one of "roleid", "name"'],
  [{ sortfield: 'type' }, '/sortfield/1', 'value must be one of "roleid", "name"'],
  [{ sortfield: '' }, '/sortfield/1', 'value must be one of "roleid", "name"'],
  [{ sortfield: ['name', 'name'] }, '/sortfield/2', 'value (name) already exists'],
  [{ sortfield: null }, '/sortfield', 'an array is expected'],
  [{ sortorder: 'desc' }, '/sortorder', 'value must be one of "ASC", "DESC"'],
  [{ sortorder: ['ASC', 'x'] }, '/sortorder/2', 'value must be one of "ASC", "DESC"'],
  [{ sortorder: 1 }, '/sortorder', 'an array or a character string is expected'],
  [{ filter: { foo: 1 } }, '/filter', 'unexpected parameter "foo"'],
  [{ filter: { __proto__x: 1 } }, '/filter', 'unexpected parameter "__proto__x"'],
  [{ filter: 'x' }, '/filter', 'an array is expected'],
  [{ filter: { name: true } }, '/filter/name', 'an array is expected'],
  [
    { filter: { name: ['a', null] } },
    '/filter/name/2',
    'a character string, integer or floating point value is expected',
  ],
  [{ search: { type: '1' } }, '/search', 'unexpected parameter "type"'],
  [{ search: { name: false } }, '/search/name', 'an array is expected'],
  [{ searchByAny: 1 }, '/searchByAny', 'a boolean is expected'],
  [{ searchWildcardsEnabled: null }, '/searchWildcardsEnabled', 'a boolean is expected'],
  [{ preservekeys: 'true' }, '/preservekeys', 'a boolean is expected'],
  [{ editable: 0 }, '/editable', 'a boolean is expected'],
  [{ roleids: 'x' }, '/roleids', 'an array is expected'],
  [{ roleids: ['1', 'x'] }, '/roleids/2', 'a number is expected'],
  [{ roleids: 'x', output: 'x' }, '/roleids', 'an array is expected'],
  [{ selectUsers: ['foo'] }, '/selectUsers/1', 'value must be one of "userid", "username"'],
  [{ selectUsers: 'foo' }, '/selectUsers', 'value must be one of "extend", "count"'],
  [{ selectUsers: 5 }, '/selectUsers', 'an array or a character string is expected'],
])('%j is refused', (params, path, reason) => {
  const data = `Invalid parameter "${path}": ${reason}.`;
  expect(faultOf(() => getRoles(roles, params))).toEqual(expect.objectContaining({ code: -32602, data }));
});

describe('output', () => {
  test('is the named fields and no others', () => {
    expect(getRoles(roles, { output: ['name'] })).toEqual([{ name: 'User role' }, { name: 'Super admin role' }]);
    expect(getRoles(roles, { output: [] })).toEqual([{}, {}]);
    expect(JSON.stringify(getRoles(roles, { output: ['name', 'roleid'], limit: '1' }))).toBe(
      '[{"roleid":"1","name":"User role"}]',
    );
  });

  test('is the only option of some methods', () => {
    expect(readOutput(['a', 'b'], [])).toEqual(['a', 'b']);
    expect(readOutput(['a', 'b'], { output: 'extend' })).toEqual(['a', 'b']);
    expect(readOutput(['a', 'b'], { output: ['b'] })).toEqual(['b']);
    const data = 'Invalid parameter "/": unexpected parameter "limit".';
    expect(faultOf(() => readOutput(['a'], { limit: 1 }))).toEqual(expect.objectContaining({ data }));
  });
});

test.each([
  [{ roleids: 3 }, ['3']],
  [{ roleids: ['03', '3'] }, ['3']],
  [{ roleids: [] }, []],
  [{ filter: { type: [1, '2'] } }, ['1']],
  [{ filter: { type: 'x' } }, []],
  [{ filter: { type: null, name: '', readonly: [] } }, ['1', '3']],
  [{ search: { name: 'ADMIN' } }, ['3']],
  [{ search: { name: 'user' }, excludeSearch: 'x' }, ['3']],
  [{ search: { name: 'role' }, startSearch: 0 }, []],
  [{ search: { name: 'role' }, startSearch: null }, ['1', '3']],
  [{ sortfield: 'name' }, ['3', '1']],
  [{ sortfield: ['name', 'roleid'], sortorder: ['DESC'] }, ['1', '3']],
  [{ sortfield: [], sortorder: [] }, ['1', '3']],
  [{ editable: true, preservekeys: false, countOutput: null }, ['1', '3']],
])('%j tells the right ones', (params, wanted) =>
  expect(getRoles(roles, { output: ['roleid'], ...params })).toEqual(wanted.map((roleid) => ({ roleid }))),
);

test('selects add what was asked for', () => {
  const asked = (selectUsers: unknown) => getRoles(roles, { output: ['roleid'], limit: 1, selectUsers });
  expect(asked('count')).toEqual([{ roleid: '1', users: '2' }]);
  expect(asked('extend')).toEqual([{ roleid: '1', users: ['userid', 'username'] }]);
  expect(asked(['username'])).toEqual([{ roleid: '1', users: ['username'] }]);
});
