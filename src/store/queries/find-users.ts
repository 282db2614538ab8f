// Finding and counting users: which queries to ask, and how their answers make one list.

import type { UserFilter, UserQuery } from '../../core/model/query.ts';
import type { User } from '../../core/model/user.ts';
import { cellsOf, integer, type Row } from '../cells.ts';
import type { Engine } from '../engine.ts';
import { userOf } from '../rows/user.ts';
import type { Dialect, TextPlan } from './dialect.ts';
import { countQuery, isIndexed, pageQuery, partsOf } from './users.ts';

function plansFor(dialect: Dialect, realm: string, filter: UserFilter, sorted: boolean): Promise<readonly TextPlan[]> {
  return Promise.all(filter.texts.map((text) => dialect.plan(realm, text, sorted)));
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
  const plans = await plansFor(dialect, realm, query.filter, isIndexed(field));
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

/** How many users the filter leaves, by counting them. */
export async function countUsers(engine: Engine, realm: string, filter: UserFilter): Promise<number> {
  const dialect = await engine.dialect();
  const plans = await plansFor(dialect, realm, filter, false);
  return countRows(engine, dialect, realm, filter, plans, null);
}
