// Who joined and who signed in, day by day.

import Type, { type Static } from 'typebox';
import { dayAt, daysMax, readStatistics, readUserStatistics } from '../../core/commands/read-statistics.ts';
import { fault, Refusing } from './problem.ts';
import { badRequest } from './request-problems.ts';
import { type Call, noBody, type Route, route } from './route.ts';
import { closed, nullableTime, time } from './schema-basics.ts';
import { writeTime, writeTimeOrNull } from './times.ts';
import { referenceOf } from './user-reference.ts';

/** The days counted when no first one is named. */
const daysUnlessTold = 30;

const date = (description: string) =>
  Type.Optional(
    Type.String({ format: 'date', pattern: '^(?:19[7-9][0-9]|[2-9][0-9]{3})-[0-9]{2}-[0-9]{2}$', description }),
  );

const query = closed({
  from: date(`The first day; ${daysUnlessTold - 1} days before the last unless told.`),
  to: date(`The last day, included; today unless told. At most ${daysMax} days in all.`),
  offsetMinutes: Type.Optional(
    Type.String({
      pattern: '^-?(?:[0-9]|[1-9][0-9]|[1-7][0-9]{2}|8[0-3][0-9]|840)$',
      description: 'How far clocks are ahead of UTC where the days begin and end: `60` for UTC+1; 0 unless told.',
    }),
  ),
  api: Type.Optional(
    Type.String({
      pattern: '^[a-z][a-z0-9-]{0,63}$',
      description: 'Only what came through this API, by its name in `GET /realm` or in a history.',
    }),
  ),
});

const count = (description: string) => Type.Integer({ minimum: 0, description });
const day = () => Type.String({ format: 'date' });
const counts = {
  joined: count('Users who were made, however they came.'),
  signedIn: count('Sign-ins: each once, when it is complete.'),
  failed: count('Proofs that were refused, also of nobody, as the history tells them.'),
  users: count('How many different users signed in.'),
};

export const Statistics = closed({
  days: Type.Array(closed({ day: day(), ...counts }), { description: 'Every day, the oldest first.' }),
  totals: closed(counts, { description: '`users` is no sum: who signed in on two days is one.' }),
});

export const UserStatistics = closed({
  joinedAt: time(),
  signInCount: count('All there ever were, through any API.'),
  lastSignInAt: nullableTime(),
  days: Type.Array(closed({ day: day(), signedIn: counts.signedIn, failed: counts.failed }), {
    description: 'Every day, the oldest first.',
  }),
});

const dayMs = 86_400_000;

function writeDay(days: number): string {
  return writeTime(days * dayMs).slice(0, 10);
}

/** @throws Refusing: there is no such date. */
function readDay(asked: Static<typeof query>, name: 'from' | 'to'): number | null {
  const text = asked[name];
  if (text === undefined) return null;
  const days = Date.parse(text) / dayMs;
  if (!Number.isInteger(days) || writeDay(days) !== text) throw new Refusing(badRequest([fault(name, 'format')]));
  return days;
}

/** @throws Refusing: too many days, or none. */
function wishOf({ host, query: asked, context }: Pick<Call<Static<typeof query>, null>, 'host' | 'query' | 'context'>) {
  const offsetMinutes = Number(asked.offsetMinutes ?? 0);
  const to = readDay(asked, 'to') ?? dayAt(context.ports.clock(), offsetMinutes);
  const from = readDay(asked, 'from') ?? to - daysUnlessTold + 1;
  if (from > to) throw new Refusing(badRequest([fault('from', 'value')]));
  if (to - from >= daysMax) throw new Refusing(badRequest([fault('from', 'count-max', daysMax)]));
  return { from, to, offsetMinutes, api: asked.api ?? null, withoutSession: host.withoutSession };
}

const ofAll = route({
  method: 'GET',
  path: '/statistics',
  id: 'readStatistics',
  summary: 'Count joins and sign-ins per day',
  answers: { 200: { description: 'Every day asked for, also those without events.', schema: Statistics } },
  refusals: [],
  query,
  body: noBody,
  async handle(call) {
    const { days, totals } = await readStatistics(call.context, wishOf(call));
    return { status: 200, body: { days: days.map((one) => ({ ...one, day: writeDay(one.day) })), totals } };
  },
});

const ofUser = route({
  method: 'GET',
  path: '/users/{id}/statistics',
  id: 'readUserStatistics',
  summary: "Count a user's sign-ins per day",
  answers: { 200: { description: 'Every day asked for, also those without events.', schema: UserStatistics } },
  refusals: [404],
  query,
  body: noBody,
  async handle(call) {
    const { host, context, parameter } = call;
    const wish = wishOf(call);
    const { user, days } = await readUserStatistics(context, referenceOf(host, parameter('id')), wish);
    const { signInCount, lastSignInAt } = user.activity;
    return {
      status: 200,
      body: {
        ...{ joinedAt: writeTime(user.createdAt), signInCount, lastSignInAt: writeTimeOrNull(lastSignInAt) },
        days: days.map(({ day: number, signedIn, failed }) => ({ day: writeDay(number), signedIn, failed })),
      },
    };
  },
});

export const statisticsRoutes: readonly Route[] = [ofAll, ofUser];
