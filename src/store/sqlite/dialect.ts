// SQLite's dialect: lists of values as JSON, substrings through the trigram index.

import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { TextFilter } from '../../core/model/query.ts';
import { type Cell, cellsOf, integer, type Row } from '../cells.ts';
import { type Dialect, textColumn } from '../queries/dialect.ts';
import type { Tables } from '../schema.ts';

/** An index hit list longer than this is not worth sorting: a list that stops when full finds enough by reading along. */
const selectiveMax = 4000;

/** The index knows texts of three characters and more. */
function isIndexable(contains: string): boolean {
  return [...contains].length >= 3;
}

/** The text itself: in quotes no operator and no wildcard means anything. */
function phraseOf(contains: string): string {
  return `"${contains.replaceAll('"', '""')}"`;
}

/** The rows with the text itself in one of the fields. */
function hits({ fields, contains }: TextFilter) {
  const phrase = phraseOf(contains);
  const others = fields.filter((field) => field !== 'name');
  const found =
    others.length < fields.length ? [sql`select rowid from user_name_text where user_name_text match ${phrase}`] : [];
  const inOthers = `{${others.join(' ')}} : ${phrase}`;
  if (others.length > 0) found.push(sql`select rowid from user_search_text where user_search_text match ${inOthers}`);
  return sql.join(found, sql` union all `);
}

const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** The dialect; `read` asks the database how many hits a text has. */
export function sqliteDialect(read: (sql: string, values: readonly Cell[]) => Promise<readonly Row[]>): Dialect {
  return {
    builder,
    list: (values) => sql`(select value as user_id from json_each(${JSON.stringify(values)}))`,
    // The plus keeps the planner from walking an index of the realm instead of looking up the few rows it was given.
    ofRealm: (realm, pinned) => (pinned ? sql<boolean>`+u.realm = ${realm}` : sql<boolean>`u.realm = ${realm}`),
    among(realm, ids) {
      const rows = sql`select m."row" from ${ids} as i cross join "user" as m on m.realm = ${realm} and m.id = i.user_id`;
      return sql<boolean>`u."row" in (${rows})`;
    },
    contains(realm, filter, plan) {
      const { fields, contains, idRange } = filter;
      if (plan === 'scan') {
        const tests = fields.map((field) => sql<boolean>`instr(${textColumn(field)}, ${contains}) > 0`);
        if (idRange !== null) tests.push(sql<boolean>`u.id between ${idRange.from} and ${idRange.to}`);
        return tests.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(tests, sql` or `)})`;
      }
      if (idRange === null) return sql<boolean>`u."row" in (${hits(filter)})`;
      const byId = sql`select "row" from "user" where realm = ${realm} and id between ${idRange.from} and ${idRange.to}`;
      return sql<boolean>`u."row" in (${hits(filter)} union all ${byId})`;
    },
    withLine(realm, field, lines) {
      const wanted = JSON.stringify(lines.map((line) => [`${field} : ${phraseOf(line)}`, `\n${line}\n`]));
      // The index finds the candidates of each line; the lines of each decide. A cross join is done in its order.
      return sql`select m.id from json_each(${wanted}) as w
        cross join user_search_text as t on t.user_search_text match w.value ->> 0
        cross join "user" as m on m."row" = t.rowid and m.realm = ${realm}
        cross join user_search as x on x.realm = ${realm} and x.id = m.id
        where instr(char(10) || ${sql.ref(`x.${field}_text`)} || char(10), w.value ->> 1) > 0`;
    },
    async plan(_realm, filter, sorted) {
      if (!isIndexable(filter.contains) || filter.fields.length === 0) return 'scan';
      if (!sorted) return 'index';
      const count = sql`select count(*) from (${hits(filter)} limit ${selectiveMax + 1})`.compile(builder);
      const [row] = await read(count.sql, cellsOf(count.parameters));
      return integer(row?.[0]) > selectiveMax ? 'scan' : 'index';
    },
  };
}
