// Reads in which direction fields are sorted.

import type { Options } from './options.ts';
import { isContainer, valuesOf } from './parts.ts';

/**
 * Pairs the fields with `sortorder`: one word for all, or a list matched by place. A name that comes again is dropped: it
 * could only cost time.
 */
export function readOrder(fields: readonly string[], sortorder: unknown): Options['sort'] {
  const orders = valuesOf(sortorder);
  const orderAt = (index: number) => (isContainer(sortorder) ? orders[index] : sortorder);
  return fields.flatMap((field, index) =>
    fields.indexOf(field) === index ? [{ field, descending: orderAt(index) === 'DESC' }] : [],
  );
}
