// Paging of documents: their ids tell when they were made.

import type { DocumentQuery } from '../../core/model/document.ts';
import { timeOfUuid } from '../../core/model/id.ts';
import { badCursor, type Page, type PageWish, pageOf, type QueryValues } from './paging.ts';
import { type Named, readId, writeId } from './wire/ids.ts';
import { badParameters, reject } from './wire/rejected.ts';

type DocumentName = Exclude<Named, 'user'>;

/** A stretch of documents as the core is asked for it. */
export type DocumentStretch = Pick<DocumentQuery<'organization'>, 'direction' | 'after' | 'limit'>;

function placeOf(page: PageWish, named: DocumentName): DocumentStretch['after'] {
  const cursor = page.before ?? page.after;
  if (cursor === null) return null;
  const id = readId(named, cursor);
  if (id === null) return reject(badParameters([badCursor(page.before === null ? 'after' : 'before')]));
  return { id, createdAt: timeOfUuid(id) };
}

/** Reads one page of documents; a cursor whose document is gone still tells the place. */
export async function pageOfDocuments<Item>(
  page: PageWish,
  named: DocumentName,
  idOf: (item: Item) => string,
  read: (stretch: DocumentStretch) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const after = placeOf(page, named);
  return await pageOf(
    page,
    ({ direction, limit }) => read({ direction, limit, after }),
    (item) => writeId(named, idOf(item)),
  );
}

/** The values of a list in a query: repeated, in brackets, or parted by commas; null when it is absent. */
export function queryList(values: QueryValues, name: string): readonly string[] | null {
  const given = [values[name], values[`${name}[]`]].flatMap((value) => value ?? []);
  return given.length === 0 ? null : given.flatMap((value) => value.split(','));
}
