// The store's contract: writers at the same moment. Exactly the right ones win, and nothing is half done.

import { expect, test } from 'vitest';
import type { Outcome, Store, UserStep } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { add, insertStep, newChange, newRealm, newUser, newWrite, plainUpdate, updateStep } from './fixtures.ts';

const email = (key: string) => ({ kind: 'email', key }) as const;
const refused = (outcome: Outcome): boolean => !outcome.ok;

/** One of the two stores, in turn. */
const turn = (world: World, index: number): Store => (index % 2 === 0 ? world.store : world.other);

/** Races for keys, revs and serials. */
export function raceContract(world: World): void {
  test('of 50 inserts with one email one succeeds; serials stay dense', async () => {
    const realm = await newRealm(world.store);
    const insert = (index: number) => {
      const write = newWrite(realm, { users: [insertStep(newUser(realm), [email('same'), email(`own-${index}`)])] });
      return turn(world, index).commit(write);
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => insert(index)));
    expect(outcomes.filter(({ ok }) => ok)).toEqual([{ ok: true, serials: [1] }]);
    expect(new Set(outcomes.filter(refused).map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set(['{"ok":false,"reason":"taken","kind":"email"}']),
    );
    const next = await Promise.all(Array.from({ length: 20 }, (_, index) => add(turn(world, index), realm)));
    expect(next.map(({ serial }) => serial).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
  });

  test('of 200 updates from one rev one wins, rev after rev', async () => {
    const realm = await newRealm(world.store);
    let user = await add(world.store, realm);
    for (let round = 0; round < 3; round++) {
      const from = user;
      const race = Array.from({ length: 200 }, (_, index) =>
        turn(world, index).commit(plainUpdate(from, { firstName: `winner-${index}` })),
      );
      const outcomes = await Promise.all(race);
      const winner = outcomes.findIndex(({ ok }) => ok);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      const losers = outcomes.filter(refused);
      expect(
        losers.every((outcome) => !outcome.ok && outcome.reason === 'conflict' && outcome.rev === from.rev + 1),
      ).toBe(true);
      user = { ...from, rev: from.rev + 1, firstName: `winner-${winner}` };
      expect((await world.other.loadUser(realm, { by: 'id', id: user.id }))?.user).toEqual(user);
    }
    expect(await world.store.readHistory(realm, user.id, null, 10)).toHaveLength(3);
  });

  test('users who trade keys in opposite directions at once never deadlock the store', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm, {}, [email('ann')]);
    const bob = await add(world.store, realm, {}, [email('bob')]);
    const trade = (index: number) => {
      const give = updateStep(ann, {}, { removeKeys: [email('ann')], addKeys: [email('bob')] });
      const take = updateStep(bob, {}, { removeKeys: [email('bob')], addKeys: [email('ann')] });
      const users = index % 3 === 0 ? [give, take] : index % 3 === 1 ? [take, give] : [give];
      return turn(world, index).commit(newWrite(realm, { users }));
    };
    const outcomes = await Promise.all(Array.from({ length: 24 }, (_, index) => trade(index)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
}

/** The step that only looks. */
export function checkContract(world: World): void {
  const check = (id: string, rev: number): UserStep => ({ op: 'check', id, rev });

  test('a check holds or fails the write as an update would, and changes nothing', async () => {
    const realm = await newRealm(world.store);
    const [ann, bob] = [await add(world.store, realm), await add(world.store, realm)];
    const write = (rev: number) => newWrite(realm, { users: [updateStep(ann), check(bob.id, rev)] });
    expect(await world.store.commit(write(2))).toEqual({ ok: false, reason: 'conflict', userId: bob.id, rev: 1 });
    expect((await world.store.loadUser(realm, { by: 'id', id: ann.id }))?.user.rev).toBe(1);
    expect(await world.store.commit(write(1))).toEqual({ ok: true, serials: [] });
    expect((await world.store.loadUser(realm, { by: 'id', id: bob.id }))?.user).toEqual(bob);
  });

  test('two users who each go because the other stays: one goes', async () => {
    const realm = await newRealm(world.store);
    for (let round = 0; round < 10; round++) {
      const [ann, bob] = [await add(world.store, realm), await add(world.store, realm)];
      const leave = (store: Store, who: string, while_: string) =>
        store.commit(newWrite(realm, { users: [{ op: 'delete', id: who, rev: 1 }, check(while_, 1)] }));
      const demote = (store: Store) =>
        store.commit(newWrite(realm, { users: [updateStep(ann, { role: null }), check(bob.id, 1)] }));
      const outcomes = await Promise.all(
        round % 2 === 0
          ? [leave(world.store, ann.id, bob.id), leave(world.other, bob.id, ann.id)]
          : [demote(world.store), leave(world.other, bob.id, ann.id)],
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  test('checks of one user do not stand in each other’s way', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const writes = Array.from({ length: 20 }, (_, index) => {
      const fresh = newUser(realm);
      return turn(world, index).commit(newWrite(realm, { users: [check(user.id, 1), insertStep(fresh)] }));
    });
    expect((await Promise.all(writes)).every(({ ok }) => ok)).toBe(true);
  });
}

/** All or nothing, each alone. */
export function atomicityContract(world: World): void {
  test('in a crowd of writes the refused one is refused and the rest succeed', async () => {
    const realm = await newRealm(world.store);
    await add(world.store, realm, {}, [email('held')]);
    const users = await Promise.all(Array.from({ length: 40 }, () => add(world.store, realm)));
    const writes = users.map((user, index) => {
      if (index === 7) return plainUpdate({ ...user, rev: 5 });
      const claim = updateStep(user, {}, { addKeys: [email('held')] });
      return index === 11 ? newWrite(realm, { users: [claim] }) : plainUpdate(user, { firstName: 'New' });
    });
    const outcomes = await Promise.all(writes.map((write) => world.store.commit(write)));
    expect(outcomes.flatMap(({ ok }, index) => (ok ? [] : [index]))).toEqual([7, 11]);
    const names = await Promise.all(users.map(({ id }) => world.store.loadUser(realm, { by: 'id', id })));
    expect(names.flatMap((stored, index) => (stored?.user.firstName === 'New' ? [] : [index]))).toEqual([7, 11]);
  });

  test('a write that the database itself refuses fails alone', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(Array.from({ length: 10 }, () => add(world.store, realm)));
    const outcomes = await Promise.allSettled(
      users.map((user, index) => world.store.commit(plainUpdate(user, index === 4 ? { updatedAt: 0.5 } : {}))),
    );
    expect(outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([4]);
  });

  test('a write on many users happens wholly or not at all', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(Array.from({ length: 5 }, () => add(world.store, realm)));
    const steps: UserStep[] = users.map((user) => updateStep(user, { firstName: 'All' }));
    const fresh = newUser(realm);
    const last = users.at(-1);
    const stale: UserStep = { op: 'check', id: last?.id ?? '', rev: 3 };
    const changes = users.map((user) => newChange({ ...user, rev: 2 }));
    const write = newWrite(realm, {
      users: [insertStep(fresh, [email('fresh')]), ...steps.slice(0, 4), stale],
      changes,
    });
    expect(await world.store.commit(write)).toEqual({ ok: false, reason: 'conflict', userId: last?.id, rev: 1 });
    for (const { id } of users) {
      expect((await world.store.loadUser(realm, { by: 'id', id }))?.user.firstName).toBe(null);
      expect(await world.store.readHistory(realm, id, null, 10)).toEqual([]);
    }
    expect(await world.store.loadUser(realm, { by: 'key', kind: 'email', key: 'fresh' })).toBe(null);
    const inserts = [insertStep(newUser(realm)), insertStep(newUser(realm))];
    const whole = newWrite(realm, { users: [...steps, ...inserts], changes });
    expect(await world.store.commit(whole)).toEqual({ ok: true, serials: [6, 7] });
    expect(await world.store.commit(newWrite(realm, {}))).toEqual({ ok: true, serials: [] });
  });
}
