// The answer of a get method.

import type { Json } from '../../../core/model/json.ts';
import type { Collection, Kept } from './collect.ts';
import type { Description, Row } from './description.ts';
import type { Options } from './options.ts';

type Members = Readonly<Record<string, Json>>;

/** The named fields of a row, those that it has. */
export function pick(row: Row, output: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    output.flatMap((field) => {
      const value = row[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/**
 * What is told of a collection: the count as text, the rows by id, or a list of them. `extrasOf` gives what selects add to
 * a row. Objects without members are left to the writing of answers, which knows how PHP writes them.
 */
export function answer<Of>(
  { id }: Description,
  options: Options,
  collection: Collection<Of>,
  extrasOf: (kept: Kept<Of>) => Members = () => ({}),
): Json {
  if (options.countOutput) return String(collection.count());
  const kept = collection.kept();
  const objectOf = (one: Kept<Of>) => ({ ...pick(one.row, options.output), ...extrasOf(one) });
  if (!options.preservekeys) return kept.map(objectOf);
  return Object.fromEntries(kept.map((one) => [one.row[id] ?? '', objectOf(one)]));
}
