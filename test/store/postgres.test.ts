// PostgreSQL against the store's contract, and what only a server can do to it.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openPostgres } from '../../src/store/index.ts';
import { createDatabase } from '../postgres/cluster.ts';
import { storeContract } from '../store-contract.ts';
import { add, newRealm, newWrite, plainUpdate, updateStep } from './fixtures.ts';

storeContract('PostgreSQL', async () => {
  const { url, drop } = await createDatabase();
  const open = () => openPostgres({ url, connections: 6 });
  return { store: await open(), reopen: open, drop };
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('racing openers migrate once; a database from the future is left alone', async () => {
  const { url, drop } = await createDatabase();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres({ url, connections: 4 })));
  await Promise.all(stores.map((store) => store.close()));
  const applied = await ask(url, 'SELECT number FROM schema_migration ORDER BY number');
  expect(applied).toEqual(applied.map((_, index) => index + 1));
  await ask(url, "INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, 'later', 0)");
  await expect(openPostgres({ url })).rejects.toThrow(/newer version/);
  await drop();
});

test('a server that is not there is an error, not a wait', async () => {
  await expect(openPostgres({ url: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toThrow();
});

test('lost connections fail the calls in flight, truthfully, and no others', async () => {
  const { url, drop } = await createDatabase();
  const store = await openPostgres({ url });
  const realm = await newRealm(store);
  const users = await Promise.all(Array.from({ length: 8 }, () => add(store, realm)));
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM "user" FOR UPDATE');
  const plain = users.slice(0, 4).map((user) => store.commit(plainUpdate(user)));
  const apart = users.slice(4).map((user) => {
    const addKeys = [{ kind: 'email', key: user.id }] as const;
    return store.commit(newWrite(realm, { users: [updateStep(user, {}, { addKeys })] }));
  });
  const settled = Promise.allSettled([...plain, ...apart]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'muster'");
  expect((await settled).map(({ status }) => status)).toEqual(users.map(() => 'rejected'));
  await holder.query('COMMIT');
  await holder.end();
  for (const user of users) {
    expect((await store.loadUser(realm, { by: 'id', id: user.id }))?.user.rev).toBe(1);
    expect(await store.commit(plainUpdate(user))).toEqual({ ok: true, serials: [] });
  }
  await store.close();
  await drop();
});

/** How many of 1000 plain updates stay within their page. */
async function heapOnlyOfThousand(): Promise<number> {
  const { url, drop } = await createDatabase();
  const store = await openPostgres({ url });
  const realm = await newRealm(store);
  const users = await Promise.all(Array.from({ length: 50 }, () => add(store, realm)));
  for (let rev = 1; rev <= 10; rev++) {
    await Promise.all(users.map((user) => store.commit(plainUpdate({ ...user, rev }, { updatedAt: rev }))));
    await Promise.all(users.map(({ id }) => store.recordActivity(realm, id, { at: rev, signIn: true })));
  }
  await store.close();
  await ask(url, 'SELECT pg_stat_force_next_flush()').catch(() => undefined);
  const counts = `SELECT n_tup_upd::int, n_tup_hot_upd::int FROM pg_stat_user_tables WHERE relname = 'user'`;
  const [updates, heapOnly] = await ask(url, counts);
  expect(updates).toBe(1000);
  await drop();
  return Number(heapOnly);
}

test('plain updates stay heap-only', async () => {
  // The server's own ANALYZE keeps rows that were overwritten for as long as it looks on, and so room from being made: then once more.
  let most = 0;
  for (let count = 0; count < 3 && most <= 900; count++) most = await heapOnlyOfThousand();
  expect(most).toBeGreaterThan(900);
});

test('what was acknowledged survives a process that is killed in the middle of writing', async () => {
  const { url, drop } = await createDatabase();
  const child = join(import.meta.dirname, 'killed-writer.ts');
  const { stdout, signal } = spawnSync(process.execPath, [child, url], { encoding: 'utf8' });
  expect(signal).toBe('SIGKILL');
  const acknowledged = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const store = await openPostgres({ url });
  for (const [id, rev] of new Map(acknowledged.map(([id, rev]) => [id ?? '', Number(rev)]))) {
    const stored = await store.loadUser('killed', { by: 'id', id });
    expect(stored?.user.rev).toBeGreaterThanOrEqual(rev);
    expect(await store.readHistory('killed', id, null, 1000)).toHaveLength((stored?.user.rev ?? 0) - 1);
  }
  await store.close();
  await drop();
});
