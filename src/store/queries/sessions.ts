// Lists of sessions as SQL.

import { type CompiledQuery, sql } from 'kysely';
import type { SessionQuery } from '../../core/model/session.ts';
import { sessionColumns } from '../rows/others.ts';
import type { Dialect } from './dialect.ts';

/** When an active session is over by itself: at its end, or once it was left alone too long. */
const over = sql<number>`case when expire_at < abandon_at then expire_at else abandon_at end`;

function filtered(dialect: Dialect, realm: string, query: SessionQuery) {
  const { userId, client, status, now } = query;
  let found = dialect.builder.selectFrom('session').where('realm', '=', realm);
  if (userId !== null) found = found.where('user_id', '=', userId);
  if (client !== null) found = found.where('client', '=', client);
  if (status === null) return found;
  if (status === 'active') return found.where('status', '=', 'active').where(over, '>', now);
  if (status !== 'expired') return found.where('status', '=', status);
  return found.where((where) =>
    where.or([where('status', '=', 'expired'), where.and([where('status', '=', 'active'), where(over, '<=', now)])]),
  );
}

/** A page of sessions, newest first. Rows as `sessionOf` reads them. */
export function sessionPageQuery(dialect: Dialect, realm: string, query: SessionQuery): CompiledQuery {
  return filtered(dialect, realm, query)
    .select(sessionColumns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
    .offset(query.offset)
    .compile();
}

/** How many sessions there are; `limit` and `offset` do not count. */
export function sessionCountQuery(dialect: Dialect, realm: string, query: SessionQuery): CompiledQuery {
  return filtered(dialect, realm, query)
    .select((select) => select.fn.countAll().as('count'))
    .compile();
}
