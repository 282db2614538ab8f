// Paging: lists by time, in which an object's id is the cursor.

import { entryOf } from './wire/body.ts';
import { badParameters, type Entry, reject, type WireError } from './wire/rejected.ts';

/** A query string as parsed: a repeated key has several values. */
export type QueryValues = Readonly<Record<string, string | readonly string[] | undefined>>;

const orders = ['asc', 'desc', 'normal'] as const;
const limits = { min: 1, max: 100, otherwise: 10 } as const;

/** A page as asked for; at most one of the cursors is there. */
export type PageWish = {
  readonly limit: number;
  readonly order: (typeof orders)[number];
  readonly before: string | null;
  readonly after: string | null;
};

export type Direction = 'ascending' | 'descending';

/** Rows in one direction beyond a cursor, or from the end. */
export type Stretch = { readonly direction: Direction; readonly beyond: string | null; readonly limit: number };

/** A page, with the cursors of its ends; null where the list ends. */
export type Page<Item> = {
  readonly items: readonly Item[];
  readonly before: string | null;
  readonly after: string | null;
};

/** The value of a key; null when it is absent or empty. Of a repeated one the last counts. */
export function queryText(values: QueryValues, name: string): string | null {
  const value = values[name];
  return (typeof value === 'string' ? value : value?.at(-1)) || null;
}

/** The error for a cursor that is no id. */
export function badCursor(name: string): Entry {
  return entryOf(name, 'invalid', 'is not the id of an object in this list.');
}

/** A fault of a parameter: its name, what is wrong with it, and that for people. */
export type PageFault = Parameters<typeof entryOf>;

function errorOfPage(faults: readonly PageFault[]): WireError {
  return badParameters(faults.map((fault) => entryOf(...fault)));
}

/**
 * Reads the parameters that every list has. `tell` words their faults where a list has words of its own. WorkOS' OpenAPI file 0.61,
 * `PaginationOrder`; 2026-08.
 */
export function readPage(
  values: QueryValues,
  tell: (faults: readonly PageFault[]) => WireError = errorOfPage,
): PageWish {
  const faults: PageFault[] = [];
  const limitText = queryText(values, 'limit') ?? String(limits.otherwise);
  const limit = /^\d{1,4}$/.test(limitText) ? Number(limitText) : 0;
  if (limit < limits.min || limit > limits.max) faults.push(['limit', 'invalid', 'must be from 1 to 100.']);
  const orderText = queryText(values, 'order') ?? 'desc';
  const order = orders.find((name) => name === orderText);
  if (order === undefined) faults.push(['order', 'invalid', 'must be one of asc, desc, normal.']);
  const [before, after] = [queryText(values, 'before'), queryText(values, 'after')];
  if (before !== null && after !== null) faults.push(['before', 'excludes_after', 'cannot go with after.']);
  if (faults.length > 0) reject(tell(faults));
  return { limit, order: order ?? 'desc', before, after };
}

/**
 * Reads one page, one row beyond it to know whether the list goes on. `before` and `after` follow the order in which rows are
 * shown; with `normal`, newest first, they are the other way round.
 */
export async function pageOf<Item>(
  wish: PageWish,
  read: (stretch: Stretch) => Promise<readonly Item[]>,
  idOf: (item: Item) => string,
): Promise<Page<Item>> {
  const { limit, order, before, after } = wish;
  const swapped = order === 'normal';
  const [back, on] = swapped ? [after, before] : [before, after];
  const shown: Direction = order === 'asc' ? 'ascending' : 'descending';
  const against: Direction = order === 'asc' ? 'descending' : 'ascending';
  const direction = back === null ? shown : against;
  const rows = await read({ direction, beyond: back ?? on, limit: limit + 1 });
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  const items = back === null ? kept : kept.toReversed();
  const [first, last] = [items[0], items.at(-1)];
  const start = first !== undefined && (back === null ? on !== null : more) ? idOf(first) : null;
  const end = last !== undefined && (back === null ? more : true) ? idOf(last) : null;
  return { items, before: swapped ? end : start, after: swapped ? start : end };
}

/** Writes a page. WorkOS' OpenAPI file 0.61, list envelope; 2026-08. */
export function listObject<Item>({ items, before, after }: Page<Item>, write: (item: Item) => object): object {
  return { object: 'list', data: items.map(write), list_metadata: { before, after } };
}
