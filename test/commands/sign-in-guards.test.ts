// Tests of ways round a sign-in: other spellings, half a proof, addresses that others claim, and what a stranger can tell.

import { describe, expect, test } from 'vitest';
import type { Arrival } from '../../src/core/commands/advance-visit.ts';
import { createDeviceCodes, pollDevice } from '../../src/core/commands/authorize-device.ts';
import { beginDeviceVisit, beginVisit, type HostedVisit } from '../../src/core/commands/begin-visit.ts';
import { createMagicCode } from '../../src/core/commands/create-magic-code.ts';
import { createPasswordReset } from '../../src/core/commands/create-password-reset.ts';
import { findVisit } from '../../src/core/commands/find-visit.ts';
import { answerQuestion, applyForAccount, enterCode, enterPassword } from '../../src/core/commands/sign-in-on-visit.ts';
import { confirmSignUp, startSignUp } from '../../src/core/commands/sign-up.ts';
import { set } from '../../src/core/model/patch.ts';
import type { Write } from '../../src/core/ports.ts';
import { listChange, wish } from '../users.ts';
import { codeOf, first, read, update } from './factors.ts';
import {
  byCode,
  byPassword,
  codeOfTicket,
  magicCode,
  otherThan,
  person,
  place,
  plain,
  reset,
  resetToken,
  signIn,
  stepOf,
  stranger,
  verificationCode,
  withEmail,
  withFactor,
} from './visitors.ts';
import { allSessions, allUsers, openWorld, refusalsOf, type World } from './world.ts';

const address = 'mike@example.com';
const rejected = (reason: string) => [{ code: 'code-rejected', reason }];
const application = { password: 'a long enough phrase', firstName: 'Ada', lastName: null };
const mailsOf = async ({ ports, clock }: World) => await ports.store.takeMails(clock.now, clock.now, 100);

const visitOf = async (world: World, token: string): Promise<HostedVisit> => {
  const visit = await findVisit(world.context, token);
  if (visit === null) throw new Error('the visit is over');
  return visit;
};
const nothing = { state: null, challenge: null, wantedOrganizationId: null, invitation: null, loginHint: null };
const wanted = { ...nothing, clientId: 'client', userCode: null, redirectUri: 'https://app.example.com/' };

describe('mail', () => {
  test.each<[string, (world: World, email: string) => Promise<unknown>]>([
    ['a code', (world, email) => createMagicCode(stranger(world), { email, invitation: null })],
    ['a link', (world, email) => createPasswordReset(stranger(world), email, (token) => token)],
    ['a code for whoever signs up anew', (world, email) => startSignUp(stranger(world), { ...application, email })],
  ])('with %s goes to the address that the user has, not to another mailbox that folds to it', async (_what, send) => {
    const world = await openWorld();
    await person(world, address);
    for (const typed of ['mi\u212ae@example.com', '\uff4dike@example.com']) await send(world, typed);
    expect((await mailsOf(world)).map(({ to }) => to)).toEqual([address, address]);
  });

  test('is sent three times a minute, however often a right password asks for it', async () => {
    const world = await openWorld();
    await person(world, address, false);
    for (let count = 0; count < 3; count++) await stepOf(() => byPassword(world, address));
    expect(await refusalsOf(() => byPassword(world, address))).toMatchObject([{ code: 'too-many-attempts' }]);
    expect(await mailsOf(world)).toHaveLength(3);
  });
});

describe('half a proof forgets no wrong guess at the other half', () => {
  test('a mailed code, where an app is asked for', async () => {
    const world = await openWorld();
    const mike = await person(world, address, true, { totp: set(first) });
    const guess = async () => {
      const { token } = await stepOf(async () => byCode(world, address, await magicCode(world, address)));
      return await refusalsOf(() => withFactor(world, token, otherThan(codeOf(world, first))));
    };
    for (let count = 0; count < 10; count++) {
      expect(await guess()).toEqual(rejected('wrong'));
      world.clock.now += 60_000;
    }
    expect((await read(world, mike)).lockedAt).not.toBe(null);
  });

  test('a password, where a code that proves the address is asked for', async () => {
    const world = await openWorld();
    const mike = await person(world, address, false);
    for (let count = 0; count < 10; count++) {
      const { token } = await stepOf(() => byPassword(world, address));
      const code = otherThan(await verificationCode(world, mike));
      expect(await refusalsOf(() => withEmail(world, token, code))).toEqual(rejected('wrong'));
      world.clock.now += 60_000;
    }
    expect((await read(world, mike)).lockedAt).not.toBe(null);
  });

  test('a link for a new password, where an app is asked for; nor does it lift the lock', async () => {
    const world = await openWorld();
    const mike = await person(world, address, true, { totp: set(first) });
    const guesses = async (count: number) => {
      const { token } = await stepOf(() => byPassword(world, address));
      for (let left = count; left > 0; left--) {
        await refusalsOf(() => withFactor(world, token, otherThan(codeOf(world, first))));
      }
    };
    await guesses(9);
    world.clock.now += 1;
    await reset(world, await resetToken(world, address), plain);
    await guesses(1);
    expect((await read(world, mike)).lockedAt).not.toBe(null);
    world.clock.now += 1;
    await reset(world, await resetToken(world, address), plain);
    expect((await read(world, mike)).lockedAt).not.toBe(null);
  });
});

describe('an address that is merely claimed', () => {
  const other = 'bob@example.com';
  const claiming = (world: World, claim: 'reserved' | 'unverified') =>
    person(world, address, true, { emails: listChange({ add: [wish(address), wish(other, { claim })] }) });

  test.each(['reserved', 'unverified'] as const)(
    'opens no account of whoever has proven another: %s',
    async (claim) => {
      const world = await openWorld();
      const mike = await claiming(world, claim);
      await createPasswordReset(stranger(world), other, (token) => token);
      const { code } = await createMagicCode(stranger(world), { email: other, invitation: null });
      expect(await refusalsOf(() => byCode(world, other, code, stranger(world)))).toEqual(rejected('wrong'));
      expect(await mailsOf(world)).toEqual([]);
      expect(await refusalsOf(() => resetToken(world, other))).toMatchObject([{ code: 'not-found', what: 'user' }]);
      expect(await read(world, mike)).toMatchObject({ credentials: { password: { compromised: false } } });
      expect((await byPassword(world, address)).user.id).toBe(mike.id);
    },
  );

  test('keeps nobody out who proves it', async () => {
    const world = await openWorld();
    const mike = await claiming(world, 'unverified');
    const id = (await startSignUp(stranger(world), { ...application, email: other })) ?? '';
    const bob = await confirmSignUp(stranger(world), id, await codeOfTicket(world, 'sign-up', null));
    expect(bob.id).not.toBe(mike.id);
    expect((await byCode(world, other, await magicCode(world, other))).user.id).toBe(bob.id);
    expect(await allUsers(world)).toHaveLength(3);
  });
});

test('codes to sign in with tell nobody, by the limit on mails, that signing up is no use', async () => {
  const told = async (email: string) => {
    const world = await openWorld();
    await person(world, address);
    for (let count = 0; count < 3; count++) await createMagicCode(stranger(world), { email, invitation: null });
    return await refusalsOf(() => startSignUp(stranger(world), { ...application, email }));
  };
  expect(await told(address)).toEqual(await told('nobody@example.com'));
});

test('a wrong code costs as many commits of a stranger who signs up as of somebody who does so anew', async () => {
  const commits = async (email: string) => {
    const world = await openWorld();
    await person(world, address);
    const { ports } = world;
    let count = 0;
    const store = {
      ...ports.store,
      commit: (write: Write) => {
        count++;
        return ports.store.commit(write);
      },
    };
    const context = { ...stranger(world), ports: { ...ports, store } };
    const token = await beginVisit(context, wanted);
    const arrived = async () => await applyForAccount(context, await visitOf(world, token), { ...application, email });
    expect(await arrived()).toMatchObject({ stage: { at: 'code', purpose: 'sign-up' } });
    const before = count;
    expect(await refusalsOf(async () => enterCode(context, await visitOf(world, token), 'x', place))).toEqual(
      rejected('wrong'),
    );
    return count - before;
  };
  expect(await commits('new@example.com')).toBe(await commits(address));
});

test('a wrong code counts against what went to nobody as against what went to somebody', async () => {
  const world = await openWorld();
  const { ticket, code } = await createMagicCode(stranger(world), { email: 'nobody@example.com', invitation: null });
  await refusalsOf(() => byCode(world, 'nobody@example.com', otherThan(code), stranger(world)));
  expect(await world.ports.store.loadDocument('default', 'ticket', ticket.id)).toMatchObject({ attempts: 1 });
});

test('a link for a new password is void once there is a newer one', async () => {
  const world = await openWorld();
  await person(world, address);
  const [older, newer] = [await resetToken(world, address), await resetToken(world, address)];
  world.clock.now += 1;
  await reset(world, newer);
  expect(await refusalsOf(() => reset(world, older, 'a thief’s long phrase'))).toEqual(rejected('expired'));
  expect((await byPassword(world, address, 'a new long phrase')).session.status).toBe('active');
});

describe('a device', () => {
  test('is not let in on a password that has changed before the question was answered', async () => {
    const world = await openWorld(signIn({ requireVerifiedEmail: true }));
    const mike = await person(world, address);
    const { deviceCode, userCode } = await createDeviceCodes(stranger(world), 'client');
    const token = await beginDeviceVisit(stranger(world), userCode);
    const claim = { email: address, password: plain };
    const arrived: Arrival = await enterPassword(stranger(world), await visitOf(world, token), claim, place);
    expect(arrived).toMatchObject({ at: 'stage', stage: { at: 'question', userId: mike.id } });
    world.clock.now += 1;
    await update(world, mike, {
      password: { op: 'set', plain: 'a new long phrase', checks: 'enforce', preHash: 'none' },
    });
    world.clock.now += 1;
    const visit = await visitOf(world, token);
    expect(await refusalsOf(() => answerQuestion(stranger(world), visit, true))).toEqual(rejected('expired'));
    expect(await pollDevice(stranger(world), { deviceCode, clientId: 'client' })).toBe('pending');
    await answerQuestion(stranger(world), visit, false);
    expect(await pollDevice(stranger(world), { deviceCode, clientId: 'client' })).toBe('denied');
    expect(await allSessions(world)).toEqual([]);
  });

  test('is guessed at ten times from one network, whatever the address in it', async () => {
    const world = await openWorld();
    const guess = (count: number) => beginDeviceVisit(stranger(world, `2001:db8:0:1::${count}`), 'BBBBBBBB');
    for (let count = 1; count <= 10; count++) expect(await refusalsOf(() => guess(count))).toEqual(rejected('wrong'));
    expect(await refusalsOf(() => guess(11))).toMatchObject([{ code: 'too-many-attempts' }]);
  });
});
