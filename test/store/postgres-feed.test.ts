// The feed in PostgreSQL, where numbers are given before the commit: transactions that are slow, undone or none of its business.

import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChangeQuery, Store } from '../../src/core/ports.ts';
import { openPostgres } from '../../src/store/index.ts';
import { createDatabase, type Database } from '../postgres/cluster.ts';
import { wholeFeed } from './contract-feed.ts';
import { insertDocument, newRole } from './documents.ts';
import { add, newChange, newRealm, newWrite, plainUpdate } from './fixtures.ts';

let database: Database;
let store: Store;
let realm = '';
beforeAll(async () => {
  database = await createDatabase();
  store = await openPostgres({ url: database.url });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A transaction held open by hand. */
async function begin(url = database.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // A test that fails leaves it open when the database goes.
  client.on('error', () => undefined);
  await client.query('BEGIN');
  return client;
}

const row = `INSERT INTO change (realm, user_id, rev, at, type, api, request_id, actor, diff)
  VALUES ($1, '', 0, 0, 'role.updated', 'native', $2, '{"kind":"command-line"}', '[]')`;

const insert = (client: pg.Client, name: string) => client.query(row, [realm, name]);

async function finish(client: pg.Client, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  await client.query(how);
  await client.end();
}

/** A change by the store itself. */
async function commit(name: string): Promise<void> {
  const change = newChange(await add(store, realm), { requestId: name });
  await store.commit(newWrite(realm, { changes: [change] }));
}

async function read(query: Partial<ChangeQuery> = {}, from = store): Promise<readonly string[]> {
  return (await from.readChanges(realm, { ...wholeFeed, ...query })).map(({ requestId }) => requestId);
}

test('a reader waits for a transaction that took its number early; nothing is skipped', async () => {
  realm = await newRealm(store);
  await commit('before');
  expect(await read()).toEqual(['before']);
  const slow = await begin();
  await insert(slow, 'slow');
  await commit('after');
  const waiting = read();
  await commit('later');
  await finish(slow, 'COMMIT');
  expect((await waiting).slice(0, 3)).toEqual(['before', 'slow', 'after']);
  expect(await read()).toEqual(['before', 'slow', 'after', 'later']);
});

test('a reader loses its patience, not its place', async () => {
  realm = await newRealm(store);
  await commit('before');
  const [before] = await store.readChanges(realm, wholeFeed);
  const slow = await begin();
  await insert(slow, 'slow');
  await commit('after');
  const beyond = before?.seq ?? 0;
  const [everything, beginning, newest] = await Promise.all([
    ...[read({ beyond }), read(), read({ direction: 'descending' })],
  ]);
  expect([everything, beginning, newest]).toEqual([[], ['before'], ['before']]);
  await finish(slow, 'COMMIT');
  expect(await read({ beyond })).toEqual(['slow', 'after']);
  expect(await read({ direction: 'descending' })).toEqual(['after', 'slow', 'before']);
});

test('neither the order of transactions nor of their ids matters, only that of the numbers', async () => {
  realm = await newRealm(store);
  const [early, late] = [await begin(), await begin()];
  // The ids are given in one order, the numbers in the other.
  await early.query('SELECT pg_current_xact_id()');
  await insert(late, 'late');
  await insert(early, 'early');
  await finish(early, 'COMMIT');
  const waiting = read();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await finish(late, 'COMMIT');
  expect(await waiting).toEqual(['late', 'early']);
});

test('numbers that were rolled back hold nobody up', async () => {
  realm = await newRealm(store);
  const undone = await begin();
  await insert(undone, 'undone');
  await commit('one');
  const waiting = read();
  await finish(undone, 'ROLLBACK');
  expect(await waiting).toEqual(['one']);
  const user = await add(store, realm);
  const stale = newWrite(realm, { users: [{ op: 'check', id: user.id, rev: 9 }], changes: [newChange(user)] });
  expect((await store.commit(stale)).ok).toBe(false);
  await commit('two');
  expect(await read()).toEqual(['one', 'two']);
});

test('transactions that add no changes hold nobody up: here, and in another database of the server', async () => {
  realm = await newRealm(store);
  const elsewhere = await createDatabase();
  const other = await openPostgres({ url: elsewhere.url });
  const theirs = await begin(elsewhere.url);
  await insert(theirs, 'theirs');
  const reading = await begin();
  await reading.query('SELECT * FROM change');
  const writing = await begin();
  await writing.query('UPDATE realm SET name = name WHERE id = $1', [await newRealm(store)]);
  await commit('ours');
  await store.commit(plainUpdate(await add(store, realm)));
  await store.commit(newWrite(realm, { documents: [insertDocument(newRole(realm))] }));
  expect(await read()).toEqual(['ours', 'request-2']);
  await Promise.all([theirs, reading, writing].map((client) => finish(client, 'ROLLBACK')));
  await other.close();
  await elsewhere.drop();
});

test('a role that may not see what others do reads the same', async () => {
  realm = await newRealm(store);
  const name = `reader_${new URL(database.url).pathname.slice(1)}`;
  const admin = await begin();
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'reader'`);
  await admin.query(`GRANT ALL ON SCHEMA public TO ${name}`);
  await admin.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name}`);
  await admin.query('COMMIT');
  const url = Object.assign(new URL(database.url), { username: name, password: 'reader' }).href;
  const reader = await openPostgres({ url });
  const slow = await begin();
  await insert(slow, 'slow');
  await commit('after');
  const waiting = read({}, reader);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await finish(slow, 'COMMIT');
  expect(await waiting).toEqual(['slow', 'after']);
  await reader.close();
  await admin.query(`DROP OWNED BY ${name}`);
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
});
