// The store's contract: the law of a realm, which only changes from the rev it was decided on.

import { expect, test } from 'vitest';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import type { Write } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import { insertDocument, newRole } from './documents.ts';
import { add, newChange, newMail, newRealm, newWrite, updateStep } from './fixtures.ts';

const lawOf = (lengthMin: number): Policy => ({
  ...defaultPolicy,
  password: { ...defaultPolicy.password, lengthMin },
});
const done = { ok: true, serials: [] };
const lost = (realm: string) => ({ ok: false, reason: 'conflict', userId: realm, rev: 0 });

/** Compare and set. */
export function lawContract(world: World): void {
  const amend = (realm: string, rev: number, lengthMin: number) =>
    world.store.commit(newWrite(realm, { law: { rev, policy: lawOf(lengthMin) } }));

  test('a new one holds, alone and counted, for every store and no other realm', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    const before = await world.store.loadRealm(realm);
    expect(await amend(realm, 1, 20)).toEqual(done);
    expect(await world.other.loadRealm(realm)).toEqual({ ...before, rev: 2, policy: lawOf(20) });
    expect(await amend(realm, 2, 30)).toEqual(done);
    expect(await world.other.loadRealm(realm)).toEqual({ ...before, rev: 3, policy: lawOf(30) });
    expect(await world.store.loadRealm(elsewhere)).toMatchObject({ rev: 1, policy: defaultPolicy });
  });

  test('one decided on another is refused, also where there is no realm', async () => {
    const realm = await newRealm(world.store);
    for (const rev of [0, 2, -1]) expect(await amend(realm, rev, 20)).toEqual(lost(realm));
    await amend(realm, 1, 20);
    expect(await amend(realm, 1, 30)).toEqual(lost(realm));
    expect(await world.other.loadRealm(realm)).toMatchObject({ rev: 2, policy: lawOf(20) });
    expect(await amend('nowhere', 1, 20)).toEqual(lost('nowhere'));
    expect(await world.store.loadRealm('nowhere')).toBe(null);
  });

  test('of many at once one wins', async () => {
    const realm = await newRealm(world.store);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const store = index % 2 === 0 ? world.store : world.other;
        return (await store.commit(newWrite(realm, { law: { rev: 1, policy: lawOf(index) } }))).ok ? [index] : [];
      }),
    );
    expect(outcomes.flat()).toHaveLength(1);
    expect(await world.store.loadRealm(realm)).toMatchObject({ rev: 2, policy: lawOf(outcomes.flat()[0] ?? -1) });
  });

  test('counts taken one after the other from both stores lose nothing', async () => {
    const realm = await newRealm(world.store);
    const raise = async (index: number): Promise<void> => {
      const store = index % 2 === 0 ? world.store : world.other;
      while (true) {
        const { rev = 0, policy = defaultPolicy } = (await store.loadRealm(realm)) ?? {};
        const next = lawOf(policy.password.lengthMin + 1);
        if ((await store.commit(newWrite(realm, { law: { rev, policy: next } }))).ok) return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, index) => raise(index)));
    expect(await world.other.loadRealm(realm)).toMatchObject({ rev: 13, policy: lawOf(20) });
  });
}

/** With other steps. */
export function lawAlongContract(world: World): void {
  const setUp = async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const role = newRole(realm);
    const write = (parts: Partial<Write>) =>
      newWrite(realm, {
        users: [updateStep(user, { firstName: 'New' })],
        documents: [insertDocument(role)],
        changes: [newChange({ ...user, rev: 2 }, { type: 'realm.updated' })],
        mails: [newMail(realm, 7_000_000)],
        ...parts,
      });
    const state = async () => [
      (await world.other.loadRealm(realm))?.rev,
      (await world.other.loadUser(realm, { by: 'id', id: user.id }))?.user.firstName,
      (await world.other.loadDocument(realm, 'role', role.id))?.id ?? null,
      (await world.other.readHistory(realm, user.id, null, 10)).map(({ type }) => type),
      (await world.other.takeMails(7_000_000, 7_000_000, 100)).filter((mail) => mail.realm === realm).length,
    ];
    return { realm, user, role, write, state };
  };

  test('it is one unit with them', async () => {
    const { role, write, state } = await setUp();
    expect(await world.store.commit(write({ law: { rev: 1, policy: lawOf(20) } }))).toEqual(done);
    expect(await state()).toEqual([2, 'New', role.id, ['realm.updated'], 1]);
  });

  test('nothing of them is done when it has moved on', async () => {
    const { realm, write, state } = await setUp();
    expect(await world.store.commit(write({ law: { rev: 2, policy: lawOf(20) } }))).toEqual(lost(realm));
    expect(await state()).toEqual([1, null, null, [], 0]);
  });

  test('it stays when one of them fails', async () => {
    const { user, write, state } = await setUp();
    const users = [updateStep({ ...user, rev: 5 })];
    const outcome = await world.store.commit(write({ users, law: { rev: 1, policy: lawOf(20) } }));
    expect(outcome).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    expect(await state()).toEqual([1, null, null, [], 0]);
  });

  test('a plain update with it is not taken for one without', async () => {
    const { realm, user } = await setUp();
    const step = updateStep(user, { firstName: 'Plain' });
    const parts = { users: [step], changes: [newChange(step.user)] };
    const write = (rev: number) => newWrite(realm, { ...parts, law: { rev, policy: lawOf(20) } });
    expect(await world.store.commit(write(2))).toEqual(lost(realm));
    expect(await world.store.commit(write(1))).toEqual(done);
    expect((await world.other.loadRealm(realm))?.rev).toBe(2);
  });
}
