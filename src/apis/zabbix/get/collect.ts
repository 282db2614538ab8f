// Gathers the rows that a get method tells, holding no more of them than it must.

import { compareRows } from './compare.ts';
import type { Description, Row } from './description.ts';
import { matches } from './matches.ts';
import type { Options } from './options.ts';

/** A row to be told, and what it was made of. */
export type Kept<Of> = { readonly row: Row; readonly of: Of };

/** A collection under way. */
export type Collection<Of> = {
  /** Offers a row; it stays if it matches and nothing better has filled the limit. */
  readonly add: (row: Row, of: Of) => void;
  /** How many rows matched, the limit aside. */
  readonly count: () => number;
  /** The rows to tell, in order. */
  readonly kept: () => readonly Kept<Of>[];
};

/** Fewer rows are not worth a sort before the end. */
const settledRowsMin = 1000;

/**
 * Collects rows that come one after the other in any order. At most twice the limit is held; nothing where only the count
 * is wanted.
 */
export function collect<Of>(object: Description, options: Options): Collection<Of> {
  const compare = compareRows(object, options);
  const limit = options.countOutput ? 0 : (options.limit ?? Number.POSITIVE_INFINITY);
  let count = 0;
  let held: Kept<Of>[] = [];
  const settle = () => {
    held.sort((left, right) => compare(left.row, right.row));
    held = held.slice(0, limit);
  };
  return {
    add: (row, of) => {
      if (!matches(row, options)) return;
      count += 1;
      if (limit === 0) return;
      held.push({ row, of });
      if (held.length >= Math.max(2 * limit, settledRowsMin)) settle();
    },
    count: () => count,
    kept: () => {
      settle();
      return held;
    },
  };
}
