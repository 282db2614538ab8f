// Tests of authenticator apps as things of their own: who may have one, show it and take it away.

import { describe, expect, test } from 'vitest';
import { challengeFactor } from '../../src/core/commands/challenge-factor.ts';
import { deleteFactor } from '../../src/core/commands/delete-factor.ts';
import { beginTotp, confirmTotp, enrolTotp } from '../../src/core/commands/enrol-totp.ts';
import { findFactor, getFactor } from '../../src/core/commands/find-factor.ts';
import { verifyChallenge } from '../../src/core/commands/verify-challenge.ts';
import { set } from '../../src/core/model/patch.ts';
import { ticketLimits } from '../../src/core/model/ticket.ts';
import type { Totp } from '../../src/core/model/user.ts';
import { idOf, selfOf } from '../users.ts';
import { byId, codeOf, first, openWith, read, secretsOf, update, wrongCode } from './factors.ts';
import { everything, expectRefused, openWorld, refusalsOf, type World } from './world.ts';

const wish = { system: false, issuer: 'Example', account: null, secret: null };
const totpWith = (secret: string): Totp => ({ ...first, secret });

test('an app keeps its names and its first day when it comes into force', async () => {
  const { world, ada } = await openWith({});
  const begun = { issuer: 'Example', account: 'adalove', createdAt: world.clock.now };
  const { secret } = await enrolTotp(world.context, byId(ada), { system: false, issuer: 'Example' });
  expect(await getFactor(world.context, ada.id)).toMatchObject({
    ...begun,
    updatedAt: begun.createdAt,
    enabledAt: null,
  });
  world.clock.now += 60_000;
  await confirmTotp(world.context, byId(ada), codeOf(world, totpWith(secret)), { system: false });
  const inForce = { ...begun, updatedAt: world.clock.now, enabledAt: world.clock.now };
  expect(await getFactor(world.context, ada.id)).toMatchObject(inForce);
});

test('an app without names has the realm’s and the user’s', async () => {
  const { world, ada } = await openWith({ totp: set(first) });
  const at = ada.credentials.totp?.enabledAt;
  const own = { issuer: world.context.realm.name, account: 'adalove', createdAt: at, enabledAt: at };
  expect(await findFactor(world.context, byId(ada))).toMatchObject(own);
  const sealed = world.ports.vault.seal(
    { ...(await secretsOf(world, ada)), totp: null, enrolling: first },
    `user/default/${ada.id}`,
  );
  const stored = await world.ports.store.loadUser('default', byId(ada));
  if (stored === null) throw new Error('the user is gone');
  expect(await world.ports.store.replaceSecrets('default', stored, sealed)).toBe(true);
  expect(await findFactor(world.context, byId(ada))).toMatchObject({ enabledAt: null, createdAt: ada.createdAt });
});

test('backup codes and telephones are no apps', async () => {
  const { world, ada } = await openWith({ backupCodes: set(['abcd1234']) });
  expect(await findFactor(world.context, byId(ada))).toBe(null);
  const missing = { code: 'not-found', what: 'factor', id: ada.id };
  for (const work of [getFactor, challengeFactor, deleteFactor]) {
    await expectRefused(world, () => work(world.context, ada.id), missing);
  }
});

test('built-in accounts have none here', async () => {
  const world = await openWorld();
  const missing = { code: 'not-found', what: 'factor', id: idOf(1) };
  for (const work of [getFactor, challengeFactor, deleteFactor]) {
    await expectRefused(world, () => work(world.context, idOf(1)), missing);
  }
});

test.each([
  ['issuer', { ...wish, issuer: '\ud800' }, 'label'],
  ['name', { ...wish, account: 'x\0' }, 'label'],
  ['long name', { ...wish, account: 'é'.repeat(400) }, 'label'],
  ['secret', { ...wish, secret: 'x' }, 'totp'],
])('an enrolment with a bad %s is refused', async (_what, given, path) => {
  const { world, ada } = await openWith({});
  const issues = [expect.objectContaining({ path })];
  await expectRefused(world, () => beginTotp(world.context, byId(ada), given), { code: 'invalid', issues });
});

test('nobody without a key may do any of it', async () => {
  const { world, ada } = await openWith({ totp: set(first) });
  const { id } = await challengeFactor(world.context, ada.id);
  for (const actor of [selfOf(idOf(77)), { kind: 'anybody', address: null } as const]) {
    const context = { ...world.context, actor };
    for (const work of [getFactor, challengeFactor, deleteFactor]) {
      await expectRefused(world, () => work(context, ada.id), { code: 'forbidden' });
    }
    const verify = () => verifyChallenge(context, id, codeOf(world, first));
    await expectRefused(world, verify, { code: 'forbidden', action: 'second-factor.verify' });
  }
  expect((await verifyChallenge(world.context, id, codeOf(world, first))).valid).toBe(true);
});

describe('a challenge', () => {
  const open = async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    return { world, ada, challenge: await challengeFactor(world.context, ada.id) };
  };
  const rejected = (reason: string) => [{ code: 'code-rejected', reason }];
  const answer = (world: World, id: string, code: string) => verifyChallenge(world.context, id, code);

  test('is good until it expires', async () => {
    const { world, ada, challenge } = await open();
    world.clock.now += ticketLimits['second-factor'].lifetimeMs - 1;
    expect((await answer(world, challenge.id, wrongCode(world, first))).valid).toBe(false);
    world.clock.now += 1;
    expect(await refusalsOf(() => answer(world, challenge.id, codeOf(world, first)))).toEqual(rejected('expired'));
    expect((await read(world, ada)).activity.failedAttempts).toBe(1);
  });

  test('that is spent uses up no further code', async () => {
    const { world, ada, challenge } = await open();
    await answer(world, challenge.id, codeOf(world, first, -1));
    const before = await everything(world);
    expect(await refusalsOf(() => answer(world, challenge.id, codeOf(world, first)))).toEqual(rejected('used'));
    expect(await everything(world)).toEqual(before);
    const { id } = await challengeFactor(world.context, ada.id);
    expect((await answer(world, id, codeOf(world, first))).valid).toBe(true);
  });

  test('counts a code that was used before as wrong', async () => {
    const { world, ada, challenge } = await open();
    const code = codeOf(world, first);
    await answer(world, challenge.id, code);
    const { id } = await challengeFactor(world.context, ada.id);
    expect(await answer(world, id, code)).toMatchObject({ valid: false, challenge: { attempts: 1, usedAt: null } });
  });

  test('is taken by a backup code too, which is gone then', async () => {
    const { world, ada, challenge } = await open();
    await update(world, ada, { backupCodes: set(['abcd1234', 'efgh5678']) });
    expect((await answer(world, challenge.id, 'ABCD-1234')).valid).toBe(true);
    expect((await read(world, ada)).credentials.backupCodes?.remaining).toBe(1);
  });

  test('to an app that was taken away is refused', async () => {
    const { world, ada, challenge } = await open();
    await deleteFactor(world.context, ada.id);
    expect(await refusalsOf(() => answer(world, challenge.id, codeOf(world, first)))).toEqual([
      { code: 'not-found', what: 'factor', id: ada.id },
    ]);
    expect(await secretsOf(world, ada)).toMatchObject({ totp: null, enrolling: null });
  });
});
