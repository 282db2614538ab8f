// Tests of a sign-in step by step: what each step demands, in which order, and who gets through none of them.

import { describe, expect, test } from 'vitest';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { enrolTotp } from '../../src/core/commands/enrol-totp.ts';
import { asSession } from '../../src/core/commands/finish-sign-in.ts';
import { sendEmailVerification } from '../../src/core/commands/send-email-verification.ts';
import { signInByPassword } from '../../src/core/commands/sign-in-by-password.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import type { Totp } from '../../src/core/model/user.ts';
import { byId, codeOf, first, update, wrongCode } from './factors.ts';
import {
  byCode,
  byPassword,
  found,
  magicCode,
  openLadder,
  otherThan,
  person,
  plain,
  sendVerification,
  signIn,
  stepOf,
  verificationCode,
  visit,
  withEmail,
  withFactor,
  withOrganization,
} from './visitors.ts';
import { allSessions, historyOf, openWorld, refusalsOf } from './world.ts';

const address = 'ada@example.com';

test('goes from password over address, second factor and organization to a session, and each token is good once', async () => {
  const { world, ada, organizations } = await openLadder();
  const one = await stepOf(() => byPassword(world, address));
  expect(one).toMatchObject({ needs: 'verified-email', email: address, userId: ada.id });
  const code = await verificationCode(world, ada);
  expect(await refusalsOf(() => withEmail(world, one.token, otherThan(code)))).toEqual([
    { code: 'code-rejected', reason: 'wrong' },
  ]);
  const two = await stepOf(() => withEmail(world, one.token, code));
  expect(two).toMatchObject({ needs: 'second-factor' });
  expect(await refusalsOf(() => withFactor(world, two.token, wrongCode(world, first)))).toEqual([
    { code: 'code-rejected', reason: 'wrong' },
  ]);
  const three = await stepOf(() => withFactor(world, two.token, codeOf(world, first)));
  expect(three).toMatchObject({
    needs: 'organization',
    organizations: [
      { id: organizations[0], name: 'One' },
      { id: organizations[1], name: 'Two' },
    ],
  });
  expect(await allSessions(world)).toEqual([]);
  const done = await withOrganization(world, three.token, organizations[1]);
  expect(done.session).toMatchObject({ method: 'password', organizationId: organizations[1], status: 'active' });
  expect(await allSessions(world)).toHaveLength(1);
  for (const { token } of [one, two, three]) {
    for (const work of [
      () => withEmail(world, token, code),
      () => withFactor(world, token, codeOf(world, first, 1)),
      () => withOrganization(world, token, organizations[1]),
    ]) {
      expect(await refusalsOf(work)).toMatchObject([{ code: 'not-found', what: 'ticket' }]);
    }
  }
  const told = (await historyOf(world, ada.id)).flatMap(({ type, diff }) =>
    type.startsWith('sign-in.') ? [[type, diff[0]?.after]] : [],
  );
  expect(told).toMatchObject([
    ['sign-in.succeeded', { method: 'password' }],
    ['sign-in.failed', { method: 'email-verification', error: 'code-rejected' }],
    ['sign-in.succeeded', { method: 'email-verification' }],
    ['sign-in.failed', { method: 'second-factor', error: 'code-rejected' }],
    ['sign-in.succeeded', { method: 'second-factor' }],
  ]);
});

test('no step can be left out', async () => {
  const { world, ada, organizations } = await openLadder();
  const one = await stepOf(() => byPassword(world, address));
  expect(await stepOf(() => withOrganization(world, one.token, organizations[0]))).toMatchObject({
    needs: 'verified-email',
  });
  // So many mails go out in a minute.
  world.clock.now += 60_000;
  const again = await stepOf(() => byPassword(world, address));
  expect(await stepOf(() => withFactor(world, again.token, codeOf(world, first)))).toMatchObject({
    needs: 'verified-email',
  });
  const third = await stepOf(() => byPassword(world, address));
  const two = await stepOf(async () => withEmail(world, third.token, await verificationCode(world, ada)));
  expect(await stepOf(() => withOrganization(world, two.token, organizations[0]))).toMatchObject({
    needs: 'second-factor',
  });
  expect(await allSessions(world)).toEqual([]);
});

test('an app that is demanded is enrolled on the way', async () => {
  const world = await openWorld(signIn({ requireSecondFactor: true }));
  const ada = await person(world, address);
  const { token, needs } = await stepOf(() => byPassword(world, address));
  expect(needs).toBe('second-factor-enrolment');
  expect(await refusalsOf(() => withFactor(world, token, '123456'))).toEqual([{ code: 'no-credential', what: 'totp' }]);
  const { secret } = await enrolTotp(world.context, byId(ada), { system: false, issuer: 'x' });
  const totp: Totp = { ...first, secret };
  expect((await withFactor(world, token, codeOf(world, totp))).session.status).toBe('active');
  expect(await stepOf(() => byPassword(world, address))).toMatchObject({ needs: 'second-factor' });
});

test('a code to sign in with proves the address, and is asked for a second factor all the same', async () => {
  const world = await openWorld();
  await person(world, address, true, { totp: set(first) });
  const code = await magicCode(world, address);
  const { token, needs } = await stepOf(() => byCode(world, address, code));
  expect(needs).toBe('second-factor');
  expect((await withFactor(world, token, codeOf(world, first))).session.method).toBe('magic-code');
});

test('the only organization is taken without asking; one they do not belong to is refused', async () => {
  const world = await openWorld();
  const ada = await person(world, address);
  const [mine, other] = [await found(world, 'Mine', ada), await found(world, 'Other')];
  expect((await byPassword(world, address)).standing).toMatchObject({ organizationId: mine });
  const strange = () =>
    signInByPassword(
      world.context,
      { email: address, password: plain },
      { ...visit, organizationId: other },
      asSession,
    );
  expect(await refusalsOf(strange)).toMatchObject([{ code: 'not-found', what: 'membership' }]);
  expect(await allSessions(world)).toHaveLength(1);
});

describe('whoever is barred', () => {
  const bars: readonly [string, Partial<UserPatch>, string][] = [
    ['banned', { banned: set(true) }, 'banned'],
    ['locked', { locked: set(true) }, 'locked'],
    ['inactive', { active: set(false) }, 'disabled'],
  ];

  test.each(bars)('by being %s gets through at no step', async (_what, bar, reason) => {
    const { world, ada, organizations } = await openLadder();
    const inactive = [{ code: 'account-inactive', reason }];
    const lift: Partial<UserPatch> = { banned: set(false), locked: set(false), active: set(true) };
    const barred = async (work: () => Promise<unknown>) => {
      await update(world, ada, bar);
      expect(await refusalsOf(work)).toMatchObject(inactive);
      await update(world, ada, lift);
    };
    await barred(() => byPassword(world, address));
    const code = await magicCode(world, address);
    if (reason === 'locked') await barred(() => byCode(world, address, code));
    const one = await stepOf(() => byPassword(world, address));
    const verification = await verificationCode(world, ada);
    if (reason === 'locked') await barred(() => withEmail(world, one.token, verification));
    const two = await stepOf(() => withEmail(world, one.token, verification));
    if (reason === 'locked') await barred(() => withFactor(world, two.token, codeOf(world, first)));
    const three = await stepOf(() => withFactor(world, two.token, codeOf(world, first)));
    await barred(() => withOrganization(world, three.token, organizations[0]));
    expect(await allSessions(world)).toEqual([]);
    expect((await withOrganization(world, three.token, organizations[0])).session.status).toBe('active');
  });

  test('by a wrong password too many is not let on by a step that was open', async () => {
    const { world, ada } = await openLadder();
    const one = await stepOf(() => byPassword(world, address));
    const code = await verificationCode(world, ada);
    for (let count = 0; count < 10; count++) {
      await refusalsOf(() => withEmail(world, one.token, otherThan(code)));
    }
    expect(await refusalsOf(() => withEmail(world, one.token, code))).toMatchObject([
      { code: 'account-inactive', reason: 'locked' },
    ]);
  });

  test('by deletion is nobody any more', async () => {
    const { world, ada } = await openLadder();
    const one = await stepOf(() => byPassword(world, address));
    await deleteUser(world.context, byId(ada), { system: false, ifRev: null });
    expect(await refusalsOf(() => withEmail(world, one.token, '123456'))).toMatchObject([
      { code: 'not-found', what: 'ticket' },
    ]);
  });
});

test('nothing is sent to an address that is proven', async () => {
  const world = await openWorld();
  const ada = await person(world, address, false);
  const code = await sendVerification(world, ada);
  const { token } = await stepOf(() => byPassword(world, address));
  expect(await refusalsOf(() => withEmail(world, token, code))).toEqual([{ code: 'code-rejected', reason: 'wrong' }]);
  await withEmail(world, token, await verificationCode(world, ada));
  expect(await refusalsOf(() => sendEmailVerification(world.context, byId(ada)))).toEqual([
    { code: 'not-eligible', field: 'email', why: 'verified' },
  ]);
});
