// The bounds: what a setting may become, as data.

import type { IntegerOptions } from '../validate/integer.ts';
import type { TextOptions } from '../validate/text.ts';

/**
 * What values a property takes; `options` are those of the validator of that kind. A duration with `years` also knows the
 * units `M` and `y`, one with `macro` may be a user macro (`{$NAME}`).
 */
export type Bound =
  | { readonly kind: 'integer'; readonly options: IntegerOptions }
  | { readonly kind: 'text'; readonly options: TextOptions }
  | { readonly kind: 'duration'; readonly options: IntegerOptions; readonly also: 'years' | 'macro' | null }
  | { readonly kind: 'url'; readonly lengthMax: number }
  | { readonly kind: 'id' }
  | { readonly kind: 'color' }
  | { readonly kind: 'periods' }
  | { readonly kind: 'timezone' };

/** A property of a fresh server: its value as on the wire, and what it may become; null: it is only read. */
export interface Property {
  readonly value: string;
  readonly bound: Bound | null;
}

/** A row of a table of properties. */
export type PropertyRow = readonly [name: string, value: string, bound: Bound | null];

/** The rows by name, in their order. */
export function byName(rows: readonly PropertyRow[]): ReadonlyMap<string, Property> {
  return new Map(rows.map(([name, value, bound]) => [name, { value, bound }]));
}

/** Off or on. */
export const flag: Bound = { kind: 'integer', options: { oneOf: [0, 1] } };
