// Reads filter and search, the fields of which are known to exist or to be ignored.

import { refused } from '../fault.ts';
import { canonical } from './canonical.ts';
import { type Description, kindOf } from './description.ts';
import type { FieldFilter, FieldSearch } from './options.ts';
import { partsOf, textOf, valuesOf } from './parts.ts';
import { type PatternMode, patternOf } from './pattern.ts';

/** Every row is held against every pattern; nobody types that many. */
const patternsMax = 1000;

/**
 * Reads `filter`: one value or several for a field. Null, "" and an empty list leave a field out; values that the field can
 * not have match nothing, and fields that are not there are ignored.
 */
export function readFilter(object: Description, value: unknown): readonly FieldFilter[] {
  return [...partsOf(value)].flatMap(([field, wanted]) => {
    const kind = kindOf(object, field);
    const values = valuesOf(wanted);
    if (kind === null || wanted === '' || values.length === 0) return [];
    const texts = values.map(textOf).map((text) => (text === null ? null : canonical(kind, text)));
    return [{ field, kind, values: new Set(texts.filter((text) => text !== null)) }];
  });
}

/**
 * Reads `search`: one pattern or several for a text field. Empty ones and fields that hold no text are ignored. Refuses more
 * patterns than there is patience for, as a database does.
 */
export function readSearch(object: Description, value: unknown, mode: PatternMode): readonly FieldSearch[] {
  const search = [...partsOf(value)].flatMap(([field, wanted]) => {
    const kind = kindOf(object, field);
    if (kind !== 'text' && kind !== 'duration') return [];
    const texts = valuesOf(wanted).map((one) => textOf(one) ?? '');
    return texts.filter((text) => text !== '').map((text) => ({ field, pattern: patternOf(text, mode) }));
  });
  return search.length > patternsMax ? refused('Database error occurred.') : search;
}

/** How patterns are meant; wildcards make `startSearch` void. */
export function patternMode(startSearch: boolean, searchWildcardsEnabled: boolean): PatternMode {
  if (searchWildcardsEnabled) return 'wildcards';
  return startSearch ? 'start' : 'anywhere';
}
