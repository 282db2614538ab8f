// The store's contract: everybody at one moment, holders of keys, serials that are given.

import { expect, test } from 'vitest';
import { everybody } from '../../src/core/model/query.ts';
import type { Outcome, Page, Store } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { add, insertStep, newId, newQuery, newRealm, newUser, newWrite, plainUpdate } from './fixtures.ts';

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** One of the two stores, in turn. */
const turn = (world: World, index: number): Store => (index % 2 === 0 ? world.store : world.other);

async function pagesOf(pages: AsyncIterable<Page>): Promise<readonly Page[]> {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const image = { contentType: 'image/png', bytes: Uint8Array.of(1, 2, 3) };

/** More users than go on a page, in one write. */
async function crowd(world: World, count: number) {
  const realm = await newRealm(world.store);
  const users = times(count, () => newUser(realm));
  const outcome = await world.store.commit(newWrite(realm, { users: users.map((user) => insertStep(user)) }));
  if (!outcome.ok) throw new Error('the users were not added');
  return { realm, users: users.map((user, index) => ({ ...user, serial: outcome.serials[index] ?? 0 })) };
}

/** Everybody at one moment. */
export function everybodyContract(world: World): void {
  test('nobody is no page', async () => {
    expect(await pagesOf(world.store.readEverybody(await newRealm(world.store)))).toEqual([]);
    expect(await pagesOf(world.store.readEverybody('no-realm'))).toEqual([]);
  });

  test('all of a realm by serial, once, with their secrets and activity', async () => {
    const { realm, users } = await crowd(world, 1001);
    await add(world.store, await newRealm(world.store));
    const [first, last] = [users[0], users.at(-1)];
    if (first === undefined || last === undefined) throw new Error('there is nobody');
    await world.store.replaceSecrets(realm, { user: first, secrets: null }, 'sealed');
    await world.store.countFailure(realm, last.id, [], { now: 1, until: null, from: null });
    const all = (await pagesOf(world.other.readEverybody(realm))).flatMap((page) => page.users);
    expect(all.map(({ user }) => user)).toEqual([
      ...users.slice(0, -1),
      { ...last, activity: { ...last.activity, failedAttempts: 1, failedAt: 1 } },
    ]);
    expect(all.flatMap(({ secrets }) => secrets ?? [])).toEqual(['sealed']);
  });

  test.each([500, 1000])('%d users, which fill their pages', async (count) => {
    const { realm, users } = await crowd(world, count);
    const pages = await pagesOf(world.store.readEverybody(realm));
    expect(pages.flatMap((page) => page.users.map(({ user }) => user.id))).toEqual(users.map(({ id }) => id));
    expect(pages.every((page) => page.users.length > 0)).toBe(true);
  });

  test('what is written meanwhile does not show', async () => {
    const { realm, users } = await crowd(world, 1100);
    const [gone, changed] = [users[1090], users[1091]];
    const [early, late] = [users[0], users[1092]];
    if (!gone || !changed || !early || !late) throw new Error('there is nobody');
    const kept = newId();
    await world.store.insertImage(realm, late.id, kept, image, 5);
    const seen: Page[] = [];
    for await (const page of world.store.readEverybody(realm)) {
      if (seen.length === 0) {
        await add(world.other, realm);
        await world.other.commit(newWrite(realm, { users: [{ op: 'delete', id: gone.id, rev: 1 }] }));
        await world.other.commit(plainUpdate(changed, { firstName: 'Changed' }));
        await world.other.commit(plainUpdate(early, { firstName: 'Changed' }));
        await world.other.insertImage(realm, late.id, newId(), image, 6);
        await world.other.replaceSecrets(realm, { user: late, secrets: null }, 'sealed');
      }
      seen.push(page);
    }
    expect(seen.flatMap((page) => page.users)).toEqual(users.map((user) => ({ user, secrets: null })));
    expect(seen.flatMap((page) => page.images.map(({ id }) => id))).toEqual([kept]);
    expect(await world.store.countUsers(realm, everybody)).toBe(1100);
  });
}

/** What comes with everybody, and how the reading ends. */
export function readingContract(world: World): void {
  test('images come with their users, whole and by age', async () => {
    const { realm, users } = await crowd(world, 600);
    const owners = [users[599], users[3], users[3]];
    const ids: string[] = [];
    for (const [at, owner] of owners.entries()) {
      ids.push(newId());
      await world.store.insertImage(realm, owner?.id ?? '', ids[at] ?? '', image, 10 - at);
    }
    for await (const page of world.other.readEverybody(realm)) {
      const here = new Set(page.users.map(({ user }) => user.id));
      expect(page.images.every(({ userId }) => here.has(userId))).toBe(true);
      for (const { bytes, contentType } of page.images)
        expect({ bytes: [...bytes], contentType }).toEqual({
          bytes: [1, 2, 3],
          contentType: 'image/png',
        });
    }
    const images = (await pagesOf(world.store.readEverybody(realm))).flatMap((page) => page.images);
    expect(images.map(({ id, userId, createdAt }) => [id, userId, createdAt])).toEqual([
      [ids[2], users[3]?.id, 8],
      [ids[1], users[3]?.id, 9],
      [ids[0], users[599]?.id, 10],
    ]);
  });

  test('images of few users are read at once, however many have some', async () => {
    const { realm, users } = await crowd(world, 40);
    const owners = users.filter((_, index) => index % 2 === 0);
    for (const owner of owners) await world.store.insertImage(realm, owner.id, newId(), image, 1);
    const pages = await pagesOf(world.other.readEverybody(realm));
    expect(pages.flatMap((page) => page.users.map(({ user }) => user.id))).toEqual(users.map(({ id }) => id));
    expect(pages.flatMap((page) => page.images.map(({ userId }) => userId))).toEqual(owners.map(({ id }) => id));
    for (const page of pages) expect(page.images.length).toBeLessThanOrEqual(10);
  });

  test('who stops early, or fails, leaves nothing behind', async () => {
    const { realm } = await crowd(world, 5);
    for (const _ of times(50, String)) {
      for await (const page of world.store.readEverybody(realm)) {
        expect(page.users.length).toBeGreaterThan(0);
        break;
      }
    }
    const failing = async () => {
      for await (const _ of world.store.readEverybody(realm)) throw new Error('the disk is full');
    };
    for (const _ of times(5, String)) await expect(failing()).rejects.toThrow('the disk is full');
    expect(await world.store.findUsers(realm, newQuery({ limit: 3 }))).toHaveLength(3);
    expect((await pagesOf(world.store.readEverybody(realm))).flatMap((page) => page.users)).toHaveLength(5);
  });

  test('is refused once the store is closed', async () => {
    const { realm } = await crowd(world, 1);
    const store = await world.reopen();
    if (store === world.store) return;
    await store.close();
    await expect(pagesOf(store.readEverybody(realm))).rejects.toThrow();
    expect(await pagesOf(world.store.readEverybody(realm))).toHaveLength(1);
  });
}

/** Holders of keys. */
export function holderContract(world: World): void {
  test('who holds which, in this realm; keys of nobody are left out', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    const email = { kind: 'email', key: 'ann@example.com' } as const;
    const username = { kind: 'username', key: 'ann' } as const;
    const ann = await add(world.store, realm, {}, [email, username]);
    const bob = await add(world.store, realm, {}, [{ kind: 'username', key: 'ann@example.com' }]);
    const carl = await add(world.store, elsewhere, {}, [email]);
    expect(await world.other.holdersOf(realm, [email])).toEqual([{ ...email, userId: ann.id }]);
    expect(await world.other.holdersOf(elsewhere, [email, username])).toEqual([{ ...email, userId: carl.id }]);
    const both = [{ kind: 'username', key: 'ann@example.com' }, { kind: 'phone', key: '+1' }, username] as const;
    const holders = await world.store.holdersOf(realm, both);
    expect(new Map(holders.map(({ key, userId }) => [key, userId]))).toEqual(
      new Map([
        ['ann@example.com', bob.id],
        ['ann', ann.id],
      ]),
    );
    expect(await world.store.holdersOf(realm, [])).toEqual([]);
  });

  test('whatever is in a key, and of many at once', async () => {
    const realm = await newRealm(world.store);
    const odd = ['"', '\\', "'; --", '[1]', 'null', '$1', '%', 'ß', '😀', '\u0001', ' ', ''];
    const keys = [...odd, ...times(2000, (index) => `key-${index}`)].map((key) => ({ kind: 'alias' as const, key }));
    const holder = await add(world.store, realm, {}, keys);
    const holders = await world.store.holdersOf(realm, [...keys, { kind: 'alias', key: 'key-2000' }]);
    expect(new Set(holders.map(({ key }) => key))).toEqual(new Set(keys.map(({ key }) => key)));
    expect(new Set(holders.map(({ userId }) => userId))).toEqual(new Set([holder.id]));
  });
}

/** Serials that are given. */
export function serialContract(world: World): void {
  const insert = (store: Store, realm: string, serial: number, id = newId()): Promise<Outcome> =>
    store.commit(newWrite(realm, { users: [insertStep(newUser(realm, { serial, id }))] }));

  test('are kept, and the next comes after the greatest', async () => {
    const realm = await newRealm(world.store);
    expect(await insert(world.store, realm, 7)).toEqual({ ok: true, serials: [7] });
    expect((await add(world.other, realm)).serial).toBe(8);
    expect(await insert(world.store, realm, 3)).toEqual({ ok: true, serials: [3] });
    expect((await add(world.other, realm)).serial).toBe(9);
    expect(await insert(world.store, realm, 10)).toEqual({ ok: true, serials: [10] });
    const users = [0, 20, 0, 15].map((serial) => insertStep(newUser(realm, { serial })));
    expect(await world.store.commit(newWrite(realm, { users }))).toEqual({ ok: true, serials: [11, 20, 21, 15] });
    expect((await world.other.loadUser(realm, { by: 'serial', serial: 15 }))?.user.serial).toBe(15);
    expect(await world.store.countUsers(realm, everybody)).toBe(9);
  });

  test('that are taken, and ids that are, conflict and change nothing', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm);
    const id = newId();
    expect(await insert(world.store, realm, ann.serial, id)).toEqual({
      ok: false,
      reason: 'conflict',
      userId: id,
      rev: 0,
    });
    const again = { ok: false, reason: 'conflict', userId: ann.id, rev: 1 };
    expect(await insert(world.other, realm, 99, ann.id)).toEqual(again);
    const whole = [newUser(realm, { serial: 50 }), newUser(realm, { serial: ann.serial })];
    const write = newWrite(realm, { users: whole.map((user) => insertStep(user, [{ kind: 'email', key: user.id }])) });
    expect(await world.store.commit(write)).toMatchObject({ ok: false, reason: 'conflict' });
    expect(await world.store.loadUser(realm, { by: 'serial', serial: 50 })).toBe(null);
    const keys = whole.map((user) => ({ kind: 'email' as const, key: user.id }));
    expect(await world.store.holdersOf(realm, keys)).toEqual([]);
    expect(await world.store.countUsers(realm, everybody)).toBe(1);
    expect((await add(world.store, realm)).serial).toBe(ann.serial + 1);
  });

  test('of two in one write that are the same none is kept', async () => {
    const realm = await newRealm(world.store);
    const users = [4, 4].map((serial) => insertStep(newUser(realm, { serial })));
    expect(await world.store.commit(newWrite(realm, { users }))).toMatchObject({ ok: false, reason: 'conflict' });
    expect(await world.store.countUsers(realm, everybody)).toBe(0);
    expect((await add(world.store, realm)).serial).toBe(1);
  });

  test('at the same moment as those that are made never make two the same', async () => {
    const realm = await newRealm(world.store);
    const outcomes = await Promise.all(
      times(120, (index) => insert(turn(world, index >> 1), realm, index % 2 === 0 ? 0 : (index % 40) + 1)),
    );
    const serials = outcomes.flatMap((outcome) => (outcome.ok ? outcome.serials : []));
    expect(new Set(serials).size).toBe(serials.length);
    const automatic = outcomes.filter((_, index) => index % 2 === 0);
    expect(automatic.every(({ ok }) => ok)).toBe(true);
    for (const [index, outcome] of outcomes.entries()) {
      if (index % 2 === 1 && outcome.ok) expect(outcome.serials).toEqual([(index % 40) + 1]);
      if (!outcome.ok) expect(outcome).toMatchObject({ reason: 'conflict', rev: 0 });
    }
    expect(await world.store.countUsers(realm, everybody)).toBe(serials.length);
    expect((await add(world.other, realm)).serial).toBe(Math.max(...serials) + 1);
  });
}
