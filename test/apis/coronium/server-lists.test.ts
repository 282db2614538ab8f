// The functions for servers: lists of users, by group and by query.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { engines, useGame } from './game.ts';
import { setServer } from './server-scene.ts';

type Named = { readonly username: string };

describe.each(engines)('on %s', (engine) => {
  const game = useGame({ engine });
  const { ask, refuse, call } = setServer(game);
  const manner = { scope: 'Lists' };
  const names = (users: readonly Named[]): string[] => users.map(({ username }) => username);
  const group = async (limit?: unknown, name = 'cadets') => await ask('getGroup', { group: name, limit }, manner);
  const query = async (query_tbl?: object) => await ask('getWithQuery', { query_tbl }, manner);

  /** `u01` to `u60` in the order of the alphabet backwards; every third is inactive, every second a cadet. */
  const everybody = Array.from({ length: 60 }, (_, index) => `u${String(60 - index).padStart(2, '0')}`);
  const isActive = (name: string): boolean => Number(name.slice(1)) % 3 !== 0;
  const cadets = everybody.filter((name) => Number(name.slice(1)) % 2 === 0);
  const active = cadets.filter(isActive);

  beforeAll(async () => {
    for (const username of everybody) {
      const meta = { email: `${username}@example.com`, group: cadets.includes(username) ? 'cadets' : 'Cadets' };
      const user_id = await ask('register', { username, meta }, manner);
      if (!isActive(username)) await ask('update', { user_id, update_params: { active: false } }, manner);
    }
    await ask('register', { username: 'u02', meta: { group: 'cadets' } }, { scope: 'Elsewhere' });
  });

  test('a group is its active users, the oldest first', async () => {
    expect(names(await group())).toEqual(active);
    expect(names(await group(5))).toEqual(active.slice(0, 5));
    expect(names(await group([5, 10]))).toEqual(active.slice(5, 15));
    expect(names(await group([5, 1000]))).toEqual(active.slice(5));
    expect(await group([500, 10])).toEqual([]);
    expect(await group(100, 'nobody')).toEqual([]);
    expect((await group())[0]).toMatchObject({ group: 'cadets', scope: 'Lists', active: true });
  });

  test('a limit of 1 is one user and no list', async () => {
    expect(await group(1)).toMatchObject({ username: active[0] });
    expect(names(await group([1, 1]))).toEqual([active[1]]);
    expect(await refuse('getGroup', { group: 'nobody', limit: 1 }, 604, manner)).toContain('not found');
    expect(await query({ username: 'U33', limit: 1 })).toMatchObject({ username: 'u33', active: false });
  });

  test('a query is what all of it holds for', async () => {
    expect(names(await query())).toEqual(everybody);
    expect(names(await query({}))).toEqual(everybody);
    expect(names(await query({ group: 'cadets' }))).toEqual(cadets);
    expect(names(await query({ group: 'cadets', active: true }))).toEqual(active);
    expect(names(await query({ active: false, limit: 3 }))).toEqual(
      everybody.filter((name) => !isActive(name)).slice(0, 3),
    );
    expect(names(await query({ email: 'U07@EXAMPLE.com' }))).toEqual(['u07']);
    expect(names(await query({ username: 'U07' }))).toEqual(['u07']);
    expect(await query({ username: 'u07', group: 'cadets' })).toEqual([]);
    expect(await query({ username: 'u07', email: 'u08@example.com' })).toEqual([]);
    expect(await query({ email: 'nobody@example.com' })).toEqual([]);
  });

  test('in the order of a column', async () => {
    const sorted = everybody.toSorted();
    for (const column of ['username', 'email']) {
      expect(names(await query({ orderby: { [column]: 'ASC' }, limit: 4 }))).toEqual(sorted.slice(0, 4));
      expect(names(await query({ orderby: { [column]: 'desc' }, limit: [1, 4] }))).toEqual(everybody.slice(1, 5));
    }
    expect(names(await query({ orderby: { user_id: 'DESC' }, limit: 4 }))).toEqual(sorted.slice(0, 4));
    expect(names(await query({ orderby: { user_id: 'ASC' }, limit: 4 }))).toEqual(everybody.slice(0, 4));
    const user_id = (await query({ username: 'u50', limit: 1 })).user_id;
    await ask('login', { user_id }, manner);
    for (const column of ['created', 'updated', 'last_login']) {
      const ascending = await query({ orderby: { [column]: 'ASC' } });
      expect(ascending).toHaveLength(60);
      const times: number[] = ascending.map((user: Record<string, number>) => user[column] ?? Number.POSITIVE_INFINITY);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
    }
    expect(names(await query({ orderby: { last_login: 'DESC' }, limit: [0, 1] }))).toEqual(['u50']);
    await ask('delete', { user_id }, manner);
    expect(await query({ username: 'u50' })).toEqual([]);
    const meta = { email: 'u50@example.com', group: 'cadets' };
    await ask('register', { username: 'u50', meta }, manner);
  });

  test('every page of every list is exact', async () => {
    const all: string[] = names(await query({ group: 'cadets', active: true, limit: 1000 }));
    const page = fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 40 }));
    await fc.assert(
      fc.asyncProperty(page, async ([offset, count]) => {
        const wish = { group: 'cadets', active: true, limit: [offset, count] };
        expect(names(await query(wish))).toEqual(all.slice(offset, offset + count));
        expect(names(await group([offset, count]))).toEqual(all.slice(offset, offset + count));
      }),
      { numRuns: 20 },
    );
  });

  test('what cannot be asked is told', async () => {
    for (const limit of [0, 1001, -1, 1.5, '5', [5], [1, 2, 3], ['a', 1], [0, 0], [-1, 5], {}, true]) {
      await refuse('getGroup', { group: 'cadets', limit }, 801, manner);
      await refuse('getWithQuery', { query_tbl: { limit } }, 801, manner);
    }
    for (const orderby of [
      { role: 'ASC' },
      { username: 'UP' },
      { username: 1 },
      { username: 'ASC', email: 'ASC' },
      'username',
    ]) {
      await refuse('getWithQuery', { query_tbl: { orderby } }, 801, manner);
    }
    expect(await query({ orderby: [], limit: 1 })).toHaveProperty('username');
    await refuse('getGroup', {}, 804, manner);
    await refuse('getGroup', { group: '' }, 804, manner);
    await refuse('getGroup', { group: 5 }, 801, manner);
    expect(await refuse('getWithQuery', { query_tbl: { country_code: 'US' } }, 810, manner)).toContain('country_code');
    expect(await refuse('getWithQuery', { query_tbl: { password: 'x' } }, 810, manner)).toContain('password');
    await refuse('getWithQuery', { query_tbl: { active: 'yes' } }, 801, manner);
    await refuse('getWithQuery', { query_tbl: { role: 'x' } }, 801, manner);
    await refuse('getWithQuery', { query_tbl: 'x' }, 801, manner);
    expect(await call('getWithQuery', { query_tbl: { username: 'a\u0000b' } }, manner)).toHaveProperty('error');
  });
});
