// The time unit validator.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reason } from './refusal.fixture.ts';
import { timeUnit } from './time-unit.ts';
import { read } from './validator.ts';

describe('a time unit', () => {
  test.each([
    ['0', 0],
    ['90', 90],
    [90, 90],
    ['90s', 90],
    ['15m', 900],
    ['1h', 3600],
    ['1d', 86400],
    ['1w', 604800],
    ['-1m', -60],
    ['-0', 0],
    ['2147483647', 2147483647],
    [-2147483648, -2147483648],
  ])('%j lasts %d seconds and stays as it is', (value, seconds) =>
    expect(read(timeUnit(), value, '/x')).toEqual({ text: String(value), seconds }),
  );

  test.each(['015m', '1.5', '1.5h', '5 m', '1M', '1y', '+1', '1ms', '--1', 'm', '-', '{$M}', '1m\n', ' '])(
    '%j is none',
    (value) => expect(reason(timeUnit(), value)).toBe('a time unit is expected'),
  );

  test.each([null, 1.5, 2 ** 63, true, [[]], {}])('%j is no text', (value) =>
    expect(reason(timeUnit(), value)).toBe('a character string is expected'),
  );

  test.each(['2147483648', '-2147483649', '3551w', '9'.repeat(400)])('%j is too large', (value) =>
    expect(reason(timeUnit({ oneOf: [0] }), value)).toBe('a number is too large'),
  );

  test('is empty, or not among those in place', () => {
    const autologout = timeUnit({ oneOf: [0, [90, 86400]] });
    expect(reason(autologout, '')).toBe('cannot be empty');
    for (const value of ['89', '-1', 1, '86401', '1w']) {
      expect(reason(autologout, value)).toBe('value must be one of 0, 90-86400');
    }
    for (const value of ['0', 0, '0h', '90', '2m', '86400', '24h', '1d']) expect(reason(autologout, value)).toBeNull();
    expect(reason(timeUnit({ oneOf: [[0, 3600]] }), '61m')).toBe('value must be one of 0-3600');
  });

  test('units are multiples of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3000, max: 3000 }), (count) => {
        expect(read(timeUnit(), `${count}w`, '/x').seconds).toBe(read(timeUnit(), `${count * 7}d`, '/x').seconds);
        expect(read(timeUnit(), `${count}h`, '/x').seconds).toBe(read(timeUnit(), count * 3600, '/x').seconds);
      }),
    );
  });
});
