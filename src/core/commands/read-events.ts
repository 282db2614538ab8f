// Reading events: a page of what happened, in the words of one API.

import type { Place } from '../model/endpoint.ts';
import { type Context, demand } from './context.ts';
import { behind, isBeyond, partMax, writeEventId } from './event-id.ts';
import { changeTypesOf, type EventDialect, type TellingFacts, type ToldEvent, tellEvents } from './tell-events.ts';

/**
 * Which events. `types` empty: any. `from` and `to` as in `ChangeQuery`, null: open. `beyond`: after this place in the
 * direction; null: from its end.
 */
export type EventQuery = {
  readonly types: readonly string[];
  readonly from: number | null;
  readonly to: number | null;
  readonly organizationId: string | null;
  readonly direction: 'ascending' | 'descending';
  readonly beyond: Place | null;
  readonly limit: number;
};

/** `next`: the id behind which to go on, where reading stopped before the page was full or the history over; else null. */
export type EventsRead = { readonly events: readonly ToldEvent[]; readonly next: string | null };

/** Older events are not told any more. */
const retentionMs = 90 * 86_400_000;
const batch = 200;
/** What one call may look through: most changes may not be what is asked for. */
const batchesMax = 25;

/** From where to read so that the rest of the change at the place is read again. */
function startOf({ direction, beyond }: EventQuery): number | null {
  if (beyond === null) return null;
  const skipsAll = direction === 'ascending' ? beyond.part === partMax : beyond.part === 0;
  return skipsAll ? beyond.seq : beyond.seq + (direction === 'ascending' ? -1 : 1);
}

function isWanted({ type, place, organizationId }: ToldEvent, query: EventQuery): boolean {
  const { types, beyond } = query;
  if (types.length > 0 && !types.includes(type)) return false;
  if (query.organizationId !== null && query.organizationId !== organizationId) return false;
  if (beyond === null) return true;
  return query.direction === 'ascending' ? isBeyond(place, beyond) : isBeyond(beyond, place);
}

/**
 * Reads events of the last 90 days in the order in which they became visible: who goes on behind the last one misses none,
 * whoever writes meanwhile. Reads 5,000 changes at most; changes nothing. @fails forbidden.
 */
export async function readEvents(
  context: Context,
  dialect: EventDialect,
  facts: TellingFacts,
  query: EventQuery,
): Promise<EventsRead> {
  demand(context, 'event.read');
  const { store, clock } = context.ports;
  const types = changeTypesOf(dialect, query.types);
  const { direction, to, limit } = query;
  const from = Math.max(query.from ?? 0, clock() - retentionMs);
  const events: ToldEvent[] = [];
  let start = startOf(query);
  if (types.length === 0) return { events, next: null };
  for (let count = 1; ; count++) {
    const asked = { direction, beyond: start, types, from, to, limit: batch } as const;
    const changes = await store.readChanges(context.realm.id, asked);
    // In slices: of a long page asked for by ten not all needs to be told.
    for (let place = 0; place < changes.length && events.length < limit; place += limit) {
      const told = await tellEvents(store, dialect, facts, changes.slice(place, place + limit));
      events.push(...inOrder(told, direction).filter((event) => isWanted(event, query)));
    }
    if (events.length >= limit) return { events: events.slice(0, limit), next: null };
    const last = changes.at(-1);
    if (last === undefined || changes.length < batch) return { events, next: null };
    start = last.seq;
    if (count === batchesMax) {
      const place = direction === 'ascending' ? behind(last.seq) : { seq: last.seq, part: 0 };
      return { events, next: `${dialect.idPrefix}${writeEventId(last.at, place)}` };
    }
  }
}

/** The parts of one change come in their order; backwards they are to be the other way round. */
function inOrder(told: readonly ToldEvent[], direction: EventQuery['direction']): readonly ToldEvent[] {
  if (direction === 'ascending') return told;
  return told.toSorted((one, other) => (isBeyond(one.place, other.place) ? -1 : 1));
}
