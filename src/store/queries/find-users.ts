// Finding and counting users: which queries to ask, and how their answers make one list.

import type { UserFilter, UserQuery } from '../../core/model/query.ts';
import type { User } from '../../core/model/user.ts';
import { cellsOf, integer, type Row } from '../cells.ts';
import type { Engine } from '../engine.ts';
import { userOf } from '../rows/user.ts';
import type { Dialect } from './dialect.ts';
import { countQuery, heldQuery, isIndexed, nameOfKey, type Plan, pageQuery, partsOf } from './users.ts';

/** The names of all keys of the filter that nobody holds. */
async function unheldKeys(engine: Engine, dialect: Dialect, realm: string, filter: UserFilter): Promise<Set<string>> {
  const unheld = new Set<string>();
  for (const { kind, include, exclude } of filter.keys) {
    const keys = [...(include ?? []), ...exclude];
    const query = heldQuery(dialect, realm, kind, keys)?.compile(dialect.builder);
    if (query === undefined) continue;
    const rows = await engine.list(query.sql, cellsOf(query.parameters));
    const held = new Set(rows.map(([key]) => key));
    for (const key of keys) if (!held.has(key)) unheld.add(nameOfKey(kind, key));
  }
  return unheld;
}

async function planFor(
  engine: Engine,
  dialect: Dialect,
  realm: string,
  filter: UserFilter,
  sorted: boolean,
): Promise<Plan> {
  const [texts, unheld] = await Promise.all([
    Promise.all(filter.texts.map((text) => dialect.plan(realm, text, sorted))),
    unheldKeys(engine, dialect, realm, filter),
  ]);
  return { texts, unheld };
}

async function countRows(engine: Engine, ...query: Parameters<typeof countQuery>): Promise<number> {
  const { sql, parameters } = countQuery(...query);
  const [row] = await engine.list(sql, cellsOf(parameters));
  return integer(row?.[0]);
}

/** One page. An order with absent values is read in two parts, the second only when the first does not fill the page. */
export async function findUsers(engine: Engine, realm: string, query: UserQuery): Promise<readonly User[]> {
  const dialect = await engine.dialect();
  const { field } = query.sort;
  const plan = await planFor(engine, dialect, realm, query.filter, isIndexed(field));
  const rows: Row[] = [];
  let offset = query.offset;
  for (const part of partsOf(field)) {
    const limit = query.limit - rows.length;
    if (limit <= 0) break;
    const { sql, parameters } = pageQuery(dialect, realm, query, plan, { part, limit, offset });
    const found = await engine.list(sql, cellsOf(parameters));
    rows.push(...found);
    if (found.length > 0) offset = 0;
    else if (part === 'present' && offset > 0) {
      offset -= await countRows(engine, dialect, realm, query.filter, plan, { field, part });
    }
    offset = Math.max(0, offset);
  }
  return rows.map(userOf);
}

/** How many users the filter leaves, by counting them. */
export async function countUsers(engine: Engine, realm: string, filter: UserFilter): Promise<number> {
  const dialect = await engine.dialect();
  const plan = await planFor(engine, dialect, realm, filter, false);
  return countRows(engine, dialect, realm, filter, plan, null);
}
