// Finding and counting users: which queries to ask, and how their answers make one list.

import type { UserFilter, UserQuery } from '../../core/model/query.ts';
import type { User } from '../../core/model/user.ts';
import { cellsOf, integer, type Row } from '../cells.ts';
import type { Engine } from '../engine.ts';
import { userOf } from '../rows/user.ts';
import type { TextPlan } from './dialect.ts';
import { countQuery, isIndexed, pageQuery, partsOf } from './users.ts';

function plansFor(engine: Engine, realm: string, filter: UserFilter, sorted: boolean): Promise<readonly TextPlan[]> {
  return Promise.all(filter.texts.map((text) => engine.dialect.plan(realm, text, sorted)));
}

async function countRows(engine: Engine, ...query: Parameters<typeof countQuery>): Promise<number> {
  const { sql, parameters } = countQuery(...query);
  const [row] = await engine.list(sql, cellsOf(parameters));
  return integer(row?.[0]);
}

/** One page. An order with absent values is read in two parts, the second only when the first does not fill the page. */
export async function findUsers(engine: Engine, realm: string, query: UserQuery): Promise<readonly User[]> {
  const { dialect } = engine;
  const { field } = query.sort;
  const plans = await plansFor(engine, realm, query.filter, isIndexed(field));
  const rows: Row[] = [];
  let offset = query.offset;
  for (const part of partsOf(field)) {
    const limit = query.limit - rows.length;
    if (limit <= 0) break;
    const { sql, parameters } = pageQuery(dialect, realm, query, plans, { part, limit, offset });
    const found = await engine.list(sql, cellsOf(parameters));
    rows.push(...found);
    if (found.length > 0) offset = 0;
    else if (part === 'present' && offset > 0) {
      offset -= await countRows(engine, dialect, realm, query.filter, plans, { field, part });
    }
    offset = Math.max(0, offset);
  }
  return rows.map(userOf);
}

/** True when the filter leaves everybody, or everybody who is not built in. */
function isOpen(filter: UserFilter): boolean {
  const ranges = [filter.createdAt, filter.lastActiveAt, filter.lastSignInAt];
  return (
    filter.ids.include === null &&
    filter.ids.exclude.length === 0 &&
    filter.keys.every((keys) => keys.include === null && keys.exclude.length === 0) &&
    filter.texts.length === 0 &&
    filter.banned === null &&
    ranges.every((range) => range.after === null && range.before === null)
  );
}

/** How many users the filter leaves; without a filter, from the counter that every coming and going keeps. */
export async function countUsers(engine: Engine, realm: string, filter: UserFilter): Promise<number> {
  if (isOpen(filter)) {
    const [row] = await engine.read('counter.read', [realm]);
    if (row === undefined) return 0;
    return integer(row[0]) + (filter.system ? integer(row[1]) : 0);
  }
  const plans = await plansFor(engine, realm, filter, false);
  return countRows(engine, engine.dialect, realm, filter, plans, null);
}
