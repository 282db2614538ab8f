// Tests of the known passwords.

import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, test } from 'vitest';
import { openKnownPasswords } from './known-passwords.ts';

const known = openKnownPasswords();

test.each(['password', 'Password', 'QWERTY123', '12345678', 'ｐａｓｓｗｏｒｄ'])('%s is common', async (password) => {
  expect(await known.find(password)).toBe('common');
});

test.each(['00000000', 'AAAAAAAA', '12341234', 'abcdefgh', '87654321'])('%s is common too', async (password) => {
  expect(await known.find(password)).toBe('common');
});

test.each(['', 'tr0ub4dor&3-x9', 'password kalashnikov pebble', '__proto__', 'constructor', 'abcdefgi', 'aaaaaaab'])(
  '%j is not',
  async (password) => {
    expect(await known.find(password)).toBeNull();
  },
);

test('the package holds enough for ten thousand, the most frequent first', async () => {
  const list = dictionary['passwords-common'];
  expect(new Set(list).size).toBeGreaterThan(10_000);
  expect(list.slice(0, 2)).toEqual(['123456', 'password']);
  for (const password of list.slice(0, 10_000)) expect(await known.find(String(password))).toBe('common');
  expect(await known.find(String(list.at(-1)))).toBeNull();
});
