// PostgreSQL's dialect: lists of values as arrays, substrings through trigrams.

import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { TextFilter } from '../../core/model/query.ts';
import { type Cell, cellsOf, integer, type Row } from '../cells.ts';
import type { Dialect } from '../queries/dialect.ts';
import type { Tables } from '../schema.ts';
import { textArray } from './arrays.ts';

/** How many of the newest users are looked at to guess how common a text is, and how many of them make it common. */
const sampled = 2000;
const commonFrom = 10;

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The text itself, wherever it stands: no character of it is a wildcard. */
function pattern(contains: string): string {
  return `%${contains.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The test on one search row, named `alias`. */
function test(alias: string, { fields, contains, idRange }: TextFilter) {
  const like = pattern(contains);
  const tests = fields.map((field) => sql<boolean>`${sql.ref(`${alias}.${field}_text`)} like ${like}`);
  if (idRange !== null) tests.push(sql<boolean>`${sql.ref(`${alias}.id`)} between ${idRange.from} and ${idRange.to}`);
  return tests.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(tests, sql` or `)})`;
}

/** The dialect; `read` asks the database how common a text is. */
export function postgresDialect(read: (sql: string, values: readonly Cell[]) => Promise<readonly Row[]>): Dialect {
  return {
    builder,
    list: (values) => sql`(select unnest(${textArray(values)}::text[]) as user_id)`,
    ofRealm: (realm) => sql<boolean>`u.realm = ${realm}`,
    among: (_realm, ids) => sql<boolean>`u.id = any(array${ids})`,
    contains(realm, filter, plan) {
      if (plan === 'scan') return test('s', filter);
      // An array, so that the hits are found first whatever the planner makes of the order.
      const hits = sql`select t.id from user_search as t where t.realm = ${realm} and ${test('t', filter)}`;
      return sql<boolean>`u.id = any(array(${hits}))`;
    },
    async plan(realm, filter, sorted) {
      if ([...filter.contains].length < 3) return 'scan';
      if (!sorted) return 'index';
      const newest = sql`select * from user_search where realm = ${realm} order by id desc limit ${sampled}`;
      const count = sql`select count(*) from (${newest}) as t where ${test('t', filter)}`.compile(builder);
      const [row] = await read(count.sql, cellsOf(count.parameters));
      return integer(row?.[0]) < commonFrom ? 'index' : 'scan';
    },
  };
}
