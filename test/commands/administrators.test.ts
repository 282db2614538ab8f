// Tests of the last administrator, who stays, whoever would take their place away and how.

import { describe, expect, test } from 'vitest';
import { banUsers } from '../../src/core/commands/ban-users.ts';
import { changeRealmObjects } from '../../src/core/commands/change-realm-objects.ts';
import { deleteUser } from '../../src/core/commands/delete-user.ts';
import { deleteUsers } from '../../src/core/commands/delete-users.ts';
import { updateUsers } from '../../src/core/commands/update-users.ts';
import type { Group } from '../../src/core/model/group.ts';
import { clear, set, type UserPatch } from '../../src/core/model/patch.ts';
import type { User } from '../../src/core/model/user.ts';
import { idOf, patch } from '../users.ts';
import { add, allUsers, expectRefused, openWorld, refusalsOf, type World } from './world.ts';

const last = { code: 'not-eligible', field: 'role', why: 'last' };
const byId = ({ id }: Pick<User, 'id'>) => ({ by: 'id', id }) as const;
const admin = { id: idOf(1) };

async function putGroups({ context, clock }: World, groups: Readonly<Record<string, Partial<Group>>>): Promise<void> {
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  const intents = Object.entries(groups).map(([id, change]) => {
    const base = { ...owners, realm: 'default', id, rev: 1, createdAt: clock.now, updatedAt: clock.now };
    const own = { kind: 'group', name: id, active: true, signIn: 'default', extras: {} } as const;
    const document: Group = { ...base, ...own, ...change };
    return { op: 'create', document } as const;
  });
  await changeRealmObjects(context, async () => ({ intents, users: [], numbering: null, result: null }));
}

async function open() {
  const world = await openWorld();
  await putGroups(world, {
    open: {},
    shut: { active: false },
    pageless: { signIn: 'none' },
    inside: { signIn: 'internal' },
  });
  await change(world, [admin, { groups: set(['open']) }]);
  return world;
}

let count = 0;
const keeper = (world: World, groups: readonly string[], wanted: Partial<UserPatch> = {}) =>
  add(world, { username: set(`keeper${++count}`), role: set('super-admin'), groups: set(groups), ...wanted });

const change = (world: World, ...wishes: readonly (readonly [Pick<User, 'id'>, Partial<UserPatch>])[]) =>
  updateUsers(
    world.context,
    wishes.map(([user, wanted]) => ({ reference: byId(user), patch: patch(wanted), ifRev: null })),
    { system: true },
  );
const remove = (world: World, ...users: readonly Pick<User, 'id'>[]) =>
  deleteUsers(
    world.context,
    users.map((user) => ({ reference: byId(user), ifRev: null })),
    { system: true },
  );
const idsOf = async (world: World) => (await allUsers(world)).map(({ id }) => id);

describe('the last administrator', () => {
  test.each<[string, (world: World) => Promise<unknown>]>([
    ['loses the role', (world) => change(world, [admin, { role: clear }])],
    ['is given another', (world) => change(world, [admin, { role: set('user') }])],
    ['is deleted', (world) => remove(world, admin)],
    ['is deleted alone', (world) => deleteUser(world.context, byId(admin), { system: true, ifRev: null })],
  ])('never %s', async (_, work) => {
    const world = await open();
    await add(world, { username: set('somebody'), groups: set(['open']) });
    await expectRefused(world, () => work(world), last);
  });

  test.each<[string, readonly string[], Partial<UserPatch>]>([
    ['has no group', [], {}],
    ['has only labels', ['a label'], {}],
    ['is in a group that is shut', ['open', 'shut'], {}],
    ['is in a group that is kept from the pages', ['inside', 'pageless'], {}],
    ['is banned', ['open'], { banned: set(true) }],
    ['is inactive', ['open'], { active: set(false) }],
  ])('is also one beside whom another %s', async (_, groups, wanted) => {
    const world = await open();
    const other = await keeper(world, groups);
    await change(world, [other, wanted]);
    await expectRefused(world, () => remove(world, admin), last);
    await expectRefused(world, () => change(world, [admin, { role: clear }]), last);
  });

  test('goes when another is there who gets in; the guest and other built-in accounts stay', async () => {
    const world = await open();
    const other = await keeper(world, ['open', 'inside', 'a label']);
    await remove(world, admin);
    expect(await idsOf(world)).toEqual([other.id]);
    await expectRefused(world, () => banUsers(world.context, [byId(other)], true), last);
    await expectRefused(world, () => change(world, [other, { active: set(false) }]), last);
  });

  test('may be shut out through groups: that is nobody’s to guard', async () => {
    const world = await open();
    const other = await keeper(world, ['open']);
    await remove(world, admin);
    await change(world, [other, { groups: set(['shut']) }]);
    expect(await idsOf(world)).toEqual([other.id]);
  });
});

describe('several at once', () => {
  test('are counted together', async () => {
    const world = await open();
    const [ann, bob] = [await keeper(world, ['open']), await keeper(world, ['open'])];
    await expectRefused(world, () => remove(world, ann, bob, admin), last);
    await expectRefused(
      world,
      () => change(world, [ann, { role: clear }], [bob, { role: clear }], [admin, { role: clear }]),
      last,
    );
    await remove(world, admin, ann);
    expect(await idsOf(world)).toEqual([bob.id]);
  });

  test('may not change places: who comes with the same change does not stand in yet', async () => {
    const world = await open();
    const heir = await add(world, { username: set('theheir'), groups: set(['open']) });
    const swap = () => change(world, [admin, { role: clear }], [heir, { role: set('super-admin') }]);
    await expectRefused(world, swap, last);
    await change(world, [heir, { role: set('super-admin') }]);
    await change(world, [admin, { role: clear }]);
  });
});

describe('deleting several', () => {
  test('deletes all or none', async () => {
    const world = await open();
    const [ann, bob] = [await add(world, { username: set('annie') }), await add(world, { username: set('bobby') })];
    const gone = { id: idOf(404) };
    await expectRefused(world, () => remove(world, ann, bob, gone), { code: 'not-found', what: 'user' });
    await expectRefused(world, () => remove(world, ann, bob, ann), { code: 'invalid' });
    const late = { reference: byId(bob), ifRev: 7 };
    const work = () => deleteUsers(world.context, [{ reference: byId(ann), ifRev: null }, late], { system: false });
    await expectRefused(world, work, { code: 'conflict', rev: 1 });
    await expectRefused(
      world,
      () => deleteUsers(world.context, [{ reference: byId(admin), ifRev: null }], { system: false }),
      {
        code: 'not-found',
      },
    );
    expect((await remove(world, bob, ann)).map(({ username }) => username)).toEqual(['bobby', 'annie']);
    expect(await idsOf(world)).toEqual([admin.id]);
    expect(await refusalsOf(() => remove(world, ann))).toMatchObject([{ code: 'not-found' }]);
  });

  test('two batches that share users do each of them once', async () => {
    const world = await open();
    const users = await Promise.all(['annie', 'bobby', 'carol'].map((name) => add(world, { username: set(name) })));
    const outcomes = await Promise.allSettled([remove(world, ...users), remove(world, ...users.toReversed())]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await idsOf(world)).toEqual([admin.id]);
  });
});
