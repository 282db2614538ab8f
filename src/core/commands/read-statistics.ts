// Counting who joined and who signed in, day by day.

import { refuse } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import type { DayCount } from '../ports.ts';
import { type Context, demand } from './context.ts';
import { getUser } from './get-user.ts';

/** So many days are counted at most. */
export const daysMax = 400;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * What to count: the days from `from` to `to`, both included, as whole days since 1970 where clocks are `offsetMinutes` ahead of UTC; what
 * came through `api` (null: any). `withoutSession`: the APIs whose sign-ins begin no session.
 */
export type StatisticsWish = {
  readonly from: number;
  readonly to: number;
  readonly offsetMinutes: number;
  readonly api: string | null;
  readonly withoutSession: readonly string[];
};

/** Every day asked for, in order, `day` as in the wish; in `totals`, `users` is how many different ones signed in on all of them. */
export type Statistics = { readonly days: readonly DayCount[]; readonly totals: Omit<DayCount, 'day'> };

/** The day that it is where clocks are so far ahead. */
export function dayAt(now: number, offsetMinutes: number): number {
  return Math.floor((now + offsetMinutes * minuteMs) / dayMs);
}

async function countAll(context: Context, userId: string | null, wish: StatisticsWish): Promise<Statistics> {
  const { from, to, offsetMinutes, api, withoutSession } = wish;
  const length = to - from + 1;
  if (length < 1) refuse({ code: 'invalid', issues: [{ path: 'to', reason: 'time', limit: null }] });
  if (length > daysMax) refuse({ code: 'invalid', issues: [{ path: 'to', reason: 'count-max', limit: daysMax }] });
  const counted = await context.ports.store.countDays(context.realm.id, {
    ...{ from: from * dayMs - offsetMinutes * minuteMs, days: length },
    ...{ userId, api, withoutSession },
  });
  const known = new Map(counted.days.map((count) => [count.day, count]));
  const none = { joined: 0, signedIn: 0, failed: 0, users: 0 };
  const days = Array.from({ length }, (_, day) => ({ ...none, ...known.get(day), day: from + day }));
  const sum = (name: 'joined' | 'signedIn' | 'failed') => days.reduce((total, day) => total + day[name], 0);
  const totals = { joined: sum('joined'), signedIn: sum('signedIn'), failed: sum('failed'), users: counted.users };
  return { days, totals };
}

/**
 * Counts what the history tells of joins and sign-ins; changes nothing. A sign-in counts once, when it is complete; a failure counts for
 * each proof that was refused. @fails forbidden, invalid (`to`: `time`, before `from`; `count-max`).
 */
export async function readStatistics(context: Context, wish: StatisticsWish): Promise<Statistics> {
  demand(context, 'realm.history');
  return await countAll(context, null, wish);
}

/** The same of one user, whose joining is not counted. @fails not-found, forbidden, invalid (as `readStatistics`). */
export async function readUserStatistics(
  context: Context,
  reference: UserReference,
  wish: StatisticsWish,
): Promise<Statistics & { readonly user: User }> {
  const user = await getUser(context, reference, { system: true });
  demand(context, 'user.history', user.id);
  return { user, ...(await countAll(context, user.id, wish)) };
}
