// The store's contract: users come, change and go, each write wholly or not at all.

import { expect, test } from 'vitest';
import { noActivity, type User } from '../../src/core/model/user.ts';
import type { Write } from '../../src/core/ports.ts';
import type { World } from '../store-contract.ts';
import {
  add,
  insertStep,
  newChange,
  newRealm,
  newSession,
  newUser,
  newWrite,
  plainUpdate,
  searchText,
  updateStep,
} from './fixtures.ts';

const byName = (key: string) => ({ by: 'key', kind: 'username', key }) as const;
const name = (key: string) => ({ kind: 'username', key }) as const;

const full: Partial<User> = {
  username: 'Ünï "quoted" \\ back',
  aliases: { elsewhere: 'user_1' },
  groups: ['a', 'b'],
  metadata: {
    public: { deep: { list: [1, 'zwei', null, { 'key.with.dots': true }] } },
    private: { nul: '\u0000' },
    unsafe: {},
    labels: {},
    extra: {},
  },
  extras: { one: { theme: 'dark', emoji: '👩‍👩‍👧‍👦' } },
  activity: {
    lastSignInAt: 5,
    lastActiveAt: 6,
    signInCount: 2,
    failedAttempts: 3,
    failedUntil: null,
    failedAt: null,
    failedFrom: null,
  },
};

/** Insert, load, update. */
export function userContract(world: World): void {
  test('a user comes back as it was given, by id, serial and key', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm, full, [name('unï'), { kind: 'email', key: 'a@b.c' }]);
    const expected = { user, secrets: null };
    expect(user.serial).toBe(1);
    expect(await world.store.loadUser(realm, { by: 'id', id: user.id })).toEqual(expected);
    expect(await world.store.loadUser(realm, { by: 'serial', serial: 1 })).toEqual(expected);
    expect(await world.store.loadUser(realm, byName('unï'))).toEqual(expected);
    expect(await world.store.loadUser(realm, { by: 'key', kind: 'email', key: 'a@b.c' })).toEqual(expected);
    expect(await world.store.loadUser(realm, { by: 'key', kind: 'email', key: 'unï' })).toBe(null);
    expect(await world.store.loadUser('elsewhere', { by: 'id', id: user.id })).toBe(null);
    expect(await world.store.loadUser(realm, { by: 'serial', serial: 2 })).toBe(null);
  });

  test('many loads at once each get their own', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(
      Array.from({ length: 30 }, (_, index) => add(world.store, realm, {}, [name(`many-${index}`)])),
    );
    const loads = users.flatMap((user, index) => [
      world.store.loadUser(realm, { by: 'id', id: user.id }),
      world.store.loadUser(realm, { by: 'serial', serial: user.serial }),
      world.store.loadUser(realm, byName(`many-${index}`)),
      world.store.loadUser(realm, byName(`nobody-${index}`)),
    ]);
    const found = (await Promise.all(loads)).map((stored) => stored?.user.id ?? null);
    expect(found).toEqual(users.flatMap(({ id }) => [id, id, id, null]));
  });

  test('an update holds only from the rev it was decided on, and leaves activity and serial alone', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm, full);
    const fields = { firstName: 'Ada', updatedAt: 9, createdAt: 8, bannedAt: 7, serial: 99, activity: noActivity };
    expect(await world.store.commit(plainUpdate(user, fields))).toEqual({ ok: true, serials: [] });
    const stored = await world.store.loadUser(realm, { by: 'id', id: user.id });
    expect(stored?.user).toEqual({ ...user, firstName: 'Ada', updatedAt: 9, createdAt: 8, bannedAt: 7, rev: 2 });
    const late = await world.store.commit(plainUpdate(user, { firstName: 'Eve' }));
    expect(late).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 2 });
    const gone = newUser(realm);
    const missing = await world.store.commit(plainUpdate(gone));
    expect(missing).toEqual({ ok: false, reason: 'conflict', userId: gone.id, rev: 0 });
    expect((await world.store.loadUser(realm, { by: 'id', id: user.id }))?.user.firstName).toBe('Ada');
  });

  test('an id that is there already is a conflict', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const again = await world.store.commit(newWrite(realm, { users: [insertStep(user)] }));
    expect(again).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    expect((await add(world.store, realm)).serial).toBe(2);
  });

  test('a write to a realm that is not there throws', async () => {
    const write = newWrite('nowhere', { users: [insertStep(newUser('nowhere'))] });
    await expect(world.store.commit(write)).rejects.toThrow();
  });
}

/** Secrets and traces of use. */
export function secretContract(world: World): void {
  test('secrets are kept, set and cleared as the step says', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const secretsOf = async () => (await world.store.loadUser(realm, { by: 'id', id: user.id }))?.secrets;
    const steps = [
      updateStep(user, {}, { secrets: { before: null, after: 'sealed' } }),
      updateStep({ ...user, rev: 2 }),
      updateStep({ ...user, rev: 3 }, {}, { secrets: { before: 'sealed', after: null } }),
    ];
    const seen = [];
    for (const step of steps) {
      await world.store.commit(newWrite(realm, { users: [step], changes: [newChange(step.user)] }));
      seen.push(await secretsOf());
    }
    expect(seen).toEqual(['sealed', 'sealed', null]);
  });

  test('secrets take the place of those they were made from only, though the rev holds', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    await world.store.replaceSecrets(realm, { user, secrets: null }, 'meanwhile');
    const update = (before: string | null, more: Partial<Write>) => {
      const step = updateStep(user, {}, { secrets: { before, after: 'sealed' } });
      return world.store.commit(newWrite(realm, { users: [step], changes: [newChange(step.user)], ...more }));
    };
    const other: Partial<Write> = { sessions: [{ op: 'insert', session: newSession(realm, user.id) }] };
    for (const more of [{}, other]) {
      expect(await update(null, more)).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    }
    expect(await world.store.loadUser(realm, { by: 'id', id: user.id })).toEqual({ user, secrets: 'meanwhile' });
    expect(await update('meanwhile', {})).toEqual({ ok: true, serials: [] });
  });

  test('secrets made stronger are no update, and only for what they were made from', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    const loaded = { user, secrets: null };
    expect(await world.store.replaceSecrets(realm, loaded, 'strong')).toBe(true);
    expect(await world.store.replaceSecrets(realm, loaded, 'from secrets that are gone')).toBe(false);
    expect(await world.store.replaceSecrets(realm, { user, secrets: 'strong' }, 'stronger')).toBe(true);
    const late = { user: { ...user, rev: 2 }, secrets: 'stronger' };
    expect(await world.store.replaceSecrets(realm, late, 'late')).toBe(false);
    expect(await world.store.replaceSecrets(realm, { user: newUser(realm), secrets: null }, 'nobody')).toBe(false);
    expect(await world.store.loadUser(realm, { by: 'id', id: user.id })).toEqual({ user, secrets: 'stronger' });
  });

  test('use is noted without an update, never backwards', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    await world.store.recordActivity(realm, user.id, { at: 100, signIn: false });
    await world.store.recordActivity(realm, user.id, { at: 50, signIn: true });
    await world.store.recordActivity(realm, user.id, { at: 70, signIn: true });
    await world.store.recordActivity(realm, newUser(realm).id, { at: 70, signIn: true });
    const activity = {
      lastSignInAt: 70,
      lastActiveAt: 100,
      signInCount: 2,
      failedAttempts: 0,
      failedUntil: null,
      failedAt: null,
      failedFrom: null,
    };
    expect((await world.store.loadUser(realm, { by: 'id', id: user.id }))?.user).toEqual({ ...user, activity });
  });
}

/** Unique keys. */
export function keyContract(world: World): void {
  test('a key of another user is taken, in any step; nothing of the write stays', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm, {}, [name('ann')]);
    const bob = await add(world.store, realm, {}, [name('bob')]);
    const rename = updateStep(bob, { username: 'ann' }, { addKeys: [name('ann')], removeKeys: [name('bob')] });
    const taken = await world.store.commit(newWrite(realm, { users: [rename], changes: [newChange(rename.user)] }));
    expect(taken).toEqual({ ok: false, reason: 'taken', kind: 'username' });
    expect((await world.store.loadUser(realm, byName('bob')))?.user).toEqual(bob);
    expect((await world.store.loadUser(realm, byName('ann')))?.user).toEqual(ann);
    expect(await world.store.readHistory(realm, bob.id, null, 10)).toEqual([]);
  });

  test('keys are apart by kind and by realm, and one held already can be claimed again', async () => {
    const [realm, elsewhere] = [await newRealm(world.store), await newRealm(world.store)];
    const user = await add(world.store, realm, {}, [name('x')]);
    await add(world.store, realm, {}, [{ kind: 'email', key: 'x' }]);
    await add(world.store, elsewhere, {}, [name('x')]);
    const again = newWrite(realm, { users: [updateStep(user, {}, { addKeys: [name('x')] })] });
    expect(await world.store.commit(again)).toEqual({ ok: true, serials: [] });
  });

  test('two users swap keys in one write, and one user hands a key to a new one', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm, {}, [name('ann')]);
    const bob = await add(world.store, realm, {}, [name('bob')]);
    const swap = [
      updateStep(ann, {}, { addKeys: [name('bob')], removeKeys: [name('ann')] }),
      updateStep(bob, {}, { addKeys: [name('ann')], removeKeys: [name('bob')] }),
    ];
    expect(await world.store.commit(newWrite(realm, { users: swap }))).toEqual({ ok: true, serials: [] });
    expect((await world.store.loadUser(realm, byName('bob')))?.user.id).toBe(ann.id);
    const heir = newUser(realm);
    const give = updateStep({ ...ann, rev: 2 }, {}, { removeKeys: [name('bob')] });
    const outcome = await world.store.commit(newWrite(realm, { users: [insertStep(heir, [name('bob')]), give] }));
    expect(outcome).toEqual({ ok: true, serials: [3] });
    expect((await world.store.loadUser(realm, byName('bob')))?.user.id).toBe(heir.id);
  });

  test('removing a key that another user holds does not free it', async () => {
    const realm = await newRealm(world.store);
    const ann = await add(world.store, realm, {}, [name('ann')]);
    const bob = await add(world.store, realm);
    await world.store.commit(newWrite(realm, { users: [updateStep(bob, {}, { removeKeys: [name('ann')] })] }));
    expect((await world.store.loadUser(realm, byName('ann')))?.user.id).toBe(ann.id);
  });
}

/** Deletion. */
export function deletionContract(world: World): void {
  test('a deleted user is gone from everywhere but history, and its keys are free', async () => {
    const realm = await newRealm(world.store);
    const text = searchText({ username: 'gone' }, { username: 'goner' });
    const user = await add(world.store, realm, {}, [name('gone'), { kind: 'email', key: 'g@x' }], text);
    const change = newChange({ ...user, rev: 2 }, { type: 'user.deleted' });
    const late = await world.store.commit(newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 9 }] }));
    expect(late).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 1 });
    const write = newWrite(realm, { users: [{ op: 'delete', id: user.id, rev: 1 }], changes: [change] });
    expect(await world.store.commit(write)).toEqual({ ok: true, serials: [] });
    expect(await world.store.commit(write)).toEqual({ ok: false, reason: 'conflict', userId: user.id, rev: 0 });
    expect(await world.store.loadUser(realm, { by: 'id', id: user.id })).toBe(null);
    expect(await world.store.loadUser(realm, byName('gone'))).toBe(null);
    expect(await world.store.readHistory(realm, user.id, null, 10)).toMatchObject([{ type: 'user.deleted', rev: 2 }]);
    const heir = await add(world.store, realm, {}, [name('gone'), { kind: 'email', key: 'g@x' }]);
    expect(heir.serial).toBe(2);
  });
}
