// The time period validator.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reason } from './refusal.fixture.ts';
import { timePeriod } from './time-period.ts';
import { read } from './validator.ts';

describe('a time period', () => {
  const period = timePeriod({ lengthMax: 60 });

  test.each([
    '1-7,00:00-24:00',
    '5-5,0:00-0:01',
    '7,23:59-24:00',
    '1-5,09:00-18:00;6,10:00-14:00',
    '{$PERIOD}',
    '{$A.B_1:ctx;x}',
    '{$A: "q\\"}" }',
    '{$A:}',
    '{$A};1,0:00-1:00;{$B}',
  ])('%s', (value) => expect(read(period, value, '/x')).toBe(value));

  test.each([
    '0,0:00-1:00',
    '8,0:00-1:00',
    '1-8,0:00-1:00',
    '2-1,0:00-1:00',
    '1,1:00-1:00',
    '1,2:00-1:00',
    '1,0:00-24:01',
    '1,0:00-25:00',
    '1,0:60-2:00',
    '1,0:00-1:60',
    '1,0:0-1:00',
    '1,000:00-1:00',
    '1 ,0:00-1:00',
    '1,0:00-1:00;',
    ';1,0:00-1:00',
    '1,0:00-1:00;;2,0:00-1:00',
    '1,0:00-1:00 ',
    '1,0:00-1:00\n',
    '1,0:00-1:002,0:00-1:00',
    '{$}',
    '{$a}',
    '{$A',
    '{#A}',
    '{$A}x',
    '{$A:"b"c}',
    'x',
  ])('%j is none', (value) => expect(reason(period, value)).toBe('a time period is expected'));

  test('is empty, too long or no text', () => {
    expect(reason(period, '')).toBe('cannot be empty');
    expect(reason(period, 'x'.repeat(61))).toBe('value is too long');
    expect(reason(period, 7)).toBe('a character string is expected');
  });

  test('only hours in order are a period', () => {
    const minute = fc.nat(25 * 60);
    const clock = (at: number) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(minute, minute, (from, till) => {
        const expected = from < till && till <= 24 * 60 ? null : 'a time period is expected';
        expect(reason(period, `1,${clock(from)}-${clock(till)}`)).toBe(expected);
      }),
    );
  });
});
