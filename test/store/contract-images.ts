// The store's contract: images live and die with their user.

import { expect, test } from 'vitest';
import type { Image } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { add, newId, newRealm, newWrite, updateStep } from './fixtures.ts';

const small: Image = { contentType: 'image/png', bytes: Uint8Array.of(1, 2, 3) };

/** A user with `count` images, oldest first. */
async function owner(world: World, count: number) {
  const realm = await newRealm(world.store);
  const user = await add(world.store, realm);
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const id = newId();
    ids.push(id);
    expect(await world.store.insertImage(realm, user.id, id, small, at)).toBe(true);
  }
  return { realm, user, ids };
}

async function present(world: World, realm: string, ids: readonly string[]): Promise<string[]> {
  const there: string[] = [];
  for (const id of ids) if ((await world.store.loadImage(realm, id)) !== null) there.push(id);
  return there;
}

/** What is kept. */
export function imageContract(world: World): void {
  test('an image comes back byte for byte, to its own realm only', async () => {
    const { realm, user } = await owner(world, 0);
    const elsewhere = await newRealm(world.store);
    const image = { contentType: 'image/webp', bytes: Uint8Array.from({ length: 100_000 }, (_, index) => index % 256) };
    const id = newId();
    expect(await world.store.insertImage(realm, user.id, id, image, 5)).toBe(true);
    const loaded = await world.store.loadImage(realm, id);
    expect(loaded?.contentType).toBe('image/webp');
    expect(Buffer.compare(loaded?.bytes ?? Buffer.alloc(0), image.bytes)).toBe(0);
    expect(await world.store.loadImage(elsewhere, id)).toBe(null);
    expect(await world.store.loadImage(realm, newId())).toBe(null);
  });

  test('an image is its own user’s only', async () => {
    const { realm, user, ids } = await owner(world, 1);
    const other = await add(world.store, realm);
    const id = ids[0] ?? '';
    expect(await world.store.hasImage(realm, user.id, id)).toBe(true);
    expect(await world.store.hasImage(realm, other.id, id)).toBe(false);
    expect(await world.store.hasImage(realm, user.id, newId())).toBe(false);
    await world.store.commit(newWrite(realm, { images: [{ op: 'forget', userId: other.id, id }] }));
    expect(await present(world, realm, ids)).toEqual(ids);
  });

  test('nobody has images who is not there', async () => {
    const { realm } = await owner(world, 0);
    const id = newId();
    expect(await world.store.insertImage(realm, newId(), id, small, 5)).toBe(false);
    expect(await world.store.loadImage(realm, id)).toBe(null);
  });

  test('the newest ten stay, the profile image and the latest besides, whatever their age', async () => {
    const { realm, user, ids } = await owner(world, 10);
    const profileImageId = ids[0] ?? '';
    await world.store.commit(newWrite(realm, { users: [updateStep(user, { profileImageId })] }));
    const bystander = await owner(world, 10);
    const insert = async (at: number) => {
      const id = newId();
      await world.store.insertImage(realm, user.id, id, small, at);
      ids.push(id);
    };
    await insert(100);
    expect(await present(world, realm, ids)).toEqual(ids);
    await insert(-1);
    expect(await present(world, realm, ids)).toEqual(ids.filter((_, index) => index !== 1));
    await insert(101);
    await insert(102);
    expect(await present(world, realm, ids)).toEqual(ids.filter((_, index) => ![1, 2, 11].includes(index)));
    expect(await present(world, bystander.realm, bystander.ids)).toEqual(bystander.ids);
  });

  test('many at once are no more than ten', async () => {
    const { realm, user } = await owner(world, 0);
    const ids = Array.from({ length: 30 }, newId);
    const stores = [world.store, world.other];
    await Promise.all(ids.map((id, index) => stores[index % 2]?.insertImage(realm, user.id, id, small, index)));
    expect(await present(world, realm, ids)).toHaveLength(10);
  });
}

/** What goes, and with what. */
export function imageStepContract(world: World): void {
  test('one image goes, or all of a user, with the write or not at all', async () => {
    const { realm, user, ids } = await owner(world, 3);
    const [first = '', second = '', third = ''] = ids;
    const forget = (id: string | null) => [{ op: 'forget', userId: user.id, id }] as const;
    const stale = newWrite(realm, { users: [updateStep({ ...user, rev: 7 })], images: forget(null) });
    expect((await world.store.commit(stale)).ok).toBe(false);
    expect(await present(world, realm, ids)).toEqual(ids);
    const one = newWrite(realm, { users: [updateStep(user)], images: forget(first) });
    expect((await world.store.commit(one)).ok).toBe(true);
    expect(await present(world, realm, ids)).toEqual([second, third]);
    const bystander = await owner(world, 1);
    const all = newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 2 }], images: forget(null) });
    expect((await world.store.commit(all)).ok).toBe(true);
    expect(await present(world, realm, ids)).toEqual([]);
    expect(await present(world, bystander.realm, bystander.ids)).toEqual(bystander.ids);
  });

  test('a write that needs an image fails without it', async () => {
    const { realm, user, ids } = await owner(world, 1);
    const need = (id: string) => [{ op: 'need', userId: user.id, id }] as const;
    const without = newWrite(realm, { users: [updateStep(user)], images: need(newId()) });
    expect(await world.store.commit(without)).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    expect((await world.store.loadUser(realm, { by: 'id', id: user.id }))?.user.rev).toBe(1);
    const having = newWrite(realm, { users: [updateStep(user)], images: need(ids[0] ?? '') });
    expect((await world.store.commit(having)).ok).toBe(true);
  });

  test('a profile image that is set while others push it out is there, or was not set', async () => {
    for (let round = 0; round < 5; round++) {
      const { realm, user, ids } = await owner(world, 10);
      const profileImageId = ids[0] ?? '';
      const images = [{ op: 'need', userId: user.id, id: profileImageId }] as const;
      const [outcome] = await Promise.all([
        world.other.commit(newWrite(realm, { users: [updateStep(user, { profileImageId })], images })),
        ...Array.from({ length: 3 }, () => world.store.insertImage(realm, user.id, newId(), small, 100)),
      ]);
      expect(await present(world, realm, [profileImageId])).toHaveLength(outcome.ok ? 1 : 0);
    }
  });

  test('a user who is deleted while images arrive leaves none', async () => {
    const { realm, user } = await owner(world, 1);
    const ids = Array.from({ length: 8 }, newId);
    const images = [{ op: 'forget', userId: user.id, id: null }] as const;
    await Promise.all([
      ...ids.slice(0, 4).map((id) => world.other.insertImage(realm, user.id, id, small, 5)),
      world.store.commit(newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 1 }], images })),
      ...ids.slice(4).map((id) => world.other.insertImage(realm, user.id, id, small, 5)),
    ]);
    expect(await present(world, realm, ids)).toEqual([]);
  });
}
