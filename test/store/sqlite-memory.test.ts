// SQLite in memory against the store's contract.

import { expect, test } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { storeContract } from '../store-contract.ts';
import { newRealm } from './fixtures.ts';

storeContract('SQLite in memory', async () => {
  const store = await openSqlite({ path: ':memory:' });
  return { store, reopen: async () => store, drop: async () => {} };
});

test('two stores in memory know nothing of each other', async () => {
  const [one, two] = await Promise.all([openSqlite({ path: ':memory:' }), openSqlite({ path: ':memory:' })]);
  expect(await two.loadRealm(await newRealm(one))).toBe(null);
  await Promise.all([one.close(), two.close()]);
});
