// Reads which fields of related objects are to be told along.

import { readFields } from './read-fields.ts';

/** The fields of each related object, or only how many there are. */
export type Select = readonly string[] | 'count';

/**
 * Reads an option such as `selectUsrgrps` of a loose get method; null when it is absent or null. `id` is the field that
 * rides along unasked, null where none does; names that are not among `fields` are ignored.
 */
export function readSelect(value: unknown, fields: readonly string[], id: string | null): Select | null {
  if (value === null || value === undefined) return null;
  return value === 'count' ? 'count' : readFields(value, fields, id);
}
