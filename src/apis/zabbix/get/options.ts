// What a get method was asked for, read and ready to be applied to row after row.

import type { Kind } from './description.ts';
import type { Pattern } from './pattern.ts';

/** The canonical values of which a field must have one. */
export type FieldFilter = { readonly field: string; readonly kind: Kind; readonly values: ReadonlySet<string> };

/** A pattern that a field is held against. */
export type FieldSearch = { readonly field: string; readonly pattern: Pattern };

/** The options that all get methods share; `searchByAny` is OR instead of AND, among the filters and in the search. */
export type Options = {
  /** The fields to show, the id first if it is among them. */
  readonly output: readonly string[];
  readonly filter: readonly FieldFilter[];
  readonly search: readonly FieldSearch[];
  readonly searchByAny: boolean;
  readonly excludeSearch: boolean;
  readonly countOutput: boolean;
  readonly preservekeys: boolean;
  readonly editable: boolean;
  readonly sort: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | null;
};
