// Reads the database of a server from outside, as it stands on disk, whichever engine it is.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Place } from '../clients/server.ts';

/** Runs one statement on the database under test. */
export type Query = (statement: string) => Promise<Record<string, unknown>[]>;

async function askPostgres(connectionString: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A reader of the database at `place`, opened anew for each statement. */
export function queryOf({ folder, databaseUrl }: Place): Query {
  if (databaseUrl !== null) return (statement) => askPostgres(databaseUrl, statement);
  return async (statement) => {
    const database = new DatabaseSync(join(folder, 'muster.db'), { readOnly: true, timeout: 5000 });
    try {
      return database.prepare(statement).all();
    } finally {
      database.close();
    }
  };
}
