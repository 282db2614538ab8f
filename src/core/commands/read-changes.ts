// Reading what became of a whole realm, in order.

import type { Change } from '../model/change.ts';
import type { ChangeQuery } from '../ports.ts';
import { type Context, demand } from './context.ts';

const pageSize = 200;

/**
 * Reads the changes of a realm one after the other, beyond `beyond` (null: from the end), page by page as they are asked for; after
 * `limit` of them it stops. Changes nothing. @fails forbidden.
 */
export async function* readChanges(context: Context, query: ChangeQuery): AsyncGenerator<Change> {
  demand(context, 'realm.history');
  let { beyond, limit } = query;
  while (limit > 0) {
    const asked = Math.min(pageSize, limit);
    const page: readonly Change[] = await context.ports.store.readChanges(context.realm.id, {
      ...query,
      beyond,
      limit: asked,
    });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < asked) return;
    beyond = last.seq;
    limit -= page.length;
  }
}
