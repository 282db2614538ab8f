// Tests of letters: a link for a new password in the words, and for the time, that whoever asks for it wants.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPasswordReset } from '../../src/core/commands/create-password-reset.ts';
import { judgeLetter, type Letter } from '../../src/core/commands/order-letter.ts';
import { person, reset, resetToken, stranger } from './visitors.ts';
import { openWorld, refusalsOf } from './world.ts';

const address = 'ada@example.com';
const day = 86_400_000;
const linkOf = (token: string): string => `https://example.com/?code=${token}`;
const letter: Letter = {
  sender: 'game@example.net',
  word: (link) => ({ subject: 'A new password', text: `Open ${link}`, html: `<a href="${link}">Open</a>` }),
};

test('a link for a new password is good for as long as was asked, and for a quarter of an hour unless told', async () => {
  for (const [lifetimeMs, after, word] of [
    [day, day - 1, 'done'],
    [day, day, 'expired'],
    [null, 899_999, 'done'],
    [null, 900_000, 'expired'],
  ] as const) {
    const world = await openWorld();
    await person(world, address);
    const made =
      lifetimeMs === null ? null : await createPasswordReset(world.context, address, linkOf, { lifetimeMs, letter });
    const token = made?.token ?? (await resetToken(world, address));
    world.clock.now += after;
    const work = reset(world, token).then(() => 'done');
    if (word === 'done') expect(await work).toBe('done');
    else expect(await refusalsOf(() => work)).toEqual([{ code: 'code-rejected', reason: word }]);
  }
});

test('its mail says what was asked, all of it sealed', async () => {
  const world = await openWorld();
  await person(world, address);
  const made = await createPasswordReset(world.context, address, linkOf, { lifetimeMs: day, letter });
  const [order] = await world.ports.store.takeMails(world.clock.now, world.clock.now + 1, 100);
  expect(order).toMatchObject({ to: address, template: 'letter', values: { minutes: '1440' } });
  const link = linkOf(made?.token ?? '');
  expect(JSON.parse(world.ports.vault.openText(order?.sealed ?? '', `mail:default:${order?.id}`))).toEqual({
    ...{
      subject: 'A new password',
      text: `Open ${link}`,
      html: `<a href="${link}">Open</a>`,
      sender: 'game@example.net',
    },
  });
});

test('nobody is written to at an address that nobody has, and strangers are told the same', async () => {
  const world = await openWorld();
  const wish = { lifetimeMs: day, letter };
  expect(await createPasswordReset(stranger(world), 'bob@example.com', linkOf, wish)).toBe(null);
  expect(await world.ports.store.takeMails(world.clock.now, world.clock.now + 1, 100)).toEqual([]);
});

test('no letter brings a second line into a header, or too much', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ maxLength: 10 }).map((part) => `${part}\r\nBcc: eve@example.net`),
  );
  fc.assert(
    fc.property(text, text, (subject, sender) => {
      const faults = judgeLetter({ sender, word: () => ({ subject, text: '', html: null }) }, '');
      if (faults.length === 0) {
        expect(`${subject}${sender}`).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect([...subject].length).toBeLessThanOrEqual(200);
        expect(sender).toMatch(/^[^\s,;<>"@]+@[^\s,;<>"@]+$/);
      }
    }),
  );
  const bodies = (body: string, html: string | null) =>
    judgeLetter({ sender: null, word: () => ({ subject: 'Hi', text: body, html }) }, '').map(({ path }) => path);
  expect(bodies('x'.repeat(65_536), 'x'.repeat(65_536))).toEqual([]);
  expect(bodies('ä'.repeat(32_769), 'x'.repeat(65_537))).toEqual(['text', 'html']);
  expect(bodies('a\0', '\ud800')).toEqual(['text', 'html']);
});
