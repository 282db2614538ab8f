// The store's contract: realms, their keys and mails.

import { expect, test } from 'vitest';
import type { World } from '../store-contract.ts';
import { add, insertStep, newFounding, newId, newMail, newRealm, newUser, newWrite } from './fixtures.ts';

/** Realms and what belongs to them. */
export function realmContract(world: World): void {
  test('a realm is founded once, with its keys and first users', async () => {
    const realm = `realm-${newId()}`;
    const admin = newUser(realm, { username: 'Admin', system: true });
    const founding = newFounding(realm, { users: [insertStep(admin, [{ kind: 'username', key: 'admin' }])] });
    expect(await world.store.loadRealm(realm)).toBe(null);
    expect(await world.store.foundRealm(founding)).toBe(true);
    expect(await world.store.foundRealm(newFounding(realm))).toBe(false);
    expect(await world.store.loadRealm(realm)).toEqual(founding.realm);
    expect(await world.store.listApiKeys(realm)).toEqual(founding.keys);
    expect(await world.store.loadSigningKeys(realm)).toEqual([founding.signingKey]);
    const stored = await world.store.loadUser(realm, { by: 'key', kind: 'username', key: 'admin' });
    expect(stored).toEqual({ user: { ...admin, serial: 1 }, secrets: null });
  });

  test('every realm is listed once', async () => {
    const [one, other] = [`realm-${newId()}`, `realm-${newId()}`];
    await world.store.foundRealm(newFounding(one));
    await world.other.foundRealm(newFounding(other));
    const listed = await world.store.listRealms();
    expect(listed.filter((id) => id === one || id === other).toSorted()).toEqual([one, other].toSorted());
  });

  test('a founding that cannot be finished leaves nothing', async () => {
    const realm = `realm-${newId()}`;
    const key = { kind: 'username', key: 'twice' } as const;
    const users = [insertStep(newUser(realm), [key]), insertStep(newUser(realm), [key])];
    await expect(world.store.foundRealm(newFounding(realm, { users }))).rejects.toThrow();
    expect(await world.store.loadRealm(realm)).toBe(null);
    expect(await world.store.listApiKeys(realm)).toEqual([]);
    expect(await world.store.foundRealm(newFounding(realm))).toBe(true);
  });

  test('of many who found one realm at once, one does', async () => {
    const realm = `realm-${newId()}`;
    const stores = [world.store, world.other];
    const founded = await Promise.all(
      Array.from({ length: 8 }, (_, index) => stores[index % 2]?.foundRealm(newFounding(realm))),
    );
    expect(founded.filter(Boolean)).toHaveLength(1);
  });

  test('an API key is found by its digest and kept from being added twice', async () => {
    const realm = await newRealm(world.store);
    const key = { id: newId(), realm, kind: 'app', digest: newId(), hint: 'wxyz', createdAt: 5 } as const;
    await world.store.insertApiKey(key);
    await world.store.insertApiKey({ ...key, id: newId() });
    expect(await world.store.loadApiKey(key.digest)).toEqual(key);
    expect(await world.store.loadApiKey('nobody')).toBe(null);
    expect(await world.store.listApiKeys(realm)).toHaveLength(2);
  });

  test('it answers pings', async () => {
    expect(await world.store.ping()).toBe(undefined);
  });
}

/** Mails. Times are far apart per test: takers take from all realms. */
export function mailContract(world: World): void {
  const order = async (createdAt: number, count: number) => {
    const realm = await newRealm(world.store);
    const mails = Array.from({ length: count }, () => newMail(realm, createdAt));
    await world.store.commit(newWrite(realm, { mails }));
    return mails;
  };

  test('a mail is taken when its time has come, held, and taken again when the holder fails', async () => {
    const [mail] = await order(1000, 1);
    expect(await world.store.takeMails(999, 2000, 10)).toEqual([]);
    expect(await world.store.takeMails(1000, 2000, 10)).toEqual([{ ...mail, attempts: 1 }]);
    expect(await world.store.takeMails(1999, 2000, 10)).toEqual([]);
    expect(await world.store.takeMails(2000, 3000, 10)).toEqual([{ ...mail, attempts: 2 }]);
    await world.store.postponeMail(mail?.id ?? '', 5000);
    expect(await world.store.takeMails(4999, 6000, 10)).toEqual([]);
    expect(await world.store.takeMails(5000, 6000, 10)).toEqual([{ ...mail, attempts: 3 }]);
    await world.store.postponeMail(mail?.id ?? '', null);
    expect(await world.store.takeMails(9_999, 10_000, 10)).toEqual([]);
  });

  test('a mail that was sent is gone', async () => {
    const [mail] = await order(10_000, 1);
    await world.store.takeMails(10_000, 10_001, 10);
    await world.store.finishMail(mail?.id ?? '');
    expect(await world.store.takeMails(20_000, 20_001, 10)).toEqual([]);
  });

  test('two takers never hold the same mail', async () => {
    const mails = await order(20_000, 40);
    const takers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? world.store : world.other));
    const taken = (await Promise.all(takers.map((store) => store.takeMails(20_000, 1e9, 3)))).flat();
    expect(taken.map(({ id }) => id).sort()).toEqual(mails.map(({ id }) => id).sort());
  });

  test('a write that fails orders no mail', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const users = [{ op: 'check', id: user.id, rev: 7 }] as const;
    const outcome = await world.store.commit(newWrite(realm, { users, mails: [newMail(realm, 30_000)] }));
    expect(outcome).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    expect(await world.store.takeMails(30_000, 30_001, 10)).toEqual([]);
  });
}
