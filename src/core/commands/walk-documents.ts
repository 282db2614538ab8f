// Walking through documents: all that a list holds, read in batches.

import type { DocumentKind, DocumentOf, DocumentQuery } from '../model/document.ts';
import type { Realm } from '../model/realm.ts';
import type { Ports } from '../ports.ts';

/** Where documents are. */
export type Place = { readonly ports: Pick<Ports, 'store'>; readonly realm: Pick<Realm, 'id'> };

/**
 * Reads what the query finds, batch by batch, until nobody asks for the next; changes nothing. What is added meanwhile beyond
 * the place that is reached is found as well.
 */
export async function* walkDocuments<Kind extends DocumentKind>(
  { ports, realm }: Place,
  query: Omit<DocumentQuery<Kind>, 'limit'>,
  batchSize: number,
): AsyncGenerator<readonly DocumentOf<Kind>[]> {
  let { after } = query;
  while (true) {
    const batch = await ports.store.findDocuments<Kind>(realm.id, { ...query, after, limit: batchSize });
    yield batch;
    const last = batch.at(-1);
    if (last === undefined || batch.length < batchSize) return;
    after = last;
  }
}
