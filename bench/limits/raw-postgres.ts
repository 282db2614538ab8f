// A yardstick for PostgreSQL: the plain driver with one transaction per update, as pgbench would do it.

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { answer } from '../child.ts';
import { walk } from '../requests.ts';
import { type Timing, timeLoop } from '../timing.ts';

/** As many connections as updates in flight, in a database of its own. */
export type RawPostgresAsk = {
  readonly databaseUrl: string;
  readonly total: number;
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
};

const tables = `
  DROP TABLE IF EXISTS raw_user, raw_change;
  CREATE TABLE raw_user (id text PRIMARY KEY, rev bigint NOT NULL, record text NOT NULL) WITH (fillfactor = 80);
  CREATE TABLE raw_change (seq bigserial PRIMARY KEY, user_id text NOT NULL, rev bigint NOT NULL, diff text NOT NULL);
  CREATE INDEX ON raw_change (user_id, seq);`;
const fill = `INSERT INTO raw_user SELECT 'user-' || n, 1, repeat('x', 1200) FROM generate_series(0, $1::int - 1) n`;
const read = { name: 'read', text: 'SELECT rev, record FROM raw_user WHERE id = $1' };
const write = {
  name: 'write',
  text: `WITH kept AS (UPDATE raw_user SET rev = rev + 1, record = $3 WHERE id = $1 AND rev = $2 RETURNING rev)
    INSERT INTO raw_change (user_id, rev, diff) SELECT $1, rev, $4 FROM kept`,
};

answer<RawPostgresAsk, Timing>(async ({ databaseUrl, total, inFlight, warmUpMs, measureMs }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: inFlight });
  try {
    await pool.query(tables);
    await pool.query(fill, [total]);
    const clients = await Promise.all(Array.from({ length: inFlight }, () => pool.connect()));
    const idle = [...clients];
    const people = walk(total);
    const timing = await timeLoop(
      async () => {
        const client = idle.pop();
        if (client === undefined) throw new Error('more work than connections');
        const id = `user-${people()}`;
        const { rows } = await client.query<{ rev: string; record: string }>({ ...read, values: [id] });
        const record = `${randomUUID()}${(rows[0]?.record ?? '').slice(36)}`;
        await client.query({ ...write, values: [id, rows[0]?.rev, record, '[{"path":"firstName"}]'] });
        idle.push(client);
      },
      { inFlight, warmUpMs, measureMs },
    );
    for (const client of clients) client.release();
    return timing;
  } finally {
    await pool.end();
  }
});
