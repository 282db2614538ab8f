// Proves that the throw-away PostgreSQL is what the store's tests count on: durable, separate, quick to copy.
import pg from 'pg';
import { expect, test } from 'vitest';
import { createDatabase, type Database } from './cluster.ts';

async function ask(database: Database, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('every call gives a database of its own, and drop removes it', async () => {
  const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
  await ask(one, 'CREATE TABLE here (id text)');
  expect(await ask(one, "SELECT to_regclass('here') IS NOT NULL")).toEqual([true]);
  expect(await ask(two, "SELECT to_regclass('here') IS NOT NULL")).toEqual([false]);
  await Promise.all([one.drop(), two.drop()]);
  await expect(ask(one, 'SELECT 1')).rejects.toThrow(/does not exist/);
});

test('the server is durable, new enough, in UTF-8 and has pg_trgm', async () => {
  const database = await createDatabase();
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding'];
  const shown = settings.map((name) => `current_setting('${name}')`).join(', ');
  expect(await ask(database, `SELECT ${shown}`)).toEqual(['on', 'on', 'on', 'UTF8']);
  expect(Number(await ask(database, 'SHOW server_version_num'))).toBeGreaterThanOrEqual(140_000);
  await ask(database, 'CREATE EXTENSION pg_trgm');
  expect(await ask(database, "SELECT 'muster' % 'mustre'")).toEqual([true]);
  await database.drop();
});
