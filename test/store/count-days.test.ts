// How the engines go about counting days: by an index that holds all of it, so that other changes cost nothing.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { cellsOf } from '../../src/store/cells.ts';
import { openPostgres, openSqlite } from '../../src/store/index.ts';
import { postgresDialect } from '../../src/store/postgres/dialect.ts';
import { daysQuery } from '../../src/store/queries/count-days.ts';
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts';
import { createDatabase } from '../postgres/cluster.ts';

const whole = { from: 0, days: 30, userId: null, api: null, withoutSession: ['game'] };
const cases = [
  ['change_day', 'everybody', whole],
  ['change_day', 'everybody through one API', { ...whole, api: 'web' }],
  ['change_user_day', 'one user', { ...whole, userId: 'ann' }],
] as const;

test.each(cases)('SQLite reads nothing but %s for %s', async (index, _whose, query) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-days-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'muster.db');
  await (await openSqlite({ path })).close();
  const dialect = sqliteDialect(async () => []);
  const { sql, parameters } = daysQuery(dialect, 'one', query).compile(dialect.builder);
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...cellsOf(parameters));
  const reads = plan.map(({ detail }) => String(detail)).filter((detail) => / change\b/.test(detail));
  expect(reads).toHaveLength(1);
  expect(reads[0]).toMatch(new RegExp(`^SEARCH change USING COVERING INDEX ${index} \\(realm=\\? .*at>\\? AND at<\\?`));
});

test.each(cases)('PostgreSQL reads nothing but %s for %s', async (index, _whose, query) => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  await (await openPostgres({ url, connections: 4 })).close();
  const dialect = postgresDialect(async () => []);
  const { sql, parameters } = daysQuery(dialect, 'one', query).compile(dialect.builder);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  // An empty table would be read whole otherwise.
  await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  const { rows } = await client.query({ text: `EXPLAIN ${sql}`, values: [...cellsOf(parameters)], rowMode: 'array' });
  const plan = rows.flat().join('\n');
  expect(plan.match(/ on change\b/g)).toHaveLength(1);
  expect(plan).toMatch(
    new RegExp(`Index Only Scan using ${index} on change\\b[^]*Index Cond: .*realm = .*at >= .*at < `),
  );
});
