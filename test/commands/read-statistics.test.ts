// Statistics on what the commands write: sign-ins of several steps, and who may ask.

import { expect, test } from 'vitest';
import { readStatistics, readUserStatistics, type StatisticsWish } from '../../src/core/commands/read-statistics.ts';
import { set } from '../../src/core/model/patch.ts';
import { byId, codeOf, first, wrongCode } from './factors.ts';
import { byPassword, person, stepOf, stranger, withFactor } from './visitors.ts';
import { openWorld, refusalsOf } from './world.ts';

const address = 'ada@example.com';
const dayMs = 86_400_000;

test('a sign-in in two steps counts once, with its last', async () => {
  const world = await openWorld();
  const ada = await person(world, address, true, { totp: set(first) });
  const today = Math.floor(world.clock.now / dayMs);
  const wish: StatisticsWish = { from: today, to: today, offsetMinutes: 0, api: null, withoutSession: ['elsewhere'] };
  const counted = async () => (await readStatistics(world.context, wish)).totals;
  const { token } = await stepOf(() => byPassword(world, address));
  expect(await counted()).toEqual({ joined: 1, signedIn: 0, failed: 0, users: 0 });
  await refusalsOf(() => withFactor(world, token, wrongCode(world, first)));
  expect(await counted()).toEqual({ joined: 1, signedIn: 0, failed: 1, users: 0 });
  await withFactor(world, token, codeOf(world, first));
  expect(await counted()).toEqual({ joined: 1, signedIn: 1, failed: 1, users: 1 });
  const { user, days } = await readUserStatistics(world.context, byId(ada), wish);
  expect([user.activity.signInCount, days]).toEqual([
    ...[1, [{ day: today, joined: 0, signedIn: 1, failed: 1, users: 1 }]],
  ]);
});

test('nobody asks who may not, nor for more days than are counted', async () => {
  const world = await openWorld();
  const ada = await person(world, address);
  const wish: StatisticsWish = { from: 1, to: 400, offsetMinutes: 0, api: null, withoutSession: [] };
  const own = {
    ...world.context,
    actor: { kind: 'user', userId: ada.id, sessionId: 's', role: null, rank: 'user', address: null } as const,
  };
  for (const context of [stranger(world), own]) {
    expect(await refusalsOf(() => readStatistics(context, wish))).toMatchObject([{ code: 'forbidden' }]);
    expect(await refusalsOf(() => readUserStatistics(context, byId(ada), wish))).toMatchObject([{ code: 'forbidden' }]);
  }
  expect((await readStatistics(world.context, wish)).days).toHaveLength(400);
  for (const [change, reason] of [
    [{ to: 401 }, 'count-max'],
    [{ to: 0 }, 'time'],
  ] as const) {
    const refused = await refusalsOf(() => readStatistics(world.context, { ...wish, ...change }));
    expect(refused).toMatchObject([{ code: 'invalid', issues: [{ path: 'to', reason }] }]);
  }
});
