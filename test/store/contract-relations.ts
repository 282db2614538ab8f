// The store's contract: who has which role and group, in lists and counts, as users come, change and go.

import { expect, test } from 'vitest';
import { everybody, type Relation, type UserFilter } from '../../src/core/model/query.ts';
import type { User } from '../../src/core/model/user.ts';
import type { Write } from '../../src/core/ports.ts';
import { keyChanges, keysOf, relationPrefix } from '../../src/core/rules/keys.ts';
import type { World } from '../store-contract.ts';
import { insertDocument, newRole } from './documents.ts';
import { add, newQuery, newRealm, newUser, newWrite, searchText, updateStep } from './fixtures.ts';

const relation = (kind: Relation['kind'], id: string): Relation => ({ kind, id: relationPrefix(id) });
const bySerial = { field: 'serial', direction: 'ascending' } as const;

/** Adds a user with the keys that the rules give them. */
async function join(world: World, realm: string, fields: Partial<User>): Promise<User> {
  const user = newUser(realm, fields);
  return await add(world.store, realm, user, keysOf(user), searchText({ firstName: user.firstName }));
}

/** Changes what users have, with the keys that go along. */
async function change(world: World, user: User, fields: Partial<User>): Promise<User> {
  const next = { ...user, ...fields, rev: user.rev + 1 };
  const { add: addKeys, remove: removeKeys } = keyChanges(user, next);
  const write = newWrite(user.realm, { users: [updateStep(user, fields, { addKeys, removeKeys })] });
  expect(await world.store.commit(write)).toEqual({ ok: true, serials: [] });
  return next;
}

async function found(world: World, realm: string, filter: Partial<UserFilter>): Promise<readonly string[]> {
  const users = await world.other.findUsers(realm, newQuery({ sort: bySerial }, filter));
  expect(await world.other.countUsers(realm, { ...everybody, ...filter })).toBe(users.length);
  return users.map(({ id }) => id);
}

const members = (world: World, realm: string, kind: Relation['kind'], id: string) =>
  found(world, realm, { relations: [relation(kind, id)] });

/** Whom a role or a group names. */
export function relationContract(world: World): void {
  test('every id names those who have just it, whatever is in it', async () => {
    const realm = await newRealm(world.store);
    const ids = ['a', 'a/', 'a/b', 'a%2Fb', 'a%', '%', '_', 'a0', 'A', '', '/', 'é', '😀'];
    const users: User[] = [];
    for (const id of ids) users.push(await join(world, realm, { role: id, groups: [`${id}.`, 'all'] }));
    for (const [index, id] of ids.entries()) {
      expect(await members(world, realm, 'role', id), `role ${id}`).toEqual([users[index]?.id]);
      expect(await members(world, realm, 'group', `${id}.`), `group ${id}`).toEqual([users[index]?.id]);
      expect(await members(world, realm, 'group', id), `group ${id}`).toEqual([]);
    }
    expect(await members(world, realm, 'group', 'all')).toEqual(users.map(({ id }) => id));
    expect(await members(world, realm, 'role', 'all')).toEqual([]);
  });

  test('several leave those who have them all; other filters narrow further', async () => {
    const realm = await newRealm(world.store);
    const ann = await join(world, realm, { role: 'admin', groups: ['x', 'y'] });
    const bob = await join(world, realm, { role: 'user', groups: ['y', 'z'], bannedAt: 5 });
    const bot = await join(world, realm, { role: 'admin', groups: ['y'], system: true });
    await join(world, await newRealm(world.store), { role: 'admin', groups: ['x', 'y', 'z'] });
    const y = relation('group', 'y');
    const cases: [Partial<UserFilter>, User[]][] = [
      [{ relations: [y] }, [ann, bob]],
      [{ relations: [y], system: true }, [ann, bob, bot]],
      [{ relations: [y, relation('role', 'admin')], system: true }, [ann, bot]],
      [{ relations: [y, relation('group', 'x')] }, [ann]],
      [{ relations: [relation('group', 'x'), relation('group', 'z')] }, []],
      [{ relations: [y], banned: true }, [bob]],
      [{ relations: [y], ids: { include: [ann.id], exclude: [] } }, [ann]],
      [{ relations: [y], ids: { include: null, exclude: [ann.id] } }, [bob]],
    ];
    for (const [filter, expected] of cases) {
      expect(await found(world, realm, filter), JSON.stringify(filter)).toEqual(expected.map(({ id }) => id));
    }
  });

  test('keys of a relation keep nobody else from having it', async () => {
    const realm = await newRealm(world.store);
    const users = await Promise.all(
      Array.from({ length: 20 }, () => join(world, realm, { role: 'user', groups: ['g'] })),
    );
    expect(new Set(await members(world, realm, 'group', 'g'))).toEqual(new Set(users.map(({ id }) => id)));
  });
}

/** Lists of those who have it. */
export function relationListContract(world: World): void {
  const names = ['d', null, 'b', 'a', 'c', 'b', null];
  const crowd = async () => {
    const realm = await newRealm(world.store);
    const users: User[] = [];
    for (let index = 0; index < 21; index++) {
      const firstName = names[index % names.length] ?? null;
      users.push(
        await join(world, realm, { firstName, createdAt: 1000 - index, groups: index % 3 === 0 ? ['g'] : ['h'] }),
      );
    }
    return { realm, inside: users.filter(({ groups }) => groups[0] === 'g') };
  };
  const filter = { relations: [relation('group', 'g')] };

  test('are in every order, page by page, and whole', async () => {
    const { realm, inside } = await crowd();
    for (const field of ['serial', 'createdAt', 'firstName'] as const) {
      for (const direction of ['ascending', 'descending'] as const) {
        const sort = { field, direction };
        const whole = await world.store.findUsers(realm, newQuery({ sort }, filter));
        const ids = new Set(inside.map(({ id }) => id));
        const all = await world.store.findUsers(realm, newQuery({ sort }));
        expect(whole).toEqual(all.filter(({ id }) => ids.has(id)));
        const seen: User[] = [];
        for (let offset = 0; offset < inside.length; offset += 2) {
          seen.push(...(await world.store.findUsers(realm, newQuery({ sort, limit: 2, offset }, filter))));
        }
        expect(seen, `${field} ${direction}`).toEqual(whole);
      }
    }
  });

  test('go on after a user', async () => {
    const { realm, inside } = await crowd();
    const seen: User[] = [];
    for (let round = 0; round < 5; round++) {
      const query = newQuery({ sort: bySerial, limit: 2, after: seen.at(-1) ?? null }, filter);
      seen.push(...(await world.store.findUsers(realm, query)));
    }
    expect(seen).toEqual(inside);
  });
}

/** What becomes of them. */
export function relationChangeContract(world: World): void {
  test('a change of role and groups is seen at once, and leaves nothing behind', async () => {
    const realm = await newRealm(world.store);
    const bob = await join(world, realm, { role: 'a', groups: ['x'] });
    const ann = await join(world, realm, { role: 'a', groups: ['x', 'y'] });
    const moved = await change(world, ann, { role: 'a/b', groups: ['y', 'z'] });
    const all = async () =>
      await Promise.all([
        ...['a', 'a/b'].map((id) => members(world, realm, 'role', id)),
        ...['x', 'y', 'z'].map((id) => members(world, realm, 'group', id)),
      ]);
    expect(await all()).toEqual([[bob.id], [ann.id], [bob.id], [ann.id], [ann.id]]);
    await change(world, moved, { role: null, groups: [] });
    expect(await all()).toEqual([[bob.id], [], [bob.id], [], []]);
  });

  test('who loses a race keeps what they had', async () => {
    const realm = await newRealm(world.store);
    const ann = await join(world, realm, { groups: ['x'] });
    const { add: addKeys, remove: removeKeys } = keyChanges(ann, { ...ann, groups: ['y'] });
    const late = updateStep({ ...ann, rev: 7 }, { groups: ['y'] }, { addKeys, removeKeys });
    expect((await world.store.commit(newWrite(realm, { users: [late] }))).ok).toBe(false);
    expect(await members(world, realm, 'group', 'x')).toEqual([ann.id]);
    expect(await members(world, realm, 'group', 'y')).toEqual([]);
  });

  test('who is deleted is in nothing', async () => {
    const realm = await newRealm(world.store);
    const [ann, bob] = [
      await join(world, realm, { role: 'a', groups: ['x'] }),
      await join(world, realm, { role: 'a', groups: ['x'] }),
    ];
    await world.store.commit(newWrite(realm, { users: [{ op: 'delete', id: ann.id, rev: 1 }] }));
    expect(await members(world, realm, 'role', 'a')).toEqual([bob.id]);
    expect(await members(world, realm, 'group', 'x')).toEqual([bob.id]);
  });

  test('a write that needs one vacant is done when nobody has it, by what the write itself leaves', async () => {
    const realm = await newRealm(world.store);
    const ann = await join(world, realm, { role: 'a', groups: ['x', 'y'] });
    await join(world, realm, { role: 'a0', groups: ['x/'] });
    await join(world, await newRealm(world.store), { role: 'b', groups: ['x'] });
    const vacate = (kind: Relation['kind'], id: string) => ({ op: 'vacate', relation: relation(kind, id) }) as const;
    const attempt = async (users: Write['users'], ...documents: Write['documents']) =>
      (await world.store.commit(newWrite(realm, { users, documents }))).ok;
    expect(await attempt([], vacate('role', 'b'), vacate('group', 'a'))).toBe(true);
    expect(await attempt([], vacate('role', 'a'))).toBe(false);
    const made = newRole(realm);
    expect(await attempt([], insertDocument(made), vacate('role', 'b'), vacate('group', 'x'))).toBe(false);
    expect(await world.other.loadDocument(realm, 'role', made.id)).toBeNull();
    const { add: addKeys, remove: removeKeys } = keyChanges(ann, { ...ann, groups: ['y'] });
    const leave = updateStep(ann, { groups: ['y'] }, { addKeys, removeKeys });
    expect(await attempt([leave], vacate('group', 'y'))).toBe(false);
    expect(await members(world, realm, 'group', 'x')).toEqual([ann.id]);
    expect(await attempt([leave], vacate('group', 'x'))).toBe(true);
    expect(await members(world, realm, 'group', 'x')).toEqual([]);
  });
}
