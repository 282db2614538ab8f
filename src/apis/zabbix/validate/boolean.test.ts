// The boolean validators.
import { expect, test } from 'vitest';
import { boolean, flag } from './boolean.ts';
import { reason } from './refusal.fixture.ts';
import { read } from './validator.ts';

test('booleans are booleans, flags are what is there', () => {
  expect(read(boolean(), false, '/x')).toBe(false);
  for (const value of [0, 1, 'true', null, []]) expect(reason(boolean(), value)).toBe('a boolean is expected');
  expect([true, 0, '', [], 'no'].map((value) => read(flag(), value, '/x'))).toEqual([true, true, true, true, true]);
  expect([false, null].map((value) => read(flag(), value, '/x'))).toEqual([false, false]);
});
