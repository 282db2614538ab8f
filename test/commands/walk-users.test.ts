// Tests of walking through users: all that a filter leaves, once, in order, however many.

import { describe, expect, test } from 'vitest';
import { createUsers } from '../../src/core/commands/create-users.ts';
import { findColleagues, walkMembers, walkUsers } from '../../src/core/commands/walk-users.ts';
import { set } from '../../src/core/model/patch.ts';
import { everybody } from '../../src/core/model/query.ts';
import type { User } from '../../src/core/model/user.ts';
import { appKey, idOf, patch, selfOf } from '../users.ts';
import { add, openWorld, refusalsOf, type World } from './world.ts';

async function all(users: AsyncGenerator<User>): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { serial } of users) found.push(serial);
  return found;
}

async function crowd(world: World, count: number): Promise<void> {
  const waivers = { identifier: true, password: true };
  const one = (index: number) => ({ patch: patch({ groups: set([index % 2 === 0 ? 'even' : 'odd']) }), waivers });
  await createUsers(
    world.context,
    Array.from({ length: count }, (_, index) => one(index)),
  );
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a walk', () => {
  test.each([0, 1, 499, 500, 1001])('meets each of %d people once, by number', async (count) => {
    const world = await openWorld();
    await crowd(world, count);
    expect(await all(walkUsers(world.context, everybody))).toEqual(range(2, count + 1));
    expect(await all(walkUsers(world.context, { ...everybody, system: true }))).toEqual(range(1, count + 1));
  });

  test('meets those who come while it lasts, and nobody twice', async () => {
    const world = await openWorld();
    await crowd(world, 600);
    const seen: number[] = [];
    for await (const { serial } of walkUsers(world.context, everybody)) {
      if (seen.push(serial) === 1) await crowd(world, 10);
    }
    expect(seen).toEqual(range(2, 611));
  });

  test('takes filters as they are typed', async () => {
    const world = await openWorld();
    const { serial } = await add(world, { username: set('AdaLove'), groups: set(['a/b']) });
    const keys = [{ kind: 'username', include: ['ADALOVE'], exclude: [] }] as const;
    expect(await all(walkUsers(world.context, { ...everybody, keys }))).toEqual([serial]);
    const relations = (id: string) => ({ ...everybody, relations: [{ kind: 'group', id }] as const });
    expect(await all(walkUsers(world.context, relations('a/b')))).toEqual([serial]);
    for (const id of ['a', 'a/', 'a/b/', '%', 'a\0', 'a\ud800']) {
      expect(await all(walkUsers(world.context, relations(id))), id).toEqual([]);
    }
  });

  test('is for those who may', async () => {
    const world = await openWorld();
    for (const actor of [appKey, selfOf(idOf(1))]) {
      const walk = () => all(walkUsers({ ...world.context, actor }, everybody));
      expect(await refusalsOf(walk)).toEqual([{ code: 'forbidden', action: 'user.read' }]);
    }
  });
});

describe('members', () => {
  test('are those who have a role or a group, built-in accounts too', async () => {
    const world = await openWorld();
    await crowd(world, 5);
    const boss = await add(world, { role: set('super-admin'), groups: set(['odd']) });
    expect(await all(walkMembers(world.context, { kind: 'role', id: 'super-admin' }))).toEqual([1, boss.serial]);
    expect(await all(walkMembers(world.context, { kind: 'group', id: 'odd' }))).toEqual([3, 5, boss.serial]);
    expect(await all(walkMembers(world.context, { kind: 'role', id: 'odd' }))).toEqual([]);
  });
});

describe('colleagues', () => {
  test('are whoever shares a group, once, and oneself; for the signed-in user too', async () => {
    const world = await openWorld();
    await crowd(world, 4);
    const ada = await add(world, { groups: set(['even', 'odd', 'alone']) });
    const bo = await add(world, {});
    const of = async (user: User) =>
      (await findColleagues({ ...world.context, actor: selfOf(user.id) }, user.id)).map(({ serial }) => serial);
    expect(await of(ada)).toEqual([2, 3, 4, 5, ada.serial]);
    expect(await of(bo)).toEqual([]);
    expect(await refusalsOf(() => findColleagues(world.context, idOf(99)))).toMatchObject([{ code: 'not-found' }]);
  });
});
