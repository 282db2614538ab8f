// Brings a PostgreSQL database to the newest migration, one opener at a time.

import type pg from 'pg';
import { integer } from '../cells.ts';
import { migrationsFor, migrationTable, pending } from '../migrations/migrations.ts';
import { send, withClient } from './pool.ts';

/** The number of the advisory lock: `muster` as digits of a phone. */
const lock = 687_837;

/** Migrates under a lock; all pending migrations take effect together or not at all. */
export async function migrate(pool: pg.Pool): Promise<void> {
  await withClient(pool, async (client) => {
    await client.query('BEGIN');
    try {
      await client.query(`SELECT pg_advisory_xact_lock(${lock})`);
      await client.query(migrationTable);
      const newest = 'SELECT coalesce(max(number), 0) FROM schema_migration';
      const { rows } = await send(client, { name: null, sql: newest, values: [] });
      for (const { number, name, sql } of pending(migrationsFor('postgres'), integer(rows[0]?.[0]))) {
        await client.query(sql);
        const record = 'INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)';
        await send(client, { name: null, sql: record, values: [number, name, Date.now()] });
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  });
}
