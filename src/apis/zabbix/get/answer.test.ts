// The form of answers, which is the same in both families.

import { expect, test } from 'vitest';
import { writeResult } from '../envelope/answer.ts';
import type { Row } from './description.ts';
import { getRoles, getUsers } from './sample.fixture.ts';

const roles: readonly Row[] = [
  { roleid: '3', name: 'b', type: '1', readonly: '0' },
  { roleid: '1', name: 'a', type: '1', readonly: '0' },
];

test('a count is text, and no limit counts', () => {
  expect(getRoles(roles, { countOutput: true, limit: 1, preservekeys: true, output: [] })).toBe('2');
  expect(getRoles(roles, { countOutput: true, sortfield: 'name', filter: { name: 'a' } })).toBe('1');
  expect(getUsers([], { countOutput: true })).toBe('0');
  expect(getUsers([], { countOutput: '0' })).toEqual([]);
});

test('preservekeys tells rows by id, whether it is among the fields or not', () => {
  expect(getRoles(roles, { preservekeys: true, output: ['name'] })).toEqual({ '1': { name: 'a' }, '3': { name: 'b' } });
  expect(getRoles(roles, { preservekeys: true, limit: 1, sortfield: 'name', sortorder: 'DESC', output: [] })).toEqual({
    '3': {},
  });
});

test('what is empty is an empty list on the wire', () => {
  const wire = (params: object) => writeResult(1, getRoles(roles, params));
  expect(wire({ output: [] })).toContain('"result":[[],[]]');
  expect(wire({ roleids: [], preservekeys: true })).toContain('"result":[]');
  expect(wire({ roleids: [] })).toContain('"result":[]');
});
