// Durations of settings: how long each is, and which are none.
import { assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { read } from '../validate/validator.ts';
import { duration, longSecondsOf } from './duration.ts';

const lengths = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, M: 2_592_000, y: 31_536_000 };
const units = constantFrom(...Object.entries(lengths));

test('is as long as its unit says', () => {
  const isSo = property(nat(60), units, (count, [unit, seconds]) => {
    expect(longSecondsOf(`${count}${unit}`)).toBe(count * seconds);
    const sent = `${count}${unit}`;
    expect(read(duration({ kind: 'duration', options: {}, also: 'years' }), sent, '/x')).toBe(sent);
  });
  assert(isSo);
});

describe('refused', () => {
  const long = duration({ kind: 'duration', options: { oneOf: [[60, 120]] }, also: 'years' });
  const macro = duration({ kind: 'duration', options: { oneOf: [[60, 120]] }, also: 'macro' });
  const short = duration({ kind: 'duration', options: { oneOf: [[60, 120]] }, also: null });

  test.each([
    ['1Y', 'a time unit is expected'],
    ['01m', 'a time unit is expected'],
    ['1m ', 'a time unit is expected'],
    ['-', 'a time unit is expected'],
    ['', 'cannot be empty'],
    [1.5, 'a character string is expected'],
    [null, 'a character string is expected'],
    ['-1m', 'value must be one of 60-120'],
    ['-0', 'value must be one of 60-120'],
    [59, 'value must be one of 60-120'],
    ['99y', 'a number is too large'],
  ])('%j', (sent, reason) => {
    expect(() => read(long, sent, '/x')).toThrow(`Invalid parameter "/x": ${reason}.`);
  });

  test.each(['1M', '1y', '{$A}x', '{$a}', '{$A:"b}', '{$}'])('%j where neither years nor this macro may be', (sent) => {
    expect(() => read(macro, sent, '/x')).toThrow('a time unit is expected');
    expect(() => read(short, sent, '/x')).toThrow('a time unit is expected');
  });

  test('a macro where none may be', () => {
    expect(() => read(short, '{$A}', '/x')).toThrow('a time unit is expected');
    expect(() => read(long, '{$A}', '/x')).toThrow('a time unit is expected');
    for (const sent of ['{$A}', '{$A.B_1}', '{$A:c d}', '{$A:"}"}', '90', '2m']) {
      expect(read(macro, sent, '/x')).toBe(sent);
    }
  });
});
