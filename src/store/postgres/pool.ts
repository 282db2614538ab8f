// Connections to PostgreSQL: pools by purpose, typed rows, and which errors mean what.

import pg from 'pg';
import type { Cell, Row } from '../cells.ts';

/** A statement with its values; named ones are prepared once per connection. */
export type Call = { readonly name: string | null; readonly sql: string; readonly values: readonly Cell[] };

/** What came back. `touched` counts the rows changed or returned. */
export type Reply = { readonly rows: readonly Row[]; readonly touched: number; readonly command: string };

/** Integers are safe ones; everything else as the driver reads it. Local to our pools. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
  },
};

/** Opens a pool of up to `max` connections whose queries travel without waiting for each other's answers. */
export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 300_000,
    application_name: 'muster',
  });
  // A connection that breaks rejects its own queries and is dropped by the pool; there is nothing else to do about it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Sends a call; the pool and a connection both can. */
export async function send(to: Pick<pg.ClientBase, 'query'>, { name, sql, values }: Call): Promise<Reply> {
  const query = { text: sql, values: [...values], rowMode: 'array' as const };
  const result = await to.query<Cell[]>(name === null ? query : { ...query, name });
  return { rows: result.rows, touched: result.rowCount ?? 0, command: result.command };
}

/** True when the server itself answered with an error: then nothing was committed and the connection is sound. */
export function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC';
}

/** True when the same again may succeed: a deadlock, or a lost race of transactions. */
export function isPassing(error: unknown): boolean {
  return isRefusal(error) && error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001');
}

/** Runs `work` on a connection of its own, which goes back to the pool unless it broke. */
export async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken = true;
  try {
    const result = await work(client);
    broken = false;
    return result;
  } catch (error) {
    broken = !isRefusal(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Tries again while the error is a passing one, a little later each time. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 10 || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
    }
  }
}
