// Tests of whom codes and tokens reach, and what that tells strangers: nothing.

import { describe, expect, test } from 'vitest';
import { confirmEmailChange, sendEmailChange } from '../../src/core/commands/change-email.ts';
import { confirmEmail } from '../../src/core/commands/confirm-email.ts';
import { createMagicCode } from '../../src/core/commands/create-magic-code.ts';
import { createPasswordReset } from '../../src/core/commands/create-password-reset.ts';
import { findPasswordReset } from '../../src/core/commands/reset-password.ts';
import { sendEmailVerification } from '../../src/core/commands/send-email-verification.ts';
import { startSignUp } from '../../src/core/commands/sign-up.ts';
import { set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { replacement, wish } from '../users.ts';
import { byId, read, update } from './factors.ts';
import {
  byCode,
  byPassword,
  codeOfTicket,
  magicCode,
  otherThan,
  person,
  plain,
  reset,
  resetToken,
  sendVerification,
  stranger,
} from './visitors.ts';
import { allUsers, expectRefused, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';
const rejected = (reason: string) => [{ code: 'code-rejected', reason }];
const application = { email: 'new@example.com', password: 'a long enough phrase', firstName: 'Ada', lastName: null };

describe('bound to whom it went', () => {
  test('a code of another user opens nothing', async () => {
    const world = await openWorld();
    const [ada, bob] = [await person(world, address, false), await person(world, 'bob@example.com', false)];
    const [codeOfAda, codeOfBob] = [await sendVerification(world, ada), await sendVerification(world, bob)];
    expect(await refusalsOf(() => confirmEmail(world.context, byId(ada), codeOfBob))).toEqual(rejected('wrong'));
    const magic = await magicCode(world, 'bob@example.com');
    await magicCode(world, address);
    expect(await refusalsOf(() => byCode(world, address, magic))).toEqual(rejected('wrong'));
    await confirmEmail(world.context, byId(ada), codeOfAda);
  });

  const moved = async (world: World, ada: User) => {
    const emails = replacement([wish('elsewhere@example.com', { claim: 'reserved' })], { primary: { op: 'first' } });
    await update(world, ada, { emails });
  };

  test('a code to an address that the user has no more proves neither', async () => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    const code = await sendVerification(world, ada);
    await moved(world, ada);
    expect(await refusalsOf(() => confirmEmail(world.context, byId(ada), code))).toEqual(rejected('wrong'));
    expect((await read(world, ada)).emails).toMatchObject([{ address: 'elsewhere@example.com', verification: null }]);
  });

  test('neither does a link, nor a code to sign in with, also when somebody else has the address now', async () => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    const [token, code] = [await resetToken(world, address), await magicCode(world, address)];
    await moved(world, ada);
    expect(await refusalsOf(() => reset(world, token))).toEqual(rejected('wrong'));
    expect(await refusalsOf(() => byCode(world, address, code))).toEqual(rejected('wrong'));
    const bob = await person(world, address);
    expect(await refusalsOf(() => byCode(world, address, code))).toEqual(rejected('wrong'));
    expect(await refusalsOf(() => reset(world, token))).toEqual(rejected('wrong'));
    for (const one of [ada, bob]) await world.ports.store.loadUser('default', byId(one));
    expect(await refusalsOf(() => byPassword(world, address, 'a new long phrase'))).toEqual([
      { code: 'wrong-credentials' },
    ]);
  });

  test('a change to an address that somebody has got meanwhile is refused', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    await sendEmailChange(world.context, byId(ada), 'wanted@example.com');
    const code = await codeOfTicket(world, 'email-change', ada.id);
    const bob = await person(world, 'wanted@example.com');
    expect(await refusalsOf(() => confirmEmailChange(world.context, byId(ada), code))).toEqual([
      { code: 'taken', field: 'email' },
    ]);
    expect((await read(world, ada)).emails).toMatchObject([{ address }]);
    expect((await read(world, bob)).emails).toMatchObject([{ address: 'wanted@example.com' }]);
  });
});

describe('a new password by mail', () => {
  test('proves the address, ends all sessions, lifts a lock and forgets the guesses', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    const { session } = await byPassword(world, address);
    for (let count = 0; count < 10; count++) await refusalsOf(() => byPassword(world, address, 'wrong'));
    expect((await read(world, ada)).lockedAt).not.toBe(null);
    await reset(world, await resetToken(world, address));
    const after = await read(world, ada);
    expect(after).toMatchObject({ lockedAt: null, lockedUntil: null, activity: { failedAttempts: 0 } });
    expect(await world.ports.store.loadSession('default', session.id)).toMatchObject({ status: 'revoked' });
    expect(await refusalsOf(() => byPassword(world, address))).toEqual([{ code: 'wrong-credentials' }]);
    expect((await byPassword(world, address, 'a new long phrase')).user.id).toBe(ada.id);
  });

  test('of an unproven address proves it', async () => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    await reset(world, await resetToken(world, address));
    expect((await read(world, ada)).emails).toMatchObject([
      { verification: { status: 'verified', strategy: 'email_link' } },
    ]);
  });

  test('is refused when it is weak, which does not spend the token', async () => {
    const world = await openWorld();
    await person(world, address);
    const token = await resetToken(world, address);
    for (const weak of ['short', 'password', address]) {
      await expectRefused(world, () => reset(world, token, weak), { code: 'password-rejected' });
    }
    await findPasswordReset(world.context, token);
    await reset(world, token);
    expect(await refusalsOf(() => findPasswordReset(world.context, token))).toEqual(rejected('used'));
  });

  test('is not opened by what is no token, nor by another’s', async () => {
    const world = await openWorld();
    await person(world, address);
    const code = await magicCode(world, address);
    for (const text of ['', 'x', code, '\0', '\ud800', 'x'.repeat(100_000)]) {
      await expectRefused(world, () => reset(world, text), { code: 'code-rejected', reason: 'wrong' });
    }
  });

  test('lets nobody in who is banned', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    await update(world, ada, { banned: set(true) });
    await reset(world, await resetToken(world, address));
    expect((await read(world, ada)).bannedAt).not.toBe(null);
    expect(await refusalsOf(() => byPassword(world, address, 'a new long phrase'))).toMatchObject([
      { code: 'account-inactive', reason: 'banned' },
    ]);
  });
});

describe('whoever is unknown', () => {
  const nobody = 'nobody@example.com';

  test('is told what somebody is told, and gets no mail', async () => {
    const world = await openWorld();
    await person(world, address);
    const linkOf = (token: string) => token;
    for (const email of [nobody, address]) {
      expect(await createPasswordReset(stranger(world), email, linkOf)).toBe(null);
      const made = await createMagicCode(stranger(world), { email, invitation: null });
      expect(made.ticket).toMatchObject({ purpose: 'magic-code', address: email });
      expect(await refusalsOf(() => byCode(world, email, otherThan(made.code), stranger(world)))).toEqual(
        rejected('wrong'),
      );
    }
    const mails = await world.ports.store.takeMails(world.clock.now, world.clock.now, 10);
    expect(mails.map(({ to }) => to)).toEqual([address, address]);
    expect(await allUsers(world)).toHaveLength(2);
  });

  test('is not let in by the right code, and no user is made', async () => {
    const world = await openWorld();
    const { code } = await createMagicCode(stranger(world), { email: nobody, invitation: null });
    expect(await refusalsOf(() => byCode(world, nobody, code, stranger(world)))).toEqual(rejected('wrong'));
    expect(await allUsers(world)).toHaveLength(1);
  });

  test('is slowed down as somebody is', async () => {
    const world = await openWorld();
    await person(world, address);
    const words = async (email: string) => {
      const told: string[] = [];
      for (let count = 0; count < 12; count++) {
        told.push((await refusalsOf(() => byPassword(world, email, 'wrong', stranger(world))))[0]?.code ?? '');
      }
      return told;
    };
    expect(await words(nobody)).toEqual(await words(address));
  });

  test('who has signed up before is sent a code to sign in with, and told nothing', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    expect(await startSignUp(stranger(world), { ...application, email: address.toUpperCase() })).toBe(null);
    const mails = await world.ports.store.takeMails(world.clock.now, world.clock.now, 10);
    expect(mails.map(({ template }) => template)).toEqual(['magic-code']);
    expect((await byPassword(world, address, plain)).user.id).toBe(ada.id);
  });
});

describe('mails', () => {
  test.each<[string, (world: World, ada: User) => Promise<unknown>]>([
    ['codes to sign in with', ({ context }) => createMagicCode(context, { email: address, invitation: null })],
    ['links for a new password', ({ context }) => createPasswordReset(context, address, (token) => token)],
    ['codes that prove an address', ({ context }, ada) => sendEmailVerification(context, byId(ada))],
    ['codes to a new address', ({ context }, ada) => sendEmailChange(context, byId(ada), 'new@example.com')],
    ['codes to join with', (world) => startSignUp(stranger(world), application)],
  ])('go out three times a minute to an address: %s', async (_what, send) => {
    const world = await openWorld();
    const ada = await person(world, address, false);
    for (let count = 0; count < 3; count++) await send(world, ada);
    for (let count = 0; count < 3; count++) {
      world.clock.now += 10_000;
      expect(await refusalsOf(() => send(world, ada))).toMatchObject([{ code: 'too-many-attempts' }]);
    }
    world.clock.now += 30_000;
    await send(world, ada);
    expect(await world.ports.store.takeMails(world.clock.now, world.clock.now, 10)).toHaveLength(4);
  });

  test('of several purposes do not get in each other’s way, and no spelling gets round it', async () => {
    const world = await openWorld();
    await person(world, address);
    for (const email of [address, 'ADA@example.com', 'Ada@Example.com']) await magicCode(world, email);
    expect(await refusalsOf(() => magicCode(world, 'aDa@example.COM'))).toMatchObject([{ code: 'too-many-attempts' }]);
    await resetToken(world, address);
  });
});
