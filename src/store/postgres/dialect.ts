// PostgreSQL's dialect: lists of values as arrays, substrings through trigrams.

import {
  DummyDriver,
  type Expression,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SqlBool,
  sql,
} from 'kysely';
import type { TextField, TextFilter } from '../../core/model/query.ts';
import { type Cell, cellsOf, integer, type Row } from '../cells.ts';
import { type Dialect, textColumn } from '../queries/dialect.ts';
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

function inFields(fields: readonly TextField[], contains: string) {
  return fields.map((field) => sql<boolean>`${textColumn(field)} like ${pattern(contains)}`);
}

/** True for a user whose search row is `s` and whose names are `n`. */
function test({ fields, contains, idRange }: TextFilter) {
  const tests = inFields(fields, contains);
  if (idRange !== null) tests.push(sql<boolean>`s.id between ${idRange.from} and ${idRange.to}`);
  return tests.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(tests, sql` or `)})`;
}

/** The ids of the users for whom `test` is true, each table asked by itself; in each only `newest` rows, unless null. */
function hits(realm: string, { fields, contains, idRange }: TextFilter, newest: number | null) {
  const from = (table: string, alias: string, tests: readonly Expression<SqlBool>[]) => {
    const rows = sql`(select * from ${sql.table(table)} where realm = ${realm} order by id desc limit ${newest})`;
    const source = newest === null ? sql.table(table) : rows;
    const row = sql.ref(`${alias}.id`);
    const ofRealm = sql`${sql.ref(`${alias}.realm`)} = ${realm}`;
    return sql`select ${row} from ${source} as ${sql.id(alias)} where ${ofRealm} and (${sql.join(tests, sql` or `)})`;
  };
  const names = inFields(fields.includes('name') ? ['name'] : [], contains);
  const others = inFields(
    fields.filter((field) => field !== 'name'),
    contains,
  );
  if (idRange !== null) others.push(sql<boolean>`s.id between ${idRange.from} and ${idRange.to}`);
  const found = [
    ...(names.length === 0 ? [] : [from('user_name', 'n', names)]),
    ...(others.length === 0 ? [] : [from('user_search', 's', others)]),
  ];
  return found.length === 0 ? sql`select null where false` : sql.join(found, sql` union all `);
}

/** The dialect; `read` asks the database how common a text is. */
export function postgresDialect(read: (sql: string, values: readonly Cell[]) => Promise<readonly Row[]>): Dialect {
  return {
    builder,
    list: (values) => sql`(select unnest(${textArray(values)}::text[]) as user_id)`,
    ofRealm: (realm) => sql<boolean>`u.realm = ${realm}`,
    among: (_realm, ids) => sql<boolean>`u.id = any(array${ids})`,
    contains(realm, filter, plan) {
      if (plan === 'scan') return test(filter);
      // An array, so that the hits are found first whatever the planner makes of the order.
      return sql<boolean>`u.id = any(array(${hits(realm, filter, null)}))`;
    },
    withLine(realm, field, lines) {
      const text = textColumn(field);
      // The index finds the candidates; the lines of each decide.
      const candidates = sql`${text} like any (${textArray(lines.map(pattern))}::text[])`;
      const exactly = sql`string_to_array(${text}, chr(10)) && ${textArray(lines)}::text[]`;
      return sql`select s.id from user_search as s where s.realm = ${realm} and ${candidates} and ${exactly}`;
    },
    async plan(realm, filter, sorted) {
      if ([...filter.contains].length < 3) return 'scan';
      if (!sorted) return 'index';
      const count = sql`select count(*) from (${hits(realm, filter, sampled)}) as t`.compile(builder);
      const [row] = await read(count.sql, cellsOf(count.parameters));
      return integer(row?.[0]) < commonFrom ? 'index' : 'scan';
    },
  };
}
