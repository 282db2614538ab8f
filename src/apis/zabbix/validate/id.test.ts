// The id validator: what names an object.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { id, ids } from './id.ts';
import { reason, refusal } from './refusal.fixture.ts';
import { nullable, read } from './validator.ts';

test.each([
  ['0', '0'],
  ['000', '0'],
  ['0079', '79'],
  [79, '79'],
  [0, '0'],
  ['9223372036854775807', '9223372036854775807'],
  ['00009223372036854775807', '9223372036854775807'],
])('%j is %s', (value, digits) => expect(read(id(), value, '/x')).toBe(digits));

test.each(['', ' 1', '1\n', '-1', '+1', '1.0', '1e3', '٣', -1, 1.5, 2 ** 63, 1e300, true, null, [[]], {}])(
  '%j is none',
  (value) => expect(reason(id(), value)).toBe('a number is expected'),
);

test.each(['9223372036854775808', '10000000000000000000', '9'.repeat(400), 2 ** 53])('%j is too large', (value) =>
  expect(reason(id(), value)).toBe('a number is too large'),
);

test('nothing but 0 where there is nothing to name', () => {
  expect(reason(id({ zero: true }), '7')).toBe('value must be 0');
  expect(read(id({ zero: true }), '00', '/x')).toBe('0');
});

test('an id is written in one way only', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 63n - 1n), fc.nat(5), (number, zeros) => {
      const digits = read(id(), `${'0'.repeat(zeros)}${number}`, '/x');
      expect(digits).toBe(String(number));
      expect(read(id(), digits, '/x')).toBe(digits);
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeNat(), (number) => {
      expect(read(id(), number, '/x')).toBe(String(number));
    }),
  );
});

test.each([
  [null, 'Invalid parameter "/": an array is expected.'],
  ['7', 'Invalid parameter "/": an array is expected.'],
  [[], 'Invalid parameter "/": cannot be empty.'],
  [{}, 'Invalid parameter "/": cannot be empty.'],
  [['7', 'x'], 'Invalid parameter "/2": a number is expected.'],
  [{ userids: ['7'] }, 'Invalid parameter "/1": a number is expected.'],
  [['7', '8', '07'], 'Invalid parameter "/3": value (7) already exists.'],
  [['7', '7', 'x'], 'Invalid parameter "/3": a number is expected.'],
  [['7', '8'], null],
])('of a list %j: %s', (value, told) => expect(refusal(ids({ unique: true }), value, '/')).toBe(told));

test('a list may be empty, hold one twice, or stand as one', () => {
  expect(read(ids({ empty: true }), ['7', 7], '/userids')).toEqual(['7', '7']);
  expect(read(ids({ empty: true }), {}, '/userids')).toEqual([]);
  expect(read(ids(), { b: 2, a: 1 }, '/userids')).toEqual(['2', '1']);
  expect(read(ids({ normalise: true }), 7, '/userids')).toEqual(['7']);
  expect(refusal(ids({ normalise: true }), 'x', '/userids')).toBe(
    'Invalid parameter "/userids": an array is expected.',
  );
  expect(read(nullable(ids()), null, '/userids')).toBeNull();
});
