// The source: how the files of one system are recognised and read.

import type { JsonObject } from '../core/model/json.ts';
import type { Newcomer } from '../core/model/newcomer.ts';

/** Something in a row that cannot be taken over; `field` by the name it has in the file, `why` in a short sentence. */
export type Fault = { readonly field: string; readonly why: string };

/** What a row says. With faults the row is refused and reported. */
export type Reading = { readonly newcomer: Newcomer; readonly faults: readonly Fault[] };

/**
 * One system that people come from. A row is one user: an object of a JSON file, or a line of a CSV file with its cells as
 * strings under the names of the header (formulas already unescaped, empty cells left out).
 */
export type Source = {
  readonly name: string;
  /** True when the row looks like this system's and like no other's. */
  readonly recognises: (row: JsonObject) => boolean;
  readonly read: (row: JsonObject) => Reading;
};
