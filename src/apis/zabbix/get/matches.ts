// Whether a row is among those that were asked for.

import { canonicalDuration } from './canonical.ts';
import type { Row } from './description.ts';
import type { FieldFilter, FieldSearch, Options } from './options.ts';
import { fits } from './pattern.ts';

function isAmong(row: Row, { field, kind, values }: FieldFilter): boolean {
  const value = row[field];
  return value !== undefined && values.has(kind === 'duration' ? canonicalDuration(value) : value);
}

function isFound(row: Row, { field, pattern }: FieldSearch, exclude: boolean): boolean {
  const value = row[field];
  return value !== undefined && fits(value, pattern) !== exclude;
}

function holds<Condition>(conditions: readonly Condition[], any: boolean, test: (one: Condition) => boolean): boolean {
  if (conditions.length === 0) return true;
  return any ? conditions.some(test) : conditions.every(test);
}

/**
 * Applies filter and search; both must hold. `excludeSearch` turns every single pattern round, so that with several of them
 * all must be missing, or any with `searchByAny` (Zabbix 7.0, `zbx_db_search`; 2026-11). A field that the row does not have
 * is neither found nor missing.
 */
export function matches(row: Row, { filter, search, searchByAny, excludeSearch }: Options): boolean {
  return (
    holds(filter, searchByAny, (one) => isAmong(row, one)) &&
    holds(search, searchByAny, (one) => isFound(row, one, excludeSearch))
  );
}
