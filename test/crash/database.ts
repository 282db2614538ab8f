// Reads the database of a server from outside, as it stands on disk, whichever engine it is.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Place } from '../clients/server.ts';

/** Runs one statement on the database under test. */
export type Query = (statement: string) => Promise<Record<string, unknown>[]>;

/** A reader of the database of one server. */
export interface Database {
  query: Query;
  close(): Promise<void>;
}

async function openPostgres(connectionString: string): Promise<Database> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  return { query: async (statement) => (await client.query(statement)).rows, close: () => client.end() };
}

/** Opens the database at `place`. */
export async function openDatabase({ folder, databaseUrl }: Place): Promise<Database> {
  if (databaseUrl !== null) return openPostgres(databaseUrl);
  const database = new DatabaseSync(join(folder, 'muster.db'), { readOnly: true, timeout: 5000 });
  return { query: async (statement) => database.prepare(statement).all(), close: async () => database.close() };
}

/** Opens the database at `place`, lets `read` use it, and closes it. */
export async function withDatabase<Result>(place: Place, read: (query: Query) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(place);
  try {
    return await read(database.query);
  } finally {
    await database.close();
  }
}

/** Runs one statement on the database at `place`, opened for it. */
export function queryOf(place: Place): Query {
  return (statement) => withDatabase(place, (query) => query(statement));
}
