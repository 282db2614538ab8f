// Tests of confirming: who is asked, what the link does, and when it is good no more.

import { describe, expect, test } from 'vitest';
import { acceptConfirmation, findConfirmation } from '../../src/core/commands/accept-confirmation.ts';
import type { Context } from '../../src/core/commands/context.ts';
import {
  type ConfirmationMail,
  createConfirmation,
  createPendingUser,
  resendConfirmation,
} from '../../src/core/commands/create-confirmation.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set } from '../../src/core/model/patch.ts';
import { ticketLimits } from '../../src/core/model/ticket.ts';
import type { User } from '../../src/core/model/user.ts';
import { appKey, patch, replacement, wish } from '../users.ts';
import { byId, read } from './factors.ts';
import { person, reset, resetToken, stranger } from './visitors.ts';
import { add, allUsers, expectRefused, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const minute = 60_000;
const waivers = { identifier: false, password: false };
const rejected = (reason: string) => [{ code: 'code-rejected', reason }];
const emails = (...all: readonly string[]) =>
  replacement(
    all.map((one) => wish(one, { claim: 'reserved' })),
    { primary: { op: 'first' } },
  );

/** The mail, and the tokens that went out with it. */
function newMail(letter: ConfirmationMail['letter'] = null) {
  const tokens: string[] = [];
  const linkOf = (token: string): string => {
    tokens.push(token);
    return `https://example.com/?code=${token}`;
  };
  return { tokens, mail: { linkOf, letter } };
}

const letter: ConfirmationMail['letter'] = {
  sender: 'game@example.net',
  word: (link) => ({ subject: 'Please confirm', text: `Open ${link}`, html: null }),
};

/** Ada, who is to confirm, and the token that she was mailed. */
async function openPending(change: Partial<Context> = {}) {
  const world = await openWorld();
  const { tokens, mail } = newMail();
  const wanted = patch({ username: set('ada_l'), emails: emails(address) });
  const ada = await createPendingUser({ ...world.context, ...change }, wanted, waivers, mail);
  return { world, ada, token: tokens[0] ?? '' };
}

/** Sends another link and answers its token; so much later that it may be sent. */
async function resend(world: World, ada: User): Promise<string> {
  world.clock.now += minute;
  const { tokens, mail } = newMail();
  await resendConfirmation(world.context, byId(ada), mail);
  return tokens[0] ?? '';
}

const mailsOf = ({ ports, clock }: World) => ports.store.takeMails(clock.now, clock.now + minute, 100);
const standing = ({ active, confirmation }: User) => ({ active, confirmation });
const change = (world: World, ada: User, wanted: Parameters<typeof patch>[0]) =>
  updateUser(world.context, byId(ada), patch(wanted), { system: false, ifRev: null });

describe('a user who is to confirm', () => {
  test('is made inactive and pending, with a link on its way, by an app as well', async () => {
    for (const actor of [appKey, { kind: 'secret-key', keyId: 'key' } as const]) {
      const { world, ada, token } = await openPending({ actor });
      expect(standing(await read(world, ada))).toEqual({ active: false, confirmation: 'pending' });
      expect((await historyOf(world, ada.id)).map(({ type }) => type)).toEqual(['user.created', 'ticket.created']);
      const [mail] = await mailsOf(world);
      expect(mail).toMatchObject({ to: address, template: 'confirmation', values: { days: '7' } });
      expect(JSON.stringify([mail, await historyOf(world, ada.id)])).not.toContain(token);
    }
  });

  test('is not made when the mail cannot be', async () => {
    const world = await openWorld();
    const before = await allUsers(world);
    const word = (subject: string) => () => ({ subject, text: 'x', html: null });
    for (const [wanted, bad, refusal] of [
      [patch({ username: set('ada_l') }), null, { code: 'not-found', what: 'email' }],
      [patch({ emails: emails(address) }), { sender: null, word: word('a\r\nb') }, { issues: [{ path: 'subject' }] }],
      [patch({ emails: emails(address) }), { sender: 'x', word: word('a') }, { issues: [{ path: 'sender' }] }],
    ] as const) {
      const { mail } = newMail(bad);
      expect(await refusalsOf(() => createPendingUser(world.context, wanted, waivers, mail))).toMatchObject([refusal]);
    }
    expect(await allUsers(world)).toEqual(before);
    expect(await mailsOf(world)).toEqual([]);
  });

  test('confirms with the link, once, and has proven the address', async () => {
    const { world, ada, token } = await openPending();
    await findConfirmation(stranger(world), token);
    expect(standing(await read(world, ada))).toEqual({ active: false, confirmation: 'pending' });
    const after = await acceptConfirmation(stranger(world), token);
    expect(standing(after)).toEqual({ active: true, confirmation: 'confirmed' });
    const [email] = (await read(world, ada)).emails;
    expect(email?.verification).toMatchObject({ status: 'verified', strategy: 'email_link' });
    for (const work of [acceptConfirmation, findConfirmation]) {
      expect(await refusalsOf(() => work(stranger(world), token))).toEqual(rejected('used'));
    }
  });

  test('confirms with any link that was sent; then none is good', async () => {
    const { world, ada, token } = await openPending();
    const second = await resend(world, ada);
    const third = await resend(world, ada);
    expect(new Set([token, second, third]).size).toBe(3);
    await acceptConfirmation(stranger(world), second);
    for (const other of [token, second, third]) {
      expect(await refusalsOf(() => findConfirmation(stranger(world), other))).toEqual(rejected('used'));
      await expectRefused(world, () => acceptConfirmation(stranger(world), other), rejected('used')[0] ?? {});
    }
    await change(world, ada, { confirmation: set('pending'), active: set(false) });
    expect(await refusalsOf(() => acceptConfirmation(stranger(world), token))).toEqual(rejected('used'));
  });

  test('may have exchanged the address: it is not proven then', async () => {
    const { world, ada, token } = await openPending();
    await change(world, ada, { emails: emails('other@example.com') });
    const { emails: after, ...rest } = await acceptConfirmation(stranger(world), token);
    expect(rest).toMatchObject({ active: true, confirmation: 'confirmed' });
    expect(after).toMatchObject([{ address: 'other@example.com', verification: null }]);
  });

  test('has a week', async () => {
    const { world, ada, token } = await openPending();
    world.clock.now += ticketLimits.confirmation.lifetimeMs - minute;
    const second = await resend(world, ada);
    expect(await refusalsOf(() => acceptConfirmation(stranger(world), token))).toEqual(rejected('expired'));
    expect(standing(await acceptConfirmation(stranger(world), second))).toMatchObject({ active: true });
  });

  test('may be gone', async () => {
    const { world, ada, token } = await openPending();
    await deleteUser(world.context, byId(ada), { system: false, ifRev: null });
    expect(await refusalsOf(() => acceptConfirmation(stranger(world), token))).toEqual(rejected('wrong'));
  });

  test('may have been confirmed by others: the link does nothing', async () => {
    const { world, ada, token } = await openPending();
    await change(world, ada, { confirmation: set('confirmed') });
    await expectRefused(world, () => acceptConfirmation(stranger(world), token), { reason: 'used' });
  });
});

test.each(['', 'x', '\0', 'x'.repeat(10_000), '../x'])('the token %j confirms nobody', async (token) => {
  const { world } = await openPending();
  await expectRefused(world, () => acceptConfirmation(stranger(world), token), {
    code: 'code-rejected',
    reason: 'wrong',
  });
});

test('the token of a link for a new password confirms nobody, nor does the other way round', async () => {
  const { world, token } = await openPending();
  expect(await refusalsOf(() => reset(world, token))).toEqual(rejected('wrong'));
  const other = await resetToken(world, address);
  expect(await refusalsOf(() => acceptConfirmation(stranger(world), other))).toEqual(rejected('wrong'));
});

describe('another link', () => {
  test.each([
    ['none', 'off'],
    ['confirmed', 'verified'],
  ] as const)('is not sent to who is not pending: %s', async (confirmation, why) => {
    const world = await openWorld();
    const ada = await person(world, address, false, { confirmation: set(confirmation) });
    const work = () => resendConfirmation(world.context, byId(ada), newMail().mail);
    await expectRefused(world, work, { code: 'not-eligible', field: 'confirmation', why });
    expect(await mailsOf(world)).toEqual([]);
  });

  test('is not sent to who has no address, or is not there', async () => {
    const world = await openWorld();
    const ada = await add(world, { username: set('ada_l'), confirmation: set('pending') });
    const work = () => resendConfirmation(world.context, byId(ada), newMail().mail);
    await expectRefused(world, work, { code: 'not-found', what: 'email' });
    await deleteUser(world.context, byId(ada), { system: false, ifRev: null });
    expect(await refusalsOf(work)).toMatchObject([{ code: 'not-found', what: 'user' }]);
  });

  test('is sent three times a minute, the first counted', async () => {
    const { world, ada } = await openPending();
    const { tokens, mail } = newMail();
    for (let count = 0; count < 2; count++) await resendConfirmation(world.context, byId(ada), mail);
    const work = () => resendConfirmation(world.context, byId(ada), mail);
    expect(await refusalsOf(work)).toMatchObject([{ code: 'too-many-attempts' }]);
    expect(await mailsOf(world)).toHaveLength(3);
    expect(standing(await acceptConfirmation(stranger(world), tokens[0] ?? ''))).toMatchObject({ active: true });
  });

  test('is for somebody with a key', async () => {
    const { world, ada } = await openPending();
    for (const work of [resendConfirmation, createConfirmation]) {
      expect(await refusalsOf(() => work(stranger(world), byId(ada), newMail().mail))).toMatchObject([
        { code: 'forbidden' },
      ]);
    }
  });
});

describe('somebody who needed not confirm', () => {
  test('is asked to: pending and inactive until then, in the words of whoever asks', async () => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    const { tokens, mail } = newMail(letter);
    expect(standing(await createConfirmation(world.context, byId(ada), mail))).toEqual({
      ...{ active: false, confirmation: 'pending' },
    });
    const [order] = await mailsOf(world);
    expect(order).toMatchObject({ to: address, template: 'letter', values: {} });
    expect(world.ports.vault.openText(order?.sealed ?? '', `mail:default:${order?.id}`)).toBe(
      JSON.stringify({
        ...{
          subject: 'Please confirm',
          text: `Open https://example.com/?code=${tokens[0]}`,
          sender: 'game@example.net',
        },
      }),
    );
    expect(standing(await acceptConfirmation(stranger(world), tokens[0] ?? ''))).toEqual({
      ...{ active: true, confirmation: 'confirmed' },
    });
  });
});
