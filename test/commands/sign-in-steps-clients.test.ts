// Tests of codes for clients and devices: bound to whoever asked for them, and good for one session.

import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { redeemAuthorization, settleAuthorization } from '../../src/core/commands/authorize-client.ts';
import { answerDevice, createDeviceCodes, findDevice, pollDevice } from '../../src/core/commands/authorize-device.ts';
import type { Context } from '../../src/core/commands/context.ts';
import type { Finished } from '../../src/core/commands/finish-sign-in.ts';
import { signInByPassword } from '../../src/core/commands/sign-in-by-password.ts';
import { set } from '../../src/core/model/patch.ts';
import { ticketLimits } from '../../src/core/model/ticket.ts';
import { update } from './factors.ts';
import { person, plain, reset, resetToken, stranger, visit } from './visitors.ts';
import { allSessions, openWorld, refusalsOf, type World } from './world.ts';

const address = 'ada@example.com';

describe('a code for a client', () => {
  const verifier = 'v'.repeat(43);
  const challenge = hash('sha256', verifier, 'base64url');
  const authorize = ({ context }: World, given: string | null) =>
    signInByPassword(context, { email: address, password: plain }, visit, (one: Context, finished: Finished) =>
      settleAuthorization(one, finished, { redirectUri: 'https://example.com/', challenge: given }),
    );
  const redeem = (context: Context, code: string, shown: string | null, clientId = 'client') =>
    redeemAuthorization(context, { code, verifier: shown, clientId, invitation: null });
  const rejected = (reason: string) => [{ code: 'code-rejected', reason }];

  test('is redeemed once, by whoever meets its challenge', async () => {
    const world = await openWorld();
    await person(world, address);
    const { code } = await authorize(world, challenge);
    expect(await allSessions(world)).toEqual([]);
    for (const wrong of [null, '', 'w'.repeat(43), challenge, 'v'.repeat(42), `${verifier}\n`]) {
      expect(await refusalsOf(() => redeem(stranger(world), code, wrong))).toEqual(rejected('wrong'));
    }
    expect(await refusalsOf(() => redeem(stranger(world), code, verifier, 'other'))).toEqual(rejected('wrong'));
    expect((await redeem(stranger(world), code, verifier)).session.status).toBe('active');
    expect(await refusalsOf(() => redeem(stranger(world), code, verifier))).toEqual(rejected('used'));
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('without a challenge is for holders of a key', async () => {
    const world = await openWorld();
    await person(world, address);
    const { code } = await authorize(world, null);
    expect(await refusalsOf(() => redeem(stranger(world), code, null))).toEqual(rejected('wrong'));
    expect(await refusalsOf(() => redeem(world.context, code, verifier))).toEqual(rejected('wrong'));
    expect((await redeem(world.context, code, null)).session.status).toBe('active');
  });

  test('expires, and ends with a ban or a new password', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    const { code } = await authorize(world, challenge);
    await update(world, ada, { banned: set(true) });
    expect(await refusalsOf(() => redeem(stranger(world), code, verifier))).toMatchObject([
      { code: 'account-inactive' },
    ]);
    await update(world, ada, { banned: set(false) });
    world.clock.now += ticketLimits.authorization.lifetimeMs - 1;
    await reset(world, await resetToken(world, address), plain.repeat(2));
    expect(await refusalsOf(() => redeem(stranger(world), code, verifier))).toEqual(rejected('expired'));
    world.clock.now += 1;
    expect(await refusalsOf(() => redeem(stranger(world), code, verifier))).toEqual(rejected('expired'));
    expect(await allSessions(world)).toEqual([]);
  });
});

describe('a device', () => {
  const poll = (world: World, deviceCode: string, clientId = 'client') =>
    pollDevice(stranger(world), { deviceCode, clientId });
  const progress = { ...visit, method: 'password', secondFactor: false };

  test('waits until somebody lets it in, gets one session, and no other client does', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    const { deviceCode, userCode } = await createDeviceCodes(stranger(world), 'client');
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
    expect(await poll(world, deviceCode)).toBe('pending');
    expect(await poll(world, deviceCode)).toBe('too-often');
    expect(await poll(world, deviceCode, 'other')).toBe(null);
    expect(await poll(world, userCode)).toBe(null);
    await answerDevice(world.context, ` ${userCode.slice(0, 4).toLowerCase()}-${userCode.slice(4)}`, ada, progress);
    await expect(findDevice(world.context, userCode)).rejects.toThrow('not-found');
    expect(await poll(world, deviceCode, 'other')).toBe(null);
    expect(await poll(world, deviceCode)).toMatchObject({ session: { status: 'active', userId: ada.id } });
    expect(await poll(world, deviceCode)).toBe(null);
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('is turned away, or told that it waited too long', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    const denied = await createDeviceCodes(stranger(world), 'client');
    await answerDevice(world.context, denied.userCode, ada, null);
    expect(await poll(world, denied.deviceCode)).toBe('denied');
    expect(await refusalsOf(() => answerDevice(world.context, denied.userCode, ada, progress))).toMatchObject([
      { code: 'not-found', what: 'ticket' },
    ]);
    const late = await createDeviceCodes(stranger(world), 'client');
    world.clock.now += ticketLimits.device.lifetimeMs;
    expect(await poll(world, late.deviceCode)).toBe('expired');
    expect(await refusalsOf(() => answerDevice(world.context, late.userCode, ada, progress))).toMatchObject([
      { code: 'not-found', what: 'ticket' },
    ]);
    expect(await allSessions(world)).toEqual([]);
  });

  test('is not let in by somebody who is banned since, nor by a password that was changed since', async () => {
    const world = await openWorld();
    const ada = await person(world, address);
    const codes = await createDeviceCodes(stranger(world), 'client');
    await answerDevice(world.context, codes.userCode, ada, progress);
    await update(world, ada, { banned: set(true) });
    expect(await refusalsOf(() => poll(world, codes.deviceCode))).toMatchObject([{ code: 'account-inactive' }]);
    await update(world, ada, { banned: set(false) });
    world.clock.now += 1;
    await reset(world, await resetToken(world, address));
    expect(await refusalsOf(() => poll(world, codes.deviceCode))).toMatchObject([{ code: 'code-rejected' }]);
    expect(await allSessions(world)).toEqual([]);
  });
});
