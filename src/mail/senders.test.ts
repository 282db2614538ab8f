// Tests of the senders: our own domain's addresses send, others' get the answers.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMailable } from './message.ts';
import { sendersOf } from './senders.ts';

const named = 'The Game <muster@example.com>';

test.each([
  [named, null, named, null],
  [named, 'muster@example.com', named, null],
  [named, 'register@example.com', 'The Game <register@example.com>', null],
  [named, 'register@Example.COM', 'The Game <register@Example.COM>', null],
  ['muster@example.com', 'register@example.com', 'register@example.com', null],
  ['muster@example.com <muster@example.com>', 'a@example.com', 'muster@example.com <a@example.com>', null],
  [named, 'ada@example.net', named, 'ada@example.net'],
  [named, 'ada@sub.example.com', named, 'ada@sub.example.com'],
  [named, 'ada@notexample.com', named, 'ada@notexample.com'],
  [named, 'ada@example.com, eve@example.net', named, null],
  [named, 'a@example.com\r\nBcc: eve@example.net', named, null],
])('%s, wanted %j', (from, wanted, sender, replyTo) => {
  expect(sendersOf(from, wanted)).toEqual({ from: sender, replyTo });
});

test('whatever is wanted, the mail is from our domain, and answers go to one address', () => {
  const wanted = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.emailAddress(),
    fc.string().map((text) => `${text}@example.com`),
  );
  fc.assert(
    fc.property(wanted, (address) => {
      const { from, replyTo } = sendersOf(named, address);
      const own = /^The Game <([^<>]+)>$/.exec(from)?.[1] ?? '';
      expect(isMailable(own)).toBe(true);
      expect(own.toLowerCase()).toMatch(/@example\.com$/);
      expect(replyTo === null || isMailable(replyTo)).toBe(true);
    }),
  );
});
