// The endpoint of events.

import { readEventId } from '../../core/commands/event-id.ts';
import { readEvents } from '../../core/commands/read-events.ts';
import type { ToldEvent } from '../../core/commands/tell-events.ts';
import { listObject, type Page, type PageWish, pageOf, type QueryValues, queryText, readPage } from './paging.ts';
import { type Call, type Route, route } from './route.ts';
import { eventDialect } from './wire/events.ts';
import { readId } from './wire/ids.ts';
import { missing, reject, type WireError, wireError } from './wire/rejected.ts';

type EventsWish = {
  readonly page: PageWish;
  readonly types: readonly string[];
  readonly from: number | null;
  readonly to: number | null;
  readonly organizationId: string | null;
};

const typesMax = 200;

/** WorkOS' OpenAPI file 0.61, 422 of `/events`: here an entry names its field; 2026-08. */
function badFields(faults: readonly (readonly [field: string, code: string, ...unknown[]])[]): WireError {
  const errors = faults.map(([field, code]) => ({ code, field }));
  return wireError(422, 'invalid_request_parameters', 'Validation failed.', { more: { errors } });
}

function badField(field: string, code: string): WireError {
  return badFields([[field, code]]);
}

/** Names joined by commas, a key that is repeated, or one that ends in brackets: all are sent by somebody. */
function readTypes(query: QueryValues): readonly string[] {
  const texts = [query.events, query['events[]']].flatMap((value) => value ?? []);
  const types = [...new Set(texts.flatMap((text) => text.split(',')).map((text) => text.trim()))].filter(Boolean);
  if (types.length > typesMax || types.some((type) => !eventDialect.names.has(type)))
    reject(badField('events', 'invalid'));
  return types;
}

/** ISO 8601: a date, or a time with its zone. */
function readRange(query: QueryValues, name: string): number | null {
  const text = queryText(query, name);
  if (text === null) return null;
  const isTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))?$/i.test(text);
  const at = isTime ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? reject(badField(name, 'invalid')) : at;
}

function readOrganization(query: QueryValues): string | null {
  const text = queryText(query, 'organization_id');
  if (text === null) return null;
  const id = readId('organization', text);
  return id ?? reject({ ...missing('Organization', text), status: 400 });
}

function readWish({ query }: Call): EventsWish {
  const page = readPage(query, badFields);
  for (const name of ['before', 'after'] as const) {
    const cursor = page[name];
    if (cursor !== null && readEventId(cursor) === null) reject(badField(name, 'invalid'));
  }
  return {
    page,
    types: readTypes(query),
    from: readRange(query, 'range_start'),
    to: readRange(query, 'range_end'),
    organizationId: readOrganization(query),
  };
}

/** Where a look through many changes has ended before the page was full, the cursor goes on from there. */
function goingOn(page: Page<ToldEvent>, { before, order }: PageWish, next: string | null): Page<ToldEvent> {
  if (next === null) return page;
  return (before === null) === (order !== 'normal') ? { ...page, after: next } : { ...page, before: next };
}

async function list({ context, publicUrl }: Call, { page, ...wish }: EventsWish): Promise<Page<ToldEvent>> {
  let next: string | null = null;
  const facts = { realm: context.realm, publicUrl };
  const found = await pageOf(
    page,
    async ({ direction, beyond, limit }) => {
      const place = beyond === null ? null : (readEventId(beyond)?.place ?? null);
      const read = await readEvents(context, eventDialect, facts, { ...wish, direction, beyond: place, limit });
      next = read.next;
      return read.events;
    },
    ({ id }) => id,
  );
  return goingOn(found, page, next);
}

/** WorkOS' OpenAPI file 0.61, tag events; 2026-08. */
export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/events',
    parse: readWish,
    run: list,
    render: (page) => listObject(page, ({ body }) => body),
  }),
];
