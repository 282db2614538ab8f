// The store's contract: opening again, opening together, closing.

import { expect, test } from 'vitest';
import { everybody } from '../../src/core/model/query.ts';
import type { Opened, World } from '../store-contract.ts';
import { add, newRealm, newUser, plainUpdate } from './fixtures.ts';

/** Several stores on the same data. */
export function openerContract(world: World): void {
  test('what one store has acknowledged the other sees, and both can write', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    for (let rev = 1; rev < 20; rev++) {
      const [writer, reader] = rev % 2 === 0 ? [world.store, world.other] : [world.other, world.store];
      expect(await writer.commit(plainUpdate({ ...user, rev }))).toEqual({ ok: true, serials: [] });
      expect((await reader.loadUser(realm, { by: 'id', id: user.id }))?.user.rev).toBe(rev + 1);
    }
  });

  test('many stores opened at once all work', async () => {
    const realm = await newRealm(world.store);
    const stores = await Promise.all(Array.from({ length: 4 }, () => world.reopen()));
    await Promise.all(stores.map((store) => add(store, realm)));
    for (const store of stores) expect(await store.countUsers(realm, everybody)).toBe(4);
    await Promise.all(stores.filter((store) => store !== world.store).map((store) => store.close()));
  });
}

/** Closing; each test has data of its own. */
export function closingContract(open: () => Promise<Opened>): void {
  test('what was accepted is finished before the store closes; later calls are refused', async () => {
    const { store, drop } = await open();
    const realm = await newRealm(store);
    const users = await Promise.all(Array.from({ length: 20 }, () => add(store, realm)));
    const writes = users.map((user) => store.commit(plainUpdate(user)));
    const adding = Array.from({ length: 20 }, () => add(store, realm));
    const closing = store.close();
    expect((await Promise.all(writes)).every(({ ok }) => ok)).toBe(true);
    expect(await Promise.all(adding)).toHaveLength(20);
    await closing;
    await store.close();
    await expect(store.ping()).rejects.toThrow();
    await expect(store.loadUser(realm, { by: 'serial', serial: 1 })).rejects.toThrow();
    await expect(store.countUsers(realm, everybody)).rejects.toThrow();
    await expect(store.commit(plainUpdate(newUser(realm)))).rejects.toThrow();
    await drop();
  });
}
