// Tests of the lockout: too many failed attempts bar a user for as long as the realm says, and not a guess longer.

import { describe, expect, test } from 'vitest';
import { getUser } from '../../src/core/commands/get-user.ts';
import { lockUser } from '../../src/core/commands/lock-user.ts';
import { setPassword } from '../../src/core/commands/set-password.ts';
import { signIn } from '../../src/core/commands/sign-in.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { verifyPassword } from '../../src/core/commands/verify-password.ts';
import { verifySecondFactor } from '../../src/core/commands/verify-second-factor.ts';
import { set } from '../../src/core/model/patch.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import type { User } from '../../src/core/model/user.ts';
import { failuresOf } from '../../src/core/rules/standing.ts';
import { totpOf } from '../time-codes.ts';
import { idOf, patch } from '../users.ts';
import { add, expectRefused, historyOf, openWorld, refusalsOf, type World } from './world.ts';

const hour = 3_600_000;
const plain = (text: string) => ({ op: 'set', plain: text, checks: 'enforce', preHash: 'none' }) as const;
const byId = ({ id }: User) => ({ by: 'id', id }) as const;
const guess = (world: World, one: User, password = 'wrong') =>
  refusalsOf(() => verifyPassword(world.context, byId(one), password));
const read = (world: World, one: User) => getUser(world.context, byId(one), { system: true });

const wrong = [{ code: 'wrong-credentials' }];
const locked = (until: number | null) => [{ code: 'account-inactive', reason: 'locked', until }];

/** A world that locks after three, and somebody in it. */
async function open(change: Partial<Policy['lockout']> = {}) {
  const world = await openWorld({ lockout: { ...defaultPolicy.lockout, attemptsMax: 3, ...change } });
  return { world, ada: await add(world, { username: set('adalove'), password: plain('correct horse') }) };
}

/** Guesses until the lock falls. */
async function lockOut(world: World, one: User): Promise<void> {
  for (let count = 0; count < world.context.realm.policy.lockout.attemptsMax; count++) {
    expect(await guess(world, one)).toEqual(wrong);
  }
}

describe('a lock', () => {
  test('falls at the last attempt allowed, in the name of Muster, and tries no guess', async () => {
    const { world, ada } = await open();
    await lockOut(world, ada);
    const { verified } = world.work;
    const until = world.clock.now + hour;
    expect(await guess(world, ada)).toEqual(locked(until));
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(until));
    expect(world.work.verified).toBe(verified);
    expect(await read(world, ada)).toMatchObject({ rev: 2, lockedAt: world.clock.now, lockedUntil: until });
    const [, change] = await historyOf(world, ada.id);
    expect(change).toMatchObject({ type: 'user.updated', actor: { kind: 'system' } });
    expect(change?.diff.map(({ path }) => path).sort()).toEqual(['lockedAt', 'lockedUntil']);
  });

  test('counts wrong passwords and wrong codes together', async () => {
    const { world, ada } = await open();
    const { after } = await updateUser(world.context, byId(ada), patch({ totp: set(totpOf(1)) }), {
      system: false,
      ifRev: null,
    });
    await guess(world, after);
    const show = () => verifySecondFactor(world.context, byId(ada), 'wrong', { system: false });
    expect(await refusalsOf(show)).toMatchObject([{ code: 'code-rejected' }]);
    await guess(world, after);
    expect(await refusalsOf(show)).toMatchObject(locked(world.clock.now + hour));
  });

  test('does not fall when a right guess comes between', async () => {
    const { world, ada } = await open();
    for (let round = 0; round < 4; round++) {
      expect(await guess(world, ada)).toEqual(wrong);
      expect(await guess(world, ada)).toEqual(wrong);
      await verifyPassword(world.context, byId(ada), 'correct horse');
      expect((await read(world, ada)).activity.failedAttempts).toBe(0);
    }
    expect(await historyOf(world, ada.id)).toHaveLength(1);
  });

  test('runs out by the clock, to the millisecond; then there are as many attempts as before', async () => {
    const { world, ada } = await open();
    await lockOut(world, ada);
    const until = world.clock.now + hour;
    world.clock.now = until - 1;
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(until));
    world.clock.now = until;
    await lockOut(world, ada);
    expect(await guess(world, ada)).toEqual(locked(until + hour));
    expect(await read(world, ada)).toMatchObject({ lockedAt: until, activity: { failedAttempts: 3 } });
    const kinds = (await historyOf(world, ada.id)).map(({ type, actor }) => [type, actor.kind]);
    expect(kinds.slice(1)).toEqual([1, 2, 3].map(() => ['user.updated', 'system']));
  });

  test('that has run out lets the right guess in and forgets the wrong ones', async () => {
    const { world, ada } = await open();
    await lockOut(world, ada);
    world.clock.now += hour;
    await verifyPassword(world.context, byId(ada), 'correct horse');
    expect(await read(world, ada)).toMatchObject({
      lockedAt: null,
      lockedUntil: null,
      activity: { failedAttempts: 0 },
    });
  });

  test('without an end never runs out', async () => {
    const { world, ada } = await open({ durationMs: null });
    await lockOut(world, ada);
    world.clock.now += 1000 * 24 * hour;
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(null));
  });

  test('that is overdue falls before any guess is tried', async () => {
    const { world, ada } = await open();
    for (let count = 0; count < 3; count++)
      await world.ports.store.countFailure('default', ada.id, [], { now: 0, until: null, from: null });
    expect((await read(world, ada)).lockedAt).toBe(null);
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(world.clock.now + hour));
    expect(world.work).toMatchObject({ verified: 0, decoys: 0 });
    expect((await read(world, ada)).lockedAt).toBe(world.clock.now);
  });

  test('leaves sessions alone, and the admin can still change the user', async () => {
    const { world, ada } = await open();
    const facts = { ipAddress: null, userAgent: null, organizationId: null };
    const claim = { identifier: 'adalove', password: 'correct horse', code: null };
    const { session } = await signIn(world.context, claim, facts, { system: false });
    await lockOut(world, ada);
    expect((await world.ports.store.loadSession('default', session.id))?.status).toBe('active');
    await setPassword(world.context, byId(ada), plain('battery staple'), 'keep');
    expect(await guess(world, ada, 'battery staple')).toEqual(locked(world.clock.now + hour));
  });

  test('is of one user alone', async () => {
    const { world, ada } = await open();
    const bo = await add(world, { username: set('bo_only'), password: plain('battery staple') });
    await lockOut(world, ada);
    await verifyPassword(world.context, byId(bo), 'battery staple');
    expect((await read(world, bo)).lockedAt).toBe(null);
  });
});

describe('unlocking', () => {
  test('forgets the failed attempts, with a lock or on the way there', async () => {
    const { world, ada } = await open();
    await lockOut(world, ada);
    expect(await lockUser(world.context, byId(ada), false)).toMatchObject({
      lockedAt: null,
      lockedUntil: null,
      activity: { failedAttempts: 0 },
    });
    expect((await read(world, ada)).activity.failedAttempts).toBe(0);
    for (let count = 0; count < 2; count++) await guess(world, ada);
    const { rev } = await read(world, ada);
    expect(await lockUser(world.context, byId(ada), false)).toMatchObject({ rev, activity: { failedAttempts: 0 } });
    await lockOut(world, ada);
  });

  test('lets the user sign in at once', async () => {
    const { world } = await open();
    const claim = { identifier: 'adalove', password: 'correct horse', code: null };
    const enter = (password: string) =>
      signIn(
        world.context,
        { ...claim, password },
        { ipAddress: null, userAgent: null, organizationId: null },
        { system: false },
      );
    for (let count = 0; count < 3; count++) await refusalsOf(() => enter('wrong'));
    expect(await refusalsOf(() => enter('correct horse'))).toMatchObject([{ code: 'too-many-attempts' }]);
    const { id } = await lockUser(world.context, { by: 'key', kind: 'username', value: 'adalove' }, false);
    expect((await enter('correct horse')).user.id).toBe(id);
  });

  test('a lock by hand lasts as long, and the right password does not lift it', async () => {
    const { world, ada } = await open();
    await lockUser(world.context, byId(ada), true);
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(world.clock.now + hour));
    world.clock.now += hour;
    await verifyPassword(world.context, byId(ada), 'correct horse');
  });
});

describe('failed attempts', () => {
  test('are forgotten when the last was as long ago as a lock lasts', async () => {
    const { world, ada } = await open();
    for (const _ of [1, 2]) expect(await guess(world, ada)).toEqual(wrong);
    world.clock.now += hour - 1;
    expect(failuresOf(await read(world, ada), world.clock.now)).toBe(2);
    world.clock.now += 1;
    expect(failuresOf(await read(world, ada), world.clock.now)).toBe(0);
    for (const _ of [1, 2]) expect(await guess(world, ada)).toEqual(wrong);
    expect((await read(world, ada)).lockedAt).toBe(null);
    expect(await guess(world, ada)).toEqual(wrong);
    expect((await read(world, ada)).lockedAt).toBe(world.clock.now);
  });

  test('are kept for ever where a lock never runs out', async () => {
    const { world, ada } = await open({ durationMs: null });
    for (const _ of [1, 2]) expect(await guess(world, ada)).toEqual(wrong);
    world.clock.now += 1000 * hour;
    expect(await guess(world, ada)).toEqual(wrong);
    expect((await read(world, ada)).lockedAt).toBe(world.clock.now);
  });
});

describe('half a proof', () => {
  test('forgets nothing: a right password is no way to guess codes for ever', async () => {
    const { world, ada } = await open();
    await updateUser(world.context, byId(ada), patch({ totp: set(totpOf(1)) }), { system: false, ifRev: null });
    const show = (code: string) =>
      refusalsOf(() => verifySecondFactor(world.context, byId(ada), code, { system: false }));
    for (const code of ['000000', '111111', '222222']) {
      await verifyPassword(world.context, byId(ada), 'correct horse');
      expect(await show(code)).toMatchObject([{ code: 'code-rejected' }]);
    }
    expect(await guess(world, ada, 'correct horse')).toEqual(locked(world.clock.now + hour));
    expect(await show('333333')).toEqual(locked(world.clock.now + hour));
  });
});

describe('no lock', () => {
  test('where the realm has none: nothing is counted, and everybody may guess on', async () => {
    const { world, ada } = await open({ enabled: false });
    for (let count = 0; count < 10; count++) expect(await guess(world, ada)).toEqual(wrong);
    expect((await read(world, ada)).activity.failedAttempts).toBe(0);
    await verifyPassword(world.context, byId(ada), 'correct horse');
    await expectRefused(world, () => lockUser(world.context, byId(ada), true), {
      code: 'not-eligible',
      field: 'locked',
      why: 'off',
    });
  });

  test('on built-in accounts, however many attempts fail: they rest for as long', async () => {
    const { world } = await open();
    const admin = { by: 'id', id: idOf(1) } as const;
    const password = plain('battery staple');
    await updateUser(world.context, admin, patch({ password }), { system: true, ifRev: null });
    const verify = (password: string) => verifyPassword(world.context, admin, password, { system: true });
    for (const _ of [1, 2, 3]) expect(await refusalsOf(() => verify('wrong'))).toEqual(wrong);
    const { verified } = world.work;
    for (const guessed of ['wrong', 'battery staple']) {
      expect(await refusalsOf(() => verify(guessed))).toEqual([{ code: 'too-many-attempts', retryAfterMs: hour }]);
    }
    expect(world.work.verified).toBe(verified);
    const found = await getUser(world.context, admin, { system: true });
    expect(found).toMatchObject({ lockedAt: null, activity: { failedAttempts: 3 } });
    world.clock.now += hour;
    await verify('battery staple');
    expect((await getUser(world.context, admin, { system: true })).activity.failedAttempts).toBe(0);
  });
});
