// Reads a list of field names where what is unknown is ignored.

import { isContainer, valuesOf } from './parts.ts';

/** The fields with the id first, whether it was named or not; null where there is no such field. */
function withId(fields: readonly string[], id: string | null): readonly string[] {
  return id === null ? fields : [id, ...fields.filter((field) => field !== id)];
}

/**
 * Reads `extend` as all fields and a list as those among them, in its order; any other value names none. `id` is the field
 * that is told unasked, null where there is none.
 */
export function readFields(value: unknown, fields: readonly string[], id: string | null): readonly string[] {
  if (value === 'extend') return fields;
  const named = new Set(isContainer(value) ? valuesOf(value) : []);
  return withId(
    [...named].filter((name) => typeof name === 'string').filter((name) => fields.includes(name)),
    id,
  );
}
