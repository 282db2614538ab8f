// Redelivering events: telling an endpoint again what it was told, or could not be told.

import type { DeadLetter, Delivery } from '../model/endpoint.ts';
import { type Refusal, refuse } from '../model/error.ts';
import type { DocumentStep } from '../ports.ts';
import { type Context, demand, refuseAny } from './context.ts';
import { noSteps } from './delete-user.ts';
import { findOfEndpoint } from './delete-webhook-endpoint.ts';
import { behind, isBeyond, readEventId } from './event-id.ts';
import { getWebhookEndpoint } from './find-webhook-endpoints.ts';
import { latestSeq, newDelivery } from './new-delivery.ts';
import { inTurn } from './turns.ts';

/** So many redeliveries of one endpoint may be open. */
export const redeliveriesMax = 100;
const lettersMax = 1000;

/** An end of a range: a time, in milliseconds since 1970, or the id of an event; null: open. */
export type RangeEnd = number | string | null;

/** Which events; both ends of a range belong to it. */
export type Redelivery = { readonly events: readonly string[] } | { readonly from: RangeEnd; readonly to: RangeEnd };

type Stretch = Pick<Delivery, 'place'> & { readonly through: number };

const unknown = (id: string): Refusal => ({ code: 'not-found', what: 'event', id });

/** The change that an id names, if there is such a one. */
async function seqOf({ ports, realm }: Context, id: string): Promise<number | null> {
  const read = readEventId(id);
  if (read === null) return null;
  const next = {
    direction: 'ascending',
    beyond: read.place.seq - 1,
    types: null,
    from: null,
    to: null,
    limit: 1,
  } as const;
  const [change] = await ports.store.readChanges(realm.id, next);
  return change?.seq === read.place.seq && change.at === read.at ? change.seq : null;
}

async function stretchesOf(context: Context, ids: readonly string[]): Promise<readonly Stretch[]> {
  const seqs = await Promise.all(ids.map((id) => seqOf(context, id)));
  refuseAny(ids.filter((_, index) => seqs[index] === null).map(unknown));
  const found = [...new Set(seqs.flatMap((seq) => seq ?? []))];
  return found.map((seq) => ({ place: behind(seq - 1), through: seq }));
}

/** The first change from then on, or the last one up to then. */
async function seqAt(context: Context, end: RangeEnd, side: 'first' | 'last'): Promise<number | null> {
  if (typeof end === 'string') return (await seqOf(context, end)) ?? refuse(unknown(end));
  const isFirst = side === 'first';
  const [change] = await context.ports.store.readChanges(context.realm.id, {
    ...{ direction: isFirst ? 'ascending' : 'descending', beyond: null, types: null, limit: 1 },
    ...{ from: isFirst ? end : null, to: isFirst || end === null ? null : end + 1 },
  });
  return change?.seq ?? null;
}

async function rangeOf(context: Context, from: RangeEnd, to: RangeEnd): Promise<readonly Stretch[]> {
  const [first, last] = [await seqAt(context, from, 'first'), await seqAt(context, to, 'last')];
  if (first === null || last === null || last < first) return [];
  return [{ place: behind(first - 1), through: Math.min(last, await latestSeq(context)) }];
}

function isWithin({ place }: DeadLetter, stretch: Stretch): boolean {
  return isBeyond(place, stretch.place) && place.seq <= stretch.through;
}

/**
 * Orders events to be told to the endpoint again, beside what it is told anyway; one that was given up on is a dead letter no
 * more until it is given up on again. Of a change that told several events all are told. Answers how many deliveries that makes.
 * @fails not-found (the endpoint, an event), forbidden, limit-reached, conflict (see `latestSeq`).
 */
export async function redeliverEvents(context: Context, endpointId: string, wish: Redelivery): Promise<number> {
  demand(context, 'settings.update');
  const isList = 'events' in wish;
  if (isList && wish.events.length > redeliveriesMax)
    refuse({ code: 'limit-reached', what: 'events', max: redeliveriesMax });
  return await inTurn(context.realm.id, [`redeliveries/${endpointId}`], async () => {
    while (true) {
      const { kind, id, rev } = await getWebhookEndpoint(context, endpointId);
      const stretches = isList ? await stretchesOf(context, wish.events) : await rangeOf(context, wish.from, wish.to);
      const open = await findOfEndpoint(context, 'delivery', id, redeliveriesMax + 1);
      if (open.length - 1 + stretches.length > redeliveriesMax)
        refuse({ code: 'limit-reached', what: 'redeliveries', max: redeliveriesMax });
      const letters = await findOfEndpoint(context, 'dead-letter', id, lettersMax);
      const due = letters.filter((letter) => stretches.some((stretch) => isWithin(letter, stretch)));
      const documents: DocumentStep[] = [
        { op: 'check', kind, id, rev },
        ...due.map((letter) => ({ op: 'delete', kind: letter.kind, id: letter.id, rev: letter.rev }) as const),
        ...stretches.map((stretch) => {
          return { op: 'insert', document: newDelivery(context, id, stretch), keys: [] } as const;
        }),
      ];
      const outcome = await context.ports.store.commit({ ...noSteps, realm: context.realm.id, documents, mails: [] });
      if (outcome.ok) return stretches.length;
    }
  });
}
