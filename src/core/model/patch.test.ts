// Tests of the patch: how the wire's habits are read.

import { expect, test } from 'vitest';
import { change, clear, edit, keep, set } from './patch.ts';

test('undefined keeps, null clears, anything else sets', () => {
  expect([undefined, null, '', 0, false].map((value) => edit<string | number | boolean>(value))).toEqual([
    keep,
    clear,
    set(''),
    set(0),
    set(false),
  ]);
});

test('a field that cannot be empty is kept by null, too', () => {
  expect([undefined, null, false, 0].map((value) => change<number | boolean>(value))).toEqual([
    keep,
    keep,
    set(false),
    set(0),
  ]);
});
