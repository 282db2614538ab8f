// Tests of changing the law of a realm: once, told in its history, and never on top of what somebody else has changed.

import { expect, test } from 'vitest';
import { changePolicy } from '../../src/core/commands/change-policy.ts';
import { readRealmHistory } from '../../src/core/commands/read-realm-history.ts';
import { refuse } from '../../src/core/model/error.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import { newExtra } from '../realm-objects.ts';
import { appKey, idOf, selfOf } from '../users.ts';
import { openWorld, refusalsOf, type World } from './world.ts';

const atLeast =
  (lengthMin: number) =>
  (policy: Policy): Policy => ({ ...policy, password: { ...policy.password, lengthMin } });
const raise = (policy: Policy): Policy => atLeast(policy.password.lengthMin + 1)(policy);
const stored = async ({ ports }: World) => (await ports.store.loadRealm('default')) ?? expect.fail();
const told = async ({ context }: World) =>
  (await readRealmHistory(context, { beforeSeq: null, limit: 100 })).filter(({ type }) => type === 'realm.updated');

test('a new law holds, and the realm tells which part was what', async () => {
  const world = await openWorld();
  const realm = await changePolicy(world.context, atLeast(20));
  expect(realm).toEqual(await stored(world));
  expect(realm).toMatchObject({ rev: 2, policy: atLeast(20)(defaultPolicy) });
  expect(await told(world)).toMatchObject([
    {
      actor: world.context.actor,
      diff: [{ path: 'policy.password', before: { lengthMin: 8 }, after: { lengthMin: 20 } }],
    },
  ]);
});

test('the same law is not written again', async () => {
  const world = await openWorld();
  expect(await changePolicy(world.context, (policy) => ({ ...policy }))).toMatchObject({ rev: 1 });
  expect(await changePolicy(world.context, atLeast(defaultPolicy.password.lengthMin))).toMatchObject({ rev: 1 });
  expect((await stored(world)).rev).toBe(1);
  expect(await told(world)).toEqual([]);
});

test('every change of many at once counts', async () => {
  const world = await openWorld();
  const realms = await Promise.all(Array.from({ length: 20 }, () => changePolicy(world.context, raise)));
  expect(new Set(realms.map(({ rev }) => rev)).size).toBe(20);
  expect(await stored(world)).toMatchObject({ rev: 21, policy: { password: { lengthMin: 28 } } });
  expect(await told(world)).toHaveLength(20);
});

test('who was overtaken by another process decides again on the new law', async () => {
  const world = await openWorld();
  const lengths: number[] = [];
  await changePolicy(world.context, raise, async () => {
    const { rev, policy } = await stored(world);
    lengths.push(policy.password.lengthMin);
    if (lengths.length < 3) {
      const parts = { users: [], images: [], sessions: [], documents: [], changes: [], mails: [] };
      await world.ports.store.commit({ realm: 'default', ...parts, law: { rev, policy: raise(policy) } });
    }
    return {};
  });
  expect(lengths).toEqual([8, 9, 10]);
  expect(await stored(world)).toMatchObject({ rev: 4, policy: { password: { lengthMin: 11 } } });
  expect(await told(world)).toMatchObject([{ diff: [{ before: { lengthMin: 10 }, after: { lengthMin: 11 } }] }]);
});

test('what goes along comes with it or not at all, also beside the same law', async () => {
  const world = await openWorld();
  const along = (number: string) => async () => ({
    documents: [{ op: 'insert', document: newExtra('settings', number), keys: [] } as const],
  });
  const isThere = async (number: string) =>
    (await world.ports.store.loadDocument('default', 'extra', `other/settings/${number}`)) !== null;
  await changePolicy(world.context, raise, along('1'));
  await changePolicy(world.context, (policy) => policy, along('2'));
  expect([await isThere('1'), await isThere('2'), (await stored(world)).rev]).toEqual([true, true, 2]);
  expect(
    await refusalsOf(() => changePolicy(world.context, raise, async () => refuse({ code: 'session-gone' }))),
  ).toEqual([{ code: 'session-gone' }]);
  expect((await stored(world)).rev).toBe(2);
});

test('it is for those who may; a refusal of the change itself writes nothing', async () => {
  const world = await openWorld();
  const forbidden = [{ code: 'forbidden', action: 'settings.update' }];
  for (const actor of [appKey, selfOf(idOf(1)), { ...selfOf(idOf(1)), rank: 'admin' } as const]) {
    expect(await refusalsOf(() => changePolicy({ ...world.context, actor }, raise))).toEqual(forbidden);
  }
  expect(await refusalsOf(() => changePolicy(world.context, () => refuse({ code: 'session-gone' })))).toHaveLength(1);
  expect((await stored(world)).rev).toBe(1);
  const above = { ...selfOf(idOf(1)), rank: 'super-admin' } as const;
  expect(await changePolicy({ ...world.context, actor: above }, raise)).toMatchObject({ rev: 2 });
});
