// One connection to a SQLite file: its settings, its migrations, its prepared statements.

import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrationsFor, migrationTable, pending } from '../migrations/migrations.ts';
import type { Statement, ThreadOptions } from './messages.ts';
import { sqliteStatements } from './statements.ts';

/** How long a connection waits for another process that is writing. */
const busyMs = 30_000;

/** Prepared statements kept per connection; lists come in many shapes, so the oldest make room. */
const statementsMax = 300;

/** A connection and its prepared statements. */
export type Connection = { readonly database: DatabaseSync; prepare(statement: Statement): StatementSync };

function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(migrationTable);
    const newest = database.prepare('SELECT coalesce(max(number), 0) AS number FROM schema_migration').get();
    const applied = typeof newest?.number === 'number' ? newest.number : 0;
    for (const { number, name, sql } of pending(migrationsFor('sqlite'), applied)) {
      database.exec(sql);
      database
        .prepare('INSERT INTO schema_migration (number, name, applied_at) VALUES (?, ?, ?)')
        .run(number, name, Date.now());
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Nobody but the owner reads the file; SQLite gives its log and index files the same permission. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/** Opens the file; the writer creates and migrates it. */
export function connect({ path, role }: ThreadOptions): Connection {
  const inFile = path !== ':memory:';
  if (inFile && role === 'writer') makePrivate(path);
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true });
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;');
  if (inFile) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
  if (role === 'writer') migrate(database);
  else database.exec('PRAGMA query_only = ON;');
  return { database, prepare: preparer(database) };
}

function textOf(statement: Statement): string {
  const sql = typeof statement === 'string' ? statement : sqliteStatements[statement];
  if (typeof sql !== 'string') throw new Error(`SQLite has no statement ${statement}`);
  return sql;
}

function preparer(database: DatabaseSync): Connection['prepare'] {
  const prepared = new Map<Statement, StatementSync>();
  return (wanted) => {
    const known = prepared.get(wanted);
    if (known !== undefined) return known;
    for (const oldest of prepared.keys()) {
      if (prepared.size < statementsMax) break;
      prepared.delete(oldest);
    }
    const statement = database.prepare(textOf(wanted), { returnArrays: true });
    prepared.set(wanted, statement);
    return statement;
  };
}
