// The feed while several processes write to one database.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Store } from '../../src/core/ports.ts';
import { openPostgres, openSqlite } from '../../src/store/index.ts';
import { createDatabase } from '../postgres/cluster.ts';
import { expectEach, follow } from './contract-feed.ts';
import { newRealm } from './fixtures.ts';

const child = join(import.meta.dirname, 'feed-writers.ts');

/** Two processes of four writers each, and a reader in this one. */
async function followProcesses(store: Store, path: string): Promise<void> {
  const realm = await newRealm(store);
  const processes = ['one', 'two'].map(async (name) => {
    const process_ = spawn(process.execPath, [child, path, realm, name, '1250'], { stdio: 'inherit' });
    const [code] = await once(process_, 'exit');
    expect(code).toBe(0);
  });
  const all = await follow(store, realm, Promise.all(processes));
  const names = ['one', 'two'].flatMap((name) => [0, 1, 2, 3].map((index) => `${name}-${index}`));
  expectEach(all, names, 1250);
  await store.close();
}

test('PostgreSQL: a reader meets each of 10,000 changes once and in order', { timeout: 120_000 }, async () => {
  const { url, drop } = await createDatabase();
  await followProcesses(await openPostgres({ url }), url);
  await drop();
});

test('SQLite: a reader meets each of 10,000 changes once and in order', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-feed-'));
  const path = join(folder, 'muster.db');
  await followProcesses(await openSqlite({ path }), path);
  await rm(folder, { recursive: true });
});
