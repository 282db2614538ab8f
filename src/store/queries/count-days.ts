// What happened per day, counted from the changes.

import { type RawBuilder, sql } from 'kysely';
import type { DayCount, DayQuery, Store } from '../../core/ports.ts';
import { cellsOf, integer } from '../cells.ts';
import type { Engine } from '../engine.ts';
import type { Dialect } from './dialect.ts';

const dayMs = 86_400_000;

/** The day of the row that counts all of them. */
const allDays = -1;

/** Which changes count. An index holds just these: as they stand here, or it does not serve. */
const ofAnybody = sql`type IN ('user.created', 'session.created', 'sign-in.succeeded', 'sign-in.failed')`;
const ofUser = sql`type IN ('session.created', 'sign-in.succeeded', 'sign-in.failed')`;

function chosen(realm: string, { from, days, userId, api }: DayQuery): RawBuilder<unknown> {
  const tests = [
    sql`realm = ${realm}`,
    userId === null ? ofAnybody : sql`user_id = ${userId} and ${ofUser}`,
    sql`at >= ${from} and at < ${from + days * dayMs}`,
    ...(api === null ? [] : [sql`api = ${api}`]),
  ];
  return sql.join(tests, sql` and `);
}

/**
 * A row for each day with changes that count, and before them one of the day -1 with the different users of all. Each user's days are
 * counted first, so that the different users of a day are its rows. Only a cast makes an integer of a bound number.
 */
export function daysQuery(dialect: Dialect, realm: string, query: DayQuery): RawBuilder<unknown> {
  const { from, withoutSession } = query;
  const count = (test: RawBuilder<unknown>) => sql`count(case when ${test} then 1 end)`;
  const sum = (column: string) => sql`cast(sum(${sql.ref(column)}) as bigint)`;
  const apart = dialect.list(withoutSession);
  const signedIn = sql`(type = 'session.created' and api not in ${apart}) or (type = 'sign-in.succeeded' and api in ${apart})`;
  return sql`with person as (
      select (at - cast(${from} as bigint)) / ${sql.lit(dayMs)} as day, user_id,
        ${count(sql`type = 'user.created'`)} as joined, ${count(signedIn)} as signed_in,
        ${count(sql`type = 'sign-in.failed'`)} as failed
      from change where ${chosen(realm, query)} group by 1, 2)
    select day, ${sum('joined')}, ${sum('signed_in')}, ${sum('failed')}, ${count(sql`signed_in > 0`)}
    from person group by day
    union all select ${sql.lit(allDays)}, 0, 0, 0, count(distinct user_id) from person where signed_in > 0
    order by 1`;
}

/** Counts the days; none that has nothing to count. */
export async function countDays(
  engine: Engine,
  realm: string,
  query: DayQuery,
): Promise<Awaited<ReturnType<Store['countDays']>>> {
  const dialect = await engine.dialect();
  const { sql: text, parameters } = daysQuery(dialect, realm, query).compile(dialect.builder);
  const rows = (await engine.list(text, cellsOf(parameters))).map(
    ([day, joined, signedIn, failed, users]): DayCount => ({
      ...{ day: integer(day), joined: integer(joined), signedIn: integer(signedIn) },
      ...{ failed: integer(failed), users: integer(users) },
    }),
  );
  const [all, ...counted] = rows;
  // A day of nothing but sign-ins that a session tells of has nothing to count.
  const days = counted.filter(({ joined, signedIn, failed }) => joined + signedIn + failed > 0);
  return { days, users: all?.users ?? 0 };
}
