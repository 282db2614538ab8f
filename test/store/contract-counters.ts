// The store's contract: what the database counts itself, and secrets that are replaced beside the record.

import { expect, test } from 'vitest';
import type { Throttle } from '../../src/core/model/throttle.ts';
import type { Store } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { add, newId, newQuery, newRealm, newWrite, plainUpdate, updateStep } from './fixtures.ts';

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A failed attempt at the beginning of time, from nobody knows where; its count is kept for ever. */
const anywhere = { now: 1, until: null, from: null } as const;

/** One of the two stores, in turn. */
const turn = (world: World, index: number): Store => (index % 2 === 0 ? world.store : world.other);

const throttle = (name: string, change: Partial<Throttle> = {}): Throttle => ({
  name,
  countMax: 3,
  until: 1000,
  ...change,
});

/** Failed attempts of users. */
export function failureContract(world: World): void {
  const failures = async (realm: string, id: string) =>
    (await world.other.loadUser(realm, { by: 'id', id }))?.user.activity.failedAttempts;

  test('of 100 at once each counts, and each is told another count', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const counts = await Promise.all(
      times(100, (index) => turn(world, index).countFailure(realm, user.id, [], { now: 1, until: null, from: '::1' })),
    );
    expect(counts.sort((a, b) => a - b)).toEqual(times(100, (index) => index + 1));
    const stored = await world.other.loadUser(realm, { by: 'id', id: user.id });
    expect(stored?.user).toEqual({
      ...user,
      activity: { ...user.activity, failedAttempts: 100, failedAt: 1, failedFrom: '::1' },
    });
    expect(await world.store.readHistory(realm, user.id, null, 10)).toEqual([]);
  });

  test('of nobody, of somebody unknown and of another realm are counted for no user', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    const user = await add(world.store, realm);
    expect(await world.store.countFailure(realm, null, [], anywhere)).toBe(0);
    expect(await world.store.countFailure(realm, null, [throttle('x')], anywhere)).toBe(0);
    expect(await world.store.countFailure(realm, newId(), [], anywhere)).toBe(0);
    expect(await world.store.countFailure(elsewhere, user.id, [], anywhere)).toBe(0);
    expect(await failures(realm, user.id)).toBe(0);
  });

  test('are forgotten of one user; an update that loses its race forgets none', async () => {
    const realm = await newRealm(world.store);
    const [ann, bob] = [await add(world.store, realm), await add(world.store, realm)];
    for (const { id } of [ann, ann, bob]) await world.store.countFailure(realm, id, [], anywhere);
    const restart = ['failed-attempts', 'totp-step'] as const;
    const late = newWrite(realm, { users: [{ ...updateStep({ ...ann, rev: 7 }), restart }] });
    expect((await world.store.commit(late)).ok).toBe(false);
    expect(await failures(realm, ann.id)).toBe(2);
    expect((await world.store.commit(newWrite(realm, { users: [updateStep(ann, {}, { restart })] }))).ok).toBe(true);
    expect(await failures(realm, ann.id)).toBe(0);
    expect(await failures(realm, bob.id)).toBe(1);
    await world.store.forgetFailures(realm, bob.id, []);
    await world.store.forgetFailures(realm, null, []);
    expect(await failures(realm, bob.id)).toBe(0);
  });

  test('survive an update that was made from a record without them', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    await world.store.countFailure(realm, user.id, [], anywhere);
    expect((await world.store.commit(plainUpdate(user, { firstName: 'Ann' }))).ok).toBe(true);
    expect(await failures(realm, user.id)).toBe(1);
  });
}

/** When and from where the last of them came. */
export function lastFailureContract(world: World): void {
  const last = async (realm: string, id: string) => {
    const { user } = (await world.other.loadUser(realm, { by: 'id', id })) ?? {};
    return [user?.activity.failedAttempts, user?.activity.failedAt, user?.activity.failedFrom];
  };
  const count = (realm: string, id: string, now: number, from: string | null) =>
    world.store.countFailure(realm, id, [], { now, until: null, from });

  test('it is the newest that is told, of that user alone', async () => {
    const realm = await newRealm(world.store);
    const [ann, bob] = [await add(world.store, realm), await add(world.store, realm)];
    expect(await last(realm, ann.id)).toEqual([0, null, null]);
    await count(realm, ann.id, 5, '192.0.2.1');
    await count(realm, ann.id, 7, '2001:db8::1');
    expect(await last(realm, ann.id)).toEqual([2, 7, '2001:db8::1']);
    await count(realm, ann.id, 9, null);
    expect(await last(realm, ann.id)).toEqual([3, 9, null]);
    expect(await last(realm, bob.id)).toEqual([0, null, null]);
  });

  test('it outlasts the count, an update and a sign-in', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm);
    await count(realm, ann.id, 5, '::1');
    await world.store.forgetFailures(realm, ann.id, []);
    expect(await last(realm, ann.id)).toEqual([0, 5, '::1']);
    await count(realm, ann.id, 6, '::2');
    await world.store.commit(plainUpdate(ann, { firstName: 'Ann' }));
    await world.store.recordActivity(realm, ann.id, { at: 8, signIn: true });
    expect(await last(realm, ann.id)).toEqual([1, 6, '::2']);
    const restart = ['failed-attempts'] as const;
    await world.store.commit(newWrite(realm, { users: [{ ...updateStep({ ...ann, rev: 2 }), restart }] }));
    expect(await last(realm, ann.id)).toEqual([0, 6, '::2']);
    const [listed] = await world.store.findUsers(realm, newQuery());
    expect(listed?.activity).toMatchObject({ failedAt: 6, failedFrom: '::2' });
  });
}

/** Guesses by name. */
export function throttleContract(world: World): void {
  const read = async (realm: string, ...names: string[]) =>
    (await world.other.readGuesses(realm, names)).map(({ name, count, until }) => [name, count, until]);

  test('a count begins, goes on, and begins anew when its time is over', async () => {
    const realm = await newRealm(world.store);
    const count = (now: number, until: number) =>
      world.store.countFailure(realm, null, [throttle('x', { until })], { now, until: null, from: null });
    await count(0, 1000);
    expect(await read(realm, 'x')).toEqual([['x', 1, 1000]]);
    await count(999, 1999);
    expect(await read(realm, 'x')).toEqual([['x', 2, 1000]]);
    await count(1000, 2000);
    expect(await read(realm, 'x')).toEqual([['x', 1, 2000]]);
  });

  test('at the most the time begins anew; more guesses do not prolong it', async () => {
    const realm = await newRealm(world.store);
    for (const now of [0, 100, 200, 300, 400]) {
      await world.store.countFailure(realm, null, [throttle('x', { until: now + 1000 })], {
        now,
        until: null,
        from: null,
      });
    }
    expect(await read(realm, 'x')).toEqual([['x', 5, 1200]]);
  });

  test('several are counted at once, together with a user; unknown names are left out', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    expect(await world.store.countFailure(realm, user.id, [throttle('x'), throttle('y')], anywhere)).toBe(1);
    expect(await world.store.countFailure(realm, user.id, [throttle('y')], anywhere)).toBe(2);
    expect((await read(realm, 'y', 'none', 'x')).sort()).toEqual([
      ['x', 1, 1000],
      ['y', 2, 1000],
    ]);
    expect(await read(realm)).toEqual([]);
    expect(await read(await newRealm(world.store), 'x', 'y')).toEqual([]);
  });

  test('of 100 guesses at once each counts, in whatever order the names stand', async () => {
    const realm = await newRealm(world.store);
    const users = [await add(world.store, realm), await add(world.store, realm)];
    const names = [['a', 'shared'], ['b', 'shared'], ['shared']] as const;
    const guess = (index: number) => {
      const throttles = (names[index % 3] ?? []).map((name) => throttle(name, { countMax: 10 }));
      return turn(world, index).countFailure(realm, users[index % 2]?.id ?? null, throttles, anywhere);
    };
    await Promise.all(times(99, guess));
    const counts = (await read(realm, 'a', 'b', 'shared')).map(([name, count]) => [name, count]);
    expect(Object.fromEntries(counts)).toEqual({ a: 33, b: 33, shared: 99 });
  });

  test('forgetting takes the names that are given, of the realm that is given', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    for (const one of [realm, elsewhere]) {
      await world.store.countFailure(one, null, [throttle('x'), throttle('y')], anywhere);
    }
    await world.store.forgetFailures(realm, null, ['x', 'none']);
    expect(await read(realm, 'x', 'y')).toEqual([['y', 1, 1000]]);
    expect(await read(elsewhere, 'x', 'y')).toHaveLength(2);
  });
}

/** What is left of guesses whose time is over. */
export function sweepContract(world: World): void {
  test('those whose time is over are cleared away by and by; others are not', async () => {
    const realm = await newRealm(world.store);
    const old = times(150, (index) => throttle(`old-${index}`, { until: 10 }));
    await world.store.countFailure(realm, null, [...old, throttle('young', { until: 12 })], anywhere);
    for (const _ of times(3, String))
      await world.store.countFailure(realm, null, [throttle('now', { until: 99 })], {
        now: 11,
        until: null,
        from: null,
      });
    const names = [...old.map(({ name }) => name), 'young', 'now'];
    expect((await world.other.readGuesses(realm, names)).map(({ name }) => name)).toEqual(['young', 'now']);
  });
}

/** Time steps, and secrets that are replaced beside the record. */
export function stepContract(world: World): void {
  test('a time step is taken once, by one of two stores, and none before it', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const take = (step: number, index = 0) => turn(world, index).takeTotpStep(realm, user.id, step);
    for (const step of [50_000_000, 50_000_001]) {
      const taken = await Promise.all(times(20, (index) => take(step, index)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await take(step - 1)).toBe(false);
    }
    expect(await take(50_000_003)).toBe(true);
    expect(await take(50_000_002)).toBe(false);
    expect((await world.store.loadUser(realm, { by: 'id', id: user.id }))?.user).toEqual(user);
  });

  test('of racing different steps the last is taken in any case, each at most once', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const taken = await Promise.all(times(30, (at) => turn(world, at).takeTotpStep(realm, user.id, 100 + (at % 3))));
    const steps = taken.flatMap((took, index) => (took ? [100 + (index % 3)] : []));
    expect(steps).toContain(102);
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('nobody takes one; another user and another realm have their own; it begins anew with an update', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    const [ann, bob] = [await add(world.store, realm), await add(world.store, realm)];
    expect(await world.store.takeTotpStep(realm, newId(), 5)).toBe(false);
    expect(await world.store.takeTotpStep(elsewhere, ann.id, 5)).toBe(false);
    expect(await world.store.takeTotpStep(realm, ann.id, 5)).toBe(true);
    expect(await world.store.takeTotpStep(realm, bob.id, 5)).toBe(true);
    const restart = newWrite(realm, { users: [updateStep(ann, {}, { restart: ['totp-step'] })] });
    expect((await world.store.commit(restart)).ok).toBe(true);
    expect(await world.store.takeTotpStep(realm, ann.id, 4)).toBe(true);
    expect(await world.store.takeTotpStep(realm, bob.id, 4)).toBe(false);
  });

  test('of many who replace the same secrets at once one does', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const loaded = { user, secrets: null };
    const replaced = await Promise.all(
      times(20, (index) => turn(world, index).replaceSecrets(realm, loaded, `sealed-${index}`)),
    );
    expect(replaced.filter(Boolean)).toHaveLength(1);
    const stored = await world.other.loadUser(realm, { by: 'id', id: user.id });
    expect(stored).toEqual({ user, secrets: `sealed-${replaced.indexOf(true)}` });
  });
}
