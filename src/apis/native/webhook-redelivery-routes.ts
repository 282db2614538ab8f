// What a webhook endpoint could not be told, and telling it again.

import Type from 'typebox';
import { findDeadLetters } from '../../core/commands/find-dead-letters.ts';
import { type RangeEnd, redeliverEvents } from '../../core/commands/redeliver-events.ts';
import { retryDeliveries } from '../../core/commands/retry-deliveries.ts';
import type { DeadLetter } from '../../core/model/endpoint.ts';
import { limitOf, pageParameters } from './find-users-route.ts';
import { fault, Refusing } from './problem.ts';
import { badRequest } from './request-problems.ts';
import { jsonBody, noBody, type Route, route } from './route.ts';
import { closed } from './schema-basics.ts';
import { readTime, writeTime } from './times.ts';
import { validatorOf } from './validate.ts';
import { DeadLetterPage, Ordered, Redelivery } from './webhook-schemas.ts';

const none = closed({});

const place = validatorOf(
  closed({ createdAt: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), id: Type.String() }),
);

function readCursor(text: string) {
  const [time = '', id = ''] = text.split('.');
  const read: unknown = { createdAt: Number.parseInt(time, 36), id };
  if (!/^[0-9a-z]{1,10}\.[0-9a-f-]{36}$/.test(text) || !place.check(read))
    throw new Refusing(badRequest([fault('cursor', 'format')]));
  return read;
}

const writeCursor = ({ createdAt, id }: DeadLetter): string => `${createdAt.toString(36)}.${id}`;

function letterDocument({ eventId, event, attempts, lastError, createdAt }: DeadLetter) {
  return { eventId, event, attempts, lastError, at: writeTime(createdAt) };
}

const letters = route({
  method: 'GET',
  path: '/webhook-endpoints/{id}/dead-letters',
  id: 'findDeadLetters',
  summary: 'List what an endpoint could not be told',
  description: 'Events that were given up on after every attempt had failed, the newest first; kept for 90 days.',
  answers: { 200: { description: 'A page of dead letters.', schema: DeadLetterPage } },
  refusals: [404],
  query: closed(pageParameters),
  body: noBody,
  async handle({ context, query, parameter }) {
    const limit = limitOf(query);
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const found = await findDeadLetters(context, parameter('id'), { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = last === undefined || found.length <= limit ? null : writeCursor(last);
    return { status: 200, body: { items: items.map(letterDocument), next } };
  },
});

/** What reads as a time is one; anything else must be the id of an event. */
function endOf(text: string | null): RangeEnd {
  return text === null ? null : (readTime(text) ?? text);
}

const redeliver = route({
  method: 'POST',
  path: '/webhook-endpoints/{id}/redeliveries',
  id: 'redeliverEvents',
  summary: 'Tell an endpoint again',
  description:
    'Events by their ids, or all from one time or event to another, both included. They come under their old ids. A dead letter ' +
    'among them is one no more, until it is given up on again.',
  answers: { 202: { description: 'They will be told.', schema: Ordered } },
  refusals: [404, 409, 422],
  query: none,
  body: jsonBody(Redelivery),
  async handle({ context, body, parameter }) {
    const wish = 'events' in body ? body : { from: endOf(body.from), to: endOf(body.to) };
    return { status: 202, body: { deliveries: await redeliverEvents(context, parameter('id'), wish) } };
  },
});

const retry = route({
  method: 'POST',
  path: '/webhook-endpoints/{id}/retry',
  id: 'retryDeliveries',
  summary: 'Try again now',
  description: 'Ends the pause after a failed attempt.',
  answers: { 202: { description: 'It is tried at once.', schema: null } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    await retryDeliveries(context, parameter('id'));
    return { status: 202 };
  },
});

export const redeliveryRoutes: readonly Route[] = [letters, redeliver, retry];
