// The order of rows.

import type { Description, Kind, Row } from './description.ts';
import type { Options } from './options.ts';

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** By code point: where two UTF-16 units differ and one is half a pair, that one belongs to the greater character. */
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return Number(isSurrogate(a)) - Number(isSurrogate(b)) || a - b;
  }
  return left.length - right.length;
}

function compareValues(kind: Kind | undefined, left: string, right: string): number {
  if (kind === 'integer') return Number(left) - Number(right);
  return (kind === 'id' ? left.length - right.length : 0) || compareText(left, right);
}

/** Sorts as asked, text by code point, numbers by size; rows that are equal in that, and all when nothing was asked, by id. */
export function compareRows({ id, fields }: Description, { sort }: Options): (left: Row, right: Row) => number {
  const keys = [...sort, { field: id, descending: false }];
  return (left, right) => {
    for (const { field, descending } of keys) {
      const order = compareValues(fields[field], left[field] ?? '', right[field] ?? '');
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}
