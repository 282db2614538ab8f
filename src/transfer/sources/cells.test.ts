// The readers of cells: what they take, what they refuse, and what they make of contacts and identities.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../core/model/json.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { identitiesOf } from './identities.ts';

const read = <Value>(row: JsonObject, ask: (cells: Cells) => Value) => {
  const cells = new Cells(row);
  return { value: ask(cells), faults: cells.faults };
};

test('an absent, null or empty cell says nothing and is no fault', () => {
  for (const row of [{}, { a: null }, { a: '' }]) {
    const cells = new Cells(row);
    expect([cells.text('a'), cells.flag('a'), cells.number('a'), cells.time('a', 'seconds')]).toEqual(
      Array(4).fill(null),
    );
    expect([cells.object('a'), cells.inner('a'), cells.has('a')]).toEqual([null, null, false]);
    expect([cells.list('a', ','), cells.each('a'), cells.names()]).toEqual([[], [], []]);
    expect(cells.faults).toEqual([]);
  }
  expect(new Cells({}).text('constructor')).toBeNull();
});

test.each([
  [true, true],
  ['true', true],
  ['TRUE', true],
  ['t', true],
  [1, true],
  ['false', false],
  ['0', false],
  ['f', false],
])('the flag %j reads %j', (given, value) => {
  expect(read({ a: given }, (cells) => cells.flag('a'))).toEqual({ value, faults: [] });
});

test.each([
  [1_700_000_000, 'seconds', 1_700_000_000_000],
  ['1700000000.123', 'seconds', 1_700_000_000_123],
  ['1700000000123', 'milliseconds', 1_700_000_000_123],
  ['2024-01-15T10:30:00.123Z', 'seconds', Date.UTC(2024, 0, 15, 10, 30, 0, 123)],
  ['2024-01-15T10:30:00.123456789+02:00', 'seconds', Date.UTC(2024, 0, 15, 8, 30, 0, 123)],
  ['2024-01-15 10:30:00.1+00', 'seconds', Date.UTC(2024, 0, 15, 10, 30, 0, 100)],
  ['2024-01-15 10:30:00', 'seconds', Date.UTC(2024, 0, 15, 10, 30)],
  ['2024-01-15 10:30:00 UTC', 'seconds', Date.UTC(2024, 0, 15, 10, 30)],
] as const)('the time %j in %s reads %j', (given, unit, value) => {
  expect(read({ a: given }, (cells) => cells.time('a', unit))).toEqual({ value, faults: [] });
});

test('every time that a system can write in RFC 3339 reads as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (time) => {
      expect(new Cells({ a: new Date(time).toISOString() }).time('a', 'seconds')).toBe(time);
    }),
  );
});

const asks: Record<string, (cells: Cells) => unknown> = {
  text: (cells) => cells.text('a'),
  flag: (cells) => cells.flag('a'),
  number: (cells) => cells.number('a'),
  time: (cells) => cells.time('a', 'seconds'),
  object: (cells) => cells.object('a'),
};

test.each<[string, Json[]]>([
  ['text', [true, 1.5, {}, []]],
  ['flag', ['maybe', 2, {}, [true]]],
  ['number', ['1.5', -1, 'x', true]],
  ['time', ['yesterday', '2024-13-01T00:00:00Z', -1, true, '1.7E+12', [1]]],
  ['object', ['x', '{', [], 1, `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`]],
])('what is no %s is a fault, and reads as absent', (kind, values) => {
  for (const a of values) {
    const { value, faults } = read({ a }, (cells) => asks[kind]?.(cells));
    expect(value).toBeNull();
    expect(faults).toMatchObject([{ field: 'a' }]);
  }
});

test('lists are arrays, JSON or separated texts; empty entries fall out', () => {
  for (const a of [['x', 'y'], '["x","y"]', 'x| y,', 'x,y']) {
    expect(read({ a }, (cells) => cells.list('a', /[,|]/))).toEqual({ value: ['x', 'y'], faults: [] });
  }
  expect(read({ a: ['x', 1] }, (cells) => cells.list('a', ','))).toMatchObject({ faults: [{ field: 'a' }] });
});

test('nested faults have dotted names, count for the row, and are said once', () => {
  const cells = new Cells({ a: '[{"b":{"c":"x"}},1]' });
  for (const item of [...cells.each('a'), ...cells.each('a')]) item.inner('b')?.flag('c');
  expect(cells.faults).toEqual([
    { field: 'a.1', why: 'is not an object' },
    { field: 'a.0.b.c', why: 'is neither true nor false' },
  ]);
});

test('JSON in a cell cannot reach a prototype', () => {
  const value = new Cells({ a: '{"__proto__":{"x":1}}' }).object('a');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(value).not.toHaveProperty('x');
});

test('an address named twice is added once, with the strongest claim; a verified one is primary', () => {
  const edit = contactsOf(
    [
      { value: 'a@x.com', verified: false },
      { value: 'B@x.com', verified: false, reserved: true },
      { value: 'b@x.com', verified: true },
      { value: 'c@x.com', verified: false, reserved: true, secondFactor: true },
    ],
    null,
  );
  expect(edit.primary).toEqual({ op: 'value', value: 'B@x.com' });
  expect(edit.list).toMatchObject({
    add: [
      { value: 'a@x.com', claim: 'unverified' },
      { value: 'B@x.com', claim: 'verified' },
      { value: 'c@x.com', claim: 'reserved', secondFactor: false },
    ],
  });
  expect(contactsOf([{ value: 'a@x.com', verified: false }], 'a@X.com').primary).toEqual({
    op: 'value',
    value: 'a@x.com',
  });
});

test('an identity gets the same UUIDv7 in every run, and another subject another', () => {
  const ids = (subject: string) => {
    const edit = identitiesOf([{ provider: 'google', subject }], 1_700_000_000_000);
    return edit.op === 'change' ? edit.add.map(({ id }) => id) : [];
  };
  fc.assert(
    fc.property(fc.string(), (subject) => {
      expect(ids(subject)).toEqual(ids(subject));
      expect(ids(subject)[0]).toMatch(/^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(ids(subject)).not.toEqual(ids(`${subject}x`));
    }),
  );
});
