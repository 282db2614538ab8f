// The integer validator.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { integer } from './integer.ts';
import { reason } from './refusal.fixture.ts';
import { read } from './validator.ts';

test.each([
  ['0', 0],
  ['-0', 0],
  [-0, 0],
  ['007', 7],
  ['-5', -5],
  [2147483647, 2147483647],
  ['-2147483648', -2147483648],
])('%j is %d', (value, number) => expect(read(integer(), value, '/x')).toBe(number));

test.each(['', '1.0', '+1', ' 1', '1\n', '--1', '1e3', 'x', 1.5, 2 ** 63, true, null, [[]], {}])(
  '%j is none',
  (value) => expect(reason(integer(), value)).toBe('an integer is expected'),
);

test.each(['2147483648', 2147483648, -2147483649, '-2147483649', '9'.repeat(400)])('%j is too large', (value) =>
  expect(reason(integer({ oneOf: [0] }), value)).toBe('a number is too large'),
);

test('what is in place is told', () => {
  expect(reason(integer({ oneOf: [0, 1] }), 2)).toBe('value must be one of 0, 1');
  expect(reason(integer({ oneOf: [0] }), '1')).toBe('value must be 0');
  expect(reason(integer({ oneOf: [[1, 999999]] }), 0)).toBe('value must be one of 1-999999');
  expect(reason(integer({ oneOf: [[1, 999999]] }), 1000000)).toBe('value must be one of 1-999999');
  expect(reason(integer({ oneOf: [0, [90, 86400]] }), 89)).toBe('value must be one of 0, 90-86400');
  expect([1, '999999'].map((value) => reason(integer({ oneOf: [[1, 999999]] }), value))).toEqual([null, null]);
});

test('every integer of 32 bits is read as itself', () => {
  fc.assert(
    fc.property(fc.integer(), (number) => {
      expect(read(integer(), number, '/x')).toBe(number + 0);
      expect(read(integer(), String(number), '/x')).toBe(number + 0);
    }),
  );
});
