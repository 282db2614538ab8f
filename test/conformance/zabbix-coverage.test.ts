// No situation of Zabbix' contract is left out: each is in a table of refusals, or it is said why it cannot happen.
import { expect, test } from 'vitest';
import { bodyRows } from './zabbix-rows-envelope.ts';
import * as objects from './zabbix-rows-objects.ts';
import * as signIn from './zabbix-rows-sign-in.ts';
import * as users from './zabbix-rows-users.ts';
import * as values from './zabbix-rows-values.ts';
import { situations, unreachable } from './zabbix-situations.ts';

const rows = [objects, signIn, users, values].flatMap((tables) => Object.values(tables).flat());
const tested = new Set([...bodyRows, ...rows].map(([situation]) => situation));

test('each situation is tested or excused', () => {
  const excused = new Set(Object.keys(unreachable));
  expect(situations.filter((id) => !tested.has(id) && !excused.has(id))).toEqual([]);
  expect([...excused].filter((id) => tested.has(id))).toEqual([]);
});

test('each row is about a situation that is listed', () => {
  const listed = new Set(situations);
  expect([...tested, ...Object.keys(unreachable)].filter((id) => !listed.has(id))).toEqual([]);
});
