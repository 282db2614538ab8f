// The store's contract: lists of users in every order, page by page, through every filter.

import { expect, test } from 'vitest';
import { everybody, type SortField, type UserFilter, type UserQuery } from '../../src/core/model/query.ts';
import type { User } from '../../src/core/model/user.ts';
import type { World } from '../store-contract.ts';
import { add, newQuery, newRealm, newWrite, plainUpdate, searchText } from './fixtures.ts';

/** The same ten values with ties and absent ones for every field that lists sort by. */
const values = ['b', null, 'a', 'b', null, 'c', 'a', null, 'ä', 'B'];
const number = (text: string | null): number | null => (text === null ? null : text.charCodeAt(0));

async function crowd(world: World, realm: string): Promise<readonly User[]> {
  const users: User[] = [];
  for (const value of values) {
    const sort = { username: value, email: value, phone: value, wallet: value, firstName: value, lastName: value };
    const activity = {
      lastSignInAt: number(value),
      lastActiveAt: number(value),
      signInCount: 0,
      failedAttempts: 0,
      failedUntil: null,
      failedAt: null,
      failedFrom: null,
    };
    const times = { createdAt: number(value) ?? 1, updatedAt: number(value) ?? 1 };
    users.push(await add(world.store, realm, { activity, ...times }, [], searchText(sort)));
  }
  return users;
}

function expectedOrder(users: readonly User[], { field, direction }: UserQuery['sort']): string[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0);
  const sortValue = (user: User, index: number) => {
    if (field === 'serial') return user.serial;
    if (field === 'createdAt' || field === 'updatedAt') return user[field];
    if (field === 'lastActiveAt' || field === 'lastSignInAt') return user.activity[field];
    return values[index] ?? null;
  };
  const rows = users.map((user, index) => ({ id: user.id, value: sortValue(user, index) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null)
      return a.value === b.value ? compare(a.id, b.id) : a.value === null ? 1 : -1;
    return compare(a.value, b.value) || compare(a.id, b.id);
  });
  return rows.map(({ id }) => id);
}

const fields: readonly SortField[] = [
  ...(['createdAt', 'updatedAt', 'lastActiveAt', 'lastSignInAt', 'serial'] as const),
  ...(['email', 'phone', 'wallet', 'username', 'firstName', 'lastName'] as const),
];
const directions = ['ascending', 'descending'] as const;
const sorts = fields.flatMap((field) => directions.map((direction) => ({ field, direction })));

/** Orders and offsets. */
export function sortContract(world: World): void {
  test('every order puts absent values last and ties by id, on pages of any size', async () => {
    const realm = await newRealm(world.store);
    const users = await crowd(world, realm);
    for (const sort of sorts) {
      const expected = expectedOrder(users, sort);
      for (const size of [100, 3, 1]) {
        const seen: string[] = [];
        for (let offset = 0; offset < users.length; offset += size) {
          const page = await world.store.findUsers(realm, newQuery({ sort, limit: size, offset }));
          seen.push(...page.map(({ id }) => id));
        }
        expect(seen, `${sort.field} ${sort.direction} by ${size}`).toEqual(expected);
      }
      expect(await world.store.findUsers(realm, newQuery({ sort, offset: 10 }))).toEqual([]);
    }
  });

  test('a page begins after a user, by time or serial, in both directions', async () => {
    const realm = await newRealm(world.store);
    const users = await crowd(world, realm);
    for (const sort of sorts.filter(({ field }) => field === 'createdAt' || field === 'serial')) {
      const seen: string[] = [];
      let after: UserQuery['after'] = null;
      for (let round = 0; round < 5; round++) {
        const page: readonly User[] = await world.store.findUsers(realm, newQuery({ sort, after, limit: 3 }));
        seen.push(...page.map(({ id }) => id));
        after = page.at(-1) ?? after;
      }
      expect(seen).toEqual(expectedOrder(users, sort));
    }
  });

  test('a list gives whole users', async () => {
    const realm = await newRealm(world.store);
    const users = await crowd(world, realm);
    expect(await world.store.findUsers(realm, newQuery({ sort: { field: 'serial', direction: 'ascending' } }))).toEqual(
      users,
    );
  });
}

/** Updates seen by lists. */
export function pageContract(world: World): void {
  test('a list shows a change as soon as it was acknowledged', async () => {
    const realm = await newRealm(world.store);
    const user = await add(world.store, realm);
    for (let rev = 1; rev <= 20; rev++) {
      await world.store.commit(plainUpdate({ ...user, rev }, { updatedAt: 1000 + rev, createdAt: 500 + rev }));
      const [seen] = await world.store.findUsers(realm, newQuery());
      expect(seen).toMatchObject({ rev: rev + 1, updatedAt: 1000 + rev, createdAt: 500 + rev });
      expect((await world.other.findUsers(realm, newQuery()))[0]?.rev).toBe(rev + 1);
    }
  });
}

/** Filters and counts. */
export function filterContract(world: World): void {
  const setUp = async () => {
    const realm = await newRealm(world.store);
    const used = (at: number) => ({
      lastSignInAt: at,
      lastActiveAt: at + 1,
      signInCount: 1,
      failedAttempts: 0,
      failedUntil: null,
      failedAt: null,
      failedFrom: null,
    });
    const ann = await add(world.store, realm, { createdAt: 10, activity: used(50) }, [{ kind: 'email', key: 'ann@x' }]);
    const bob = await add(world.store, realm, { createdAt: 20, bannedAt: 5 }, [{ kind: 'email', key: 'bob@x' }]);
    const bot = await add(world.store, realm, { createdAt: 30, system: true, activity: used(60) });
    await add(world.store, await newRealm(world.store));
    return { realm, ann, bob, bot };
  };

  test('each filter leaves whom it should, in lists and counts alike', async () => {
    const { realm, ann, bob, bot } = await setUp();
    const keys = (include: string[] | null, exclude: string[]) => ({
      keys: [{ kind: 'email', include, exclude }] as const,
    });
    const range = (after: number | null, before: number | null) => ({ after, before });
    const cases: [Partial<UserFilter>, User[]][] = [
      [{}, [ann, bob]],
      [{ system: true }, [ann, bob, bot]],
      [{ ids: { include: [bob.id, bot.id, 'x'], exclude: [] } }, [bob]],
      [{ ids: { include: [], exclude: [] } }, []],
      [{ ids: { include: null, exclude: [ann.id] } }, [bob]],
      [keys(['ann@x', 'zoe@x'], []), [ann]],
      [keys(null, ['ann@x']), [bob]],
      [keys(['ann@x', 'bob@x'], ['bob@x']), [ann]],
      [keys(null, []), [ann, bob]],
      [{ banned: true }, [bob]],
      [{ banned: false }, [ann]],
      [{ createdAt: range(10, null) }, [bob]],
      [{ createdAt: range(9, 20) }, [ann]],
      [{ lastSignInAt: range(49, 51) }, [ann]],
      [{ lastSignInAt: range(50, null) }, []],
      [{ lastActiveAt: range(50, null), system: true }, [ann, bot]],
      [{ lastActiveAt: range(null, 52), banned: false }, [ann]],
    ];
    for (const [filter, expected] of cases) {
      const found = await world.store.findUsers(realm, newQuery({}, filter));
      expect(found, JSON.stringify(filter)).toEqual(expected);
      expect(await world.store.countUsers(realm, { ...everybody, ...filter })).toBe(expected.length);
    }
  });

  test('counts follow those who come and go, and only those', async () => {
    const { realm, ann, bot } = await setUp();
    const counts = async () =>
      [everybody, { ...everybody, system: true }].map((filter) => world.other.countUsers(realm, filter));
    expect(await Promise.all(await counts())).toEqual([2, 3]);
    for (const { id } of [ann, bot, ann]) {
      await world.store.commit(newWrite(realm, { users: [{ op: 'delete', id, rev: 1 }] }));
    }
    expect(await Promise.all(await counts())).toEqual([1, 1]);
    expect(await world.store.countUsers('nowhere', everybody)).toBe(0);
  });
}
