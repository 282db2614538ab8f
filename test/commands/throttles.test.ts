// Tests of the throttles at sign-in: of what was typed, and of where it came from.

import { describe, expect, test } from 'vitest';
import { lockUser } from '../../src/core/commands/lock-user.ts';
import { updateUser } from '../../src/core/commands/update-user.ts';
import { set } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { patch } from '../users.ts';
import { anybody, enter, openEntrance, refused, three, wrong } from './entrance.ts';
import { add, type World } from './world.ts';

const byId = ({ id }: User) => ({ by: 'id', id }) as const;

describe('a name', () => {
  const lockout = { ...three, durationMs: 10_000 };

  test('is blocked after so many tries, whether or not somebody has it, and as long', async () => {
    const { world } = await openEntrance({ lockout });
    await add(world, { username: set('bo_only') });
    for (const identifier of ['adalove', 'nobody', 'bo_only', 'ada@example.org', '+499999999999']) {
      const said: unknown[] = [];
      for (let count = 0; count < 3; count++) {
        said.push(await refused(world, identifier));
        world.clock.now += 1000;
      }
      for (const later of [0, 5000, 3999]) {
        world.clock.now += later;
        said.push(await refused(world, identifier));
      }
      expect(said).toEqual([
        ...[wrong, wrong, wrong],
        ...[9000, 4000, 1].map((retryAfterMs) => [{ code: 'too-many-attempts', retryAfterMs }]),
      ]);
      world.clock.now += 1;
      expect(await refused(world, identifier)).toEqual(wrong);
    }
  });

  test('is one in all spellings', async () => {
    const { world } = await openEntrance({ lockout });
    for (const spellings of [
      ['nobody', 'NoBody', 'NOBODY', 'ｎobody'],
      ['no@body.example', 'NO@body.EXAMPLE', 'no@Body.example', 'No@body.example'],
      ['+499999999999', '+49 99999 99999', '+49 (99999) 99999', '+49-9999999999'],
    ]) {
      const said: unknown[] = [];
      for (const identifier of spellings) said.push(await refused(world, identifier));
      expect(said).toEqual([wrong, wrong, wrong, [{ code: 'too-many-attempts', retryAfterMs: 10_000 }]]);
    }
  });

  test('is free again when its user is unlocked, by whichever update', async () => {
    const { world, ada } = await openEntrance({ lockout });
    for (const unlock of [
      () => lockUser(world.context, byId(ada), false),
      () => updateUser(world.context, byId(ada), patch({ locked: set(false) }), { system: false, ifRev: null }),
    ]) {
      for (const identifier of ['adalove', 'ADA@example.com']) {
        const entry = { actor: anybody(null) };
        for (const _ of [1, 2, 3]) expect(await refused(world, identifier, 'wrong', entry)).toEqual(wrong);
        expect(await refused(world, identifier, 'wrong', entry)).toMatchObject([{ code: 'too-many-attempts' }]);
      }
      await unlock();
      for (const identifier of ['adalove', 'ada@example.com']) await enter(world, identifier);
    }
  });

  test('blocked tries no guess, and is free again by the clock, with as many tries as before', async () => {
    const { world } = await openEntrance({ lockout });
    for (let round = 0; round < 2; round++) {
      for (const _ of [1, 2, 3]) expect(await refused(world, 'adalove')).toEqual(wrong);
      const { verified } = world.work;
      expect(await refused(world, 'adalove', 'correct horse')).toMatchObject([{ code: 'too-many-attempts' }]);
      expect(world.work.verified).toBe(verified);
      world.clock.now += 10_000;
    }
    expect((await enter(world, 'adalove')).user.lockedAt).toBe(null);
  });

  test('blocks no other', async () => {
    const { world } = await openEntrance({ lockout });
    for (const _ of [1, 2, 3, 4]) await refused(world, 'nobody');
    expect((await enter(world, 'adalove')).user.username).toBe('adalove');
  });

  test('is blocked where the realm locks nobody, too', async () => {
    const { world, ada } = await openEntrance({ lockout: { ...lockout, enabled: false } });
    for (const _ of [1, 2, 3]) expect(await refused(world, 'adalove')).toEqual(wrong);
    expect(await refused(world, 'adalove', 'correct horse')).toMatchObject([{ code: 'too-many-attempts' }]);
    const stored = await world.ports.store.loadUser('default', byId(ada));
    expect(stored?.user).toMatchObject({ lockedAt: null, activity: { failedAttempts: 0 } });
  });
});

describe('an address', () => {
  const policy = { guesses: { perAddressMax: 4, windowMs: 10_000 } };
  const blocked = (retryAfterMs: number) => [{ code: 'too-many-attempts', retryAfterMs }];
  const from = (world: World, address: string | null, identifier: string) =>
    refused(world, identifier, 'wrong', { actor: anybody(address) });

  /** Makes as many guesses as are allowed, each at another name. */
  async function exhaust(world: World, address: string): Promise<void> {
    for (let count = 0; count < 4; count++) {
      expect(await from(world, address, `nobody_${address}_${count}`)).toEqual(wrong);
    }
  }

  test('may guess so often, at whatever names; then not at all, until its time is over', async () => {
    const { world } = await openEntrance(policy);
    await exhaust(world, '192.0.2.1');
    const { decoys } = world.work;
    for (const identifier of ['nobody', 'adalove', 'ada@example.com']) {
      expect(await from(world, '192.0.2.1', identifier)).toEqual(blocked(10_000));
    }
    const actor = anybody('192.0.2.1');
    expect(await refused(world, 'adalove', 'correct horse', { actor })).toEqual(blocked(10_000));
    expect(world.work).toMatchObject({ decoys, verified: 0 });
    world.clock.now += 9999;
    expect(await from(world, '192.0.2.1', 'nobody')).toEqual(blocked(1));
    world.clock.now += 1;
    expect((await enter(world, 'adalove', 'correct horse', { actor })).session.method).toBe('password');
    await exhaust(world, '192.0.2.1');
  });

  test('may not guess more often by guessing at once', async () => {
    const { world } = await openEntrance(policy);
    const said = await Promise.all(
      Array.from({ length: 50 }, (_, index) => from(world, '2001:db8::1', `nobody_${index}`)),
    );
    expect(said.filter(([refusal]) => refusal?.code === 'wrong-credentials')).toHaveLength(4);
    expect(world.work.decoys).toBe(4);
  });

  test('is not forgiven when somebody gets in from it', async () => {
    const { world } = await openEntrance(policy);
    const actor = anybody('192.0.2.1');
    for (let count = 0; count < 4; count++) {
      await enter(world, 'adalove', 'correct horse', { actor });
      expect(await from(world, '192.0.2.1', `nobody_${count}`)).toEqual(wrong);
    }
    expect(await refused(world, 'adalove', 'correct horse', { actor })).toEqual(blocked(10_000));
  });

  test.each([
    ['192.0.2.1', '::ffff:192.0.2.1', true],
    ['::ffff:c000:201', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '127.0.0.1', false],
  ])('%s and %s are one: %s', async (one, other, same) => {
    const { world } = await openEntrance(policy);
    await exhaust(world, one);
    expect(await from(world, other, 'nobody')).toEqual(same ? blocked(10_000) : wrong);
  });

  test('does not limit a secret key, nor whoever comes from nowhere known', async () => {
    const { world } = await openEntrance(policy);
    for (let count = 0; count < 12; count++) {
      expect(await refused(world, `nobody_${count}`)).toEqual(wrong);
      expect(await from(world, null, `nowhere_${count}`)).toEqual(wrong);
    }
  });

  test('does not pay for what another guesses', async () => {
    const { world } = await openEntrance(policy);
    await exhaust(world, '192.0.2.1');
    const actor = anybody('192.0.2.2');
    expect((await enter(world, 'adalove', 'correct horse', { actor })).session.method).toBe('password');
  });
});

test('of guesses at one name at once no more are tried than allowed', async () => {
  const { world } = await openEntrance();
  for (const [identifier, work] of [
    ['adalove', { verified: 10, decoys: 0 }],
    ['nobody', { verified: 10, decoys: 10 }],
  ] as const) {
    const said = await Promise.all(Array.from({ length: 50 }, () => refused(world, identifier)));
    expect(said.filter(([refusal]) => refusal?.code === 'wrong-credentials')).toHaveLength(10);
    expect(said.filter(([refusal]) => refusal?.code === 'too-many-attempts')).toHaveLength(40);
    expect(world.work).toMatchObject(work);
  }
});
