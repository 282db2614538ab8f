// The options of a strict get method, from what was read through its shape.

import type { ObjectOf } from '../validate/object.ts';
import type { StrictDescription } from './description.ts';
import type { Options } from './options.ts';
import { patternMode, readFilter, readSearch } from './read-conditions.ts';
import { readOrder } from './read-order.ts';
import type { strictFields } from './strict-fields.ts';

/** What a shape with `strictFields` reads; `editable` is a field of those methods alone that have the option. */
export type StrictAsked = ObjectOf<ReturnType<typeof strictFields>> & { readonly editable?: boolean };

/** Gives meaning to the options; the id comes first where it is told, as from a table that it is the key of. */
export function strictOptions(described: StrictDescription, asked: StrictAsked): Options {
  const { id } = described;
  const output = asked.output ?? Object.keys(described.fields);
  const mode = patternMode(asked.startSearch ?? false, asked.searchWildcardsEnabled ?? false);
  return {
    output: output.includes(id) ? [id, ...output.filter((field) => field !== id)] : output,
    filter: readFilter(described, asked.filter),
    search: readSearch(described, asked.search, mode),
    searchByAny: asked.searchByAny ?? false,
    excludeSearch: asked.excludeSearch ?? false,
    countOutput: asked.countOutput ?? false,
    preservekeys: asked.preservekeys ?? false,
    editable: asked.editable ?? false,
    sort: readOrder(asked.sortfield ?? [], asked.sortorder),
    limit: asked.limit ?? null,
  };
}
