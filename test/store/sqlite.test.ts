// SQLite in a file against the store's contract, and what only a file can get wrong.

import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { startThread } from '../../src/store/sqlite/thread.ts';
import { storeContract } from '../store-contract.ts';
import { add, newRealm, plainUpdate } from './fixtures.ts';

let folder = '';
let files = 0;
const newPath = (): string => join(folder, `muster-${++files}.db`);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

storeContract('SQLite in a file', async () => {
  const path = newPath();
  return { store: await openSqlite({ path }), reopen: () => openSqlite({ path }), drop: async () => {} };
});

test('nobody but the owner can read any of its files', async () => {
  const path = newPath();
  const store = await openSqlite({ path });
  await newRealm(store);
  const names = (await readdir(folder)).filter((name) => join(folder, name).startsWith(path));
  const modes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mode & 0o777));
  expect(names).toHaveLength(3);
  expect(modes).toEqual([0o600, 0o600, 0o600]);
  await store.close();
  expect((await readdir(folder)).filter((name) => join(folder, name).startsWith(path))).toHaveLength(1);
});

test('racing openers migrate once; a file from the future is left alone', async () => {
  const path = newPath();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openSqlite({ path })));
  await Promise.all(stores.map((store) => store.close()));
  const database = new DatabaseSync(path);
  const applied = database.prepare('SELECT number FROM schema_migration ORDER BY number').all();
  expect(applied.map(({ number }) => number)).toEqual(applied.map((_, index) => index + 1));
  database.exec("INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, 'later', 0)");
  database.close();
  await expect(openSqlite({ path })).rejects.toThrow(/newer version/);
});

test('a path that cannot be opened is an error, not a wait', async () => {
  await expect(openSqlite({ path: join(folder, 'no', 'such', 'folder', 'x.db') })).rejects.toThrow();
});

test('another process can hold the file for a while; the write waits for it', async () => {
  const path = newPath();
  const store = await openSqlite({ path });
  const realm = await newRealm(store);
  const user = await add(store, realm);
  const other = new DatabaseSync(path, { timeout: 5000 });
  other.exec('BEGIN IMMEDIATE');
  const write = store.commit(plainUpdate(user));
  expect((await store.loadUser(realm, { by: 'id', id: user.id }))?.user.rev).toBe(1);
  other.exec('COMMIT');
  expect(await write).toEqual({ ok: true, serials: [] });
  other.close();
  await store.close();
});

test('what was acknowledged survives a process that is killed in the middle of writing', async () => {
  const path = newPath();
  const child = join(import.meta.dirname, 'killed-writer.ts');
  const { stdout, signal } = spawnSync(process.execPath, [child, path], { encoding: 'utf8' });
  expect(signal).toBe('SIGKILL');
  const acknowledged = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  expect(acknowledged.length).toBeGreaterThan(100);
  const store = await openSqlite({ path });
  const revs = new Map(acknowledged.map(([id, rev]) => [id ?? '', Number(rev)]));
  for (const [id, rev] of revs) {
    const stored = await store.loadUser('killed', { by: 'id', id });
    expect(stored?.user.rev).toBeGreaterThanOrEqual(rev);
    expect(await store.readHistory('killed', id, null, 1000)).toHaveLength((stored?.user.rev ?? 0) - 1);
  }
  await store.close();
});

test('when a database thread dies, every pending and every later call rejects', async () => {
  const thread = await startThread({ path: ':memory:', role: 'writer' });
  const ask = () => thread.ask({ ask: 'read', statement: 'SELECT 1', values: [] });
  expect(await ask()).toEqual({ is: 'rows', rows: [[1]] });
  const deadly: Promise<unknown> = Reflect.apply(thread.ask, thread, [null]);
  const pending = [deadly, ask(), new Promise((resolve) => setImmediate(resolve)).then(ask)];
  expect((await Promise.allSettled(pending)).map(({ status }) => status)).toEqual(pending.map(() => 'rejected'));
  await expect(ask()).rejects.toThrow();
  await thread.close();
});

test('what cannot be sent to a thread fails alone', async () => {
  const thread = await startThread({ path: ':memory:', role: 'writer' });
  const odd: Promise<unknown> = Reflect.apply(thread.ask, thread, [
    { ask: 'read', statement: 'SELECT 1', values: [() => 1] },
  ]);
  await expect(odd).rejects.toThrow();
  expect(await thread.ask({ ask: 'read', statement: 'SELECT 1', values: [] })).toEqual({ is: 'rows', rows: [[1]] });
  await thread.close();
});
