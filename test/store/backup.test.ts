// The backup on SQLite files alone: what is copied, and what is never replaced.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/store/index.ts';
import { backUp } from '../../src/store/sqlite/backup.ts';
import { add, newRealm } from './fixtures.ts';

let folder = '';
let database = '';
let copy = '';
let realm = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-backup-'));
  [database, copy] = [join(folder, 'muster.db'), join(folder, 'copy.db')];
  const store = await openSqlite({ path: database });
  realm = await newRealm(store);
  await store.close();
});
afterEach(() => rm(folder, { recursive: true }));

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
/** Every file of the folder with its content: what must be the same after a refusal. */
const everything = () => Object.fromEntries(readdirSync(folder).map((name) => [name, digest(join(folder, name))]));

async function withStore<Answer>(use: (store: Awaited<ReturnType<typeof openSqlite>>) => Promise<Answer>) {
  const store = await openSqlite({ path: database });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe('a backup', () => {
  test('holds what was acknowledged, in one file for its owner only, while the store is open', async () => {
    await withStore(async (store) => {
      const user = await add(store, realm, { firstName: 'Ann' });
      expect(backUp(database, copy, false)).toEqual({ users: 1, bytes: statSync(copy).size });
      expect(statSync(copy).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
      const restored = await openSqlite({ path: copy });
      expect((await restored.loadUser(realm, { by: 'id', id: user.id }))?.user.firstName).toBe('Ann');
      await restored.close();
    });
  });

  test('is made of a database that nobody has open, and leaves nothing beside it', () => {
    backUp(database, copy, false);
    expect(readdirSync(folder).sort()).toEqual(['copy.db', 'muster.db']);
  });

  test('holds what is only in the log of a server that was killed', async () => {
    await withStore(async (store) => {
      await add(store, realm);
      for (const ending of ['', '-wal']) copyFileSync(database + ending, join(folder, `killed.db${ending}`));
    });
    expect(backUp(join(folder, 'killed.db'), copy, false).users).toBe(1);
  });

  test('replaces another only when told to, and then whole', () => {
    backUp(database, copy, false);
    const before = everything();
    expect(() => backUp(database, copy, false)).toThrow(/exists; --force/);
    expect(everything()).toEqual(before);
    expect(backUp(database, copy, true).users).toBe(0);
  });

  test.each([
    ['the database itself', 'muster.db', /the database itself/],
    ['a file that is something else', 'master.key', /not a backup/],
    ['a folder', '.', /not a backup/],
  ])('never replaces %s', (_, name, words) => {
    writeFileSync(join(folder, 'master.key'), 'the only copy of the key');
    const before = everything();
    expect(() => backUp(database, join(folder, name), true)).toThrow(words);
    expect(everything()).toEqual(before);
  });

  test('of a damaged database is refused, and the last good one stays', async () => {
    await withStore(async (store) => {
      for (let count = 0; count < 200; count++) await add(store, realm, { firstName: `Ann ${count}`.repeat(20) });
    });
    backUp(database, copy, false);
    const bytes = readFileSync(database);
    writeFileSync(database, bytes.fill(0xa5, bytes.length / 2));
    const before = digest(copy);
    expect(() => backUp(database, copy, true)).toThrow();
    expect(digest(copy)).toBe(before);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('of no database, or to no folder, is refused', () => {
    expect(() => backUp(join(folder, 'none.db'), copy, false)).toThrow(/there is no database/);
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
    expect(() => backUp(database, join(folder, 'no', 'copy.db'), false)).toThrow(/no such file or directory/);
  });
});
