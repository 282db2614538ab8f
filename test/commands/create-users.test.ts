// Tests of creating several users: all of them or none, and whoever is at fault is told by number.

import { expect, test } from 'vitest';
import { createUsers } from '../../src/core/commands/create-users.ts';
import { getUser } from '../../src/core/commands/get-user.ts';
import type { Companion } from '../../src/core/commands/update-users.ts';
import { refuse } from '../../src/core/model/error.ts';
import { set, type UserPatch } from '../../src/core/model/patch.ts';
import { newExtra } from '../realm-objects.ts';
import { idOf, patch, selfOf } from '../users.ts';
import { password } from './entrance.ts';
import { add, allUsers, everything, historyOf, openWorld, refusedBy, type World } from './world.ts';

const waived = { identifier: true, password: true };
const requests = (...wishes: readonly Partial<UserPatch>[]) =>
  wishes.map((wish) => ({ patch: patch(wish), waivers: waived }));
const named = (...names: readonly string[]) => requests(...names.map((name) => ({ username: set(name) })));

async function expectNothing(world: World, work: () => Promise<unknown>): Promise<unknown> {
  const before = await everything(world);
  const { refusals, index } = await refusedBy(work);
  expect(await everything(world)).toEqual(before);
  return [index, refusals[0]];
}

test('they come in order, each numbered, told and able to sign in', async () => {
  const world = await openWorld();
  const made = await createUsers(world.context, requests({ username: set('first'), password }, { groups: set(['x']) }));
  expect(made.map(({ serial, username, groups }) => [serial, username, groups])).toEqual([
    [2, 'first', []],
    [3, null, ['x']],
  ]);
  for (const user of made) {
    expect(await getUser(world.context, { by: 'id', id: user.id }, { system: false })).toEqual(user);
    expect((await historyOf(world, user.id)).map(({ type, rev }) => [type, rev])).toEqual([['user.created', 1]]);
  }
  expect(made[0]?.credentials.password).toEqual({ compromised: false });
});

test('nobody is no work', async () => {
  const world = await openWorld();
  expect(await createUsers(world.context, [])).toEqual([]);
  expect(await allUsers(world)).toHaveLength(1);
});

test('none comes when one is at fault, who is told by number', async () => {
  const world = await openWorld();
  const wishes = named('first', 'second', 'x');
  expect(await expectNothing(world, () => createUsers(world.context, wishes))).toMatchObject([2, { code: 'invalid' }]);
  const strict = [...named('first'), { patch: patch({}), waivers: { identifier: false, password: true } }];
  expect(await expectNothing(world, () => createUsers(world.context, strict))).toMatchObject([
    1,
    { code: 'invalid', issues: [{ reason: 'missing' }] },
  ]);
});

test('none comes when a name is taken, by somebody here or by one of them', async () => {
  const world = await openWorld();
  await add(world, { username: set('adalove') });
  for (const names of [
    ['first', 'ADALOVE'],
    ['twins', 'other', 'Twins'],
  ]) {
    const work = () => createUsers(world.context, named(...names));
    expect(await expectNothing(world, work)).toMatchObject([0, { code: 'taken', field: 'username' }]);
  }
  expect((await createUsers(world.context, named('first', 'second'))).map(({ serial }) => serial)).toEqual([3, 4]);
});

test('what goes along comes with them or not at all', async () => {
  const world = await openWorld();
  const insert = { op: 'insert', document: newExtra('mfa', '1'), keys: [] } as const;
  const along: Companion = async () => ({ documents: [insert], changes: [], mails: [] });
  const there = async () => (await world.ports.store.loadDocument('default', 'extra', 'other/mfa/1')) !== null;
  const taken = () => createUsers(world.context, named('first', 'FIRST'), along);
  expect(await expectNothing(world, taken)).toMatchObject([0, { code: 'taken' }]);
  expect(await there()).toBe(false);
  await createUsers(world.context, named('first'), along);
  expect(await there()).toBe(true);
  const again = () => createUsers(world.context, named('second'), along);
  expect(await expectNothing(world, again)).toMatchObject([0, { code: 'conflict' }]);
  const refusing = () => createUsers(world.context, named('second'), async () => refuse({ code: 'session-gone' }));
  expect(await expectNothing(world, refusing)).toMatchObject([0, { code: 'session-gone' }]);
});

test('it is for those who may', async () => {
  const world = await openWorld();
  for (const actor of [
    { kind: 'anybody', address: null } as const,
    selfOf(idOf(1)),
    { ...selfOf(idOf(1)), rank: 'admin' } as const,
  ]) {
    const work = () => createUsers({ ...world.context, actor }, named('first'));
    expect(await expectNothing(world, work)).toMatchObject([0, { code: 'forbidden', action: 'user.create' }]);
  }
  const above = { ...world.context, actor: { ...selfOf(idOf(1)), rank: 'super-admin' } as const };
  expect(await createUsers(above, named('first'))).toHaveLength(1);
});
