// The extra: what a game keeps of a user, flat.

import type { Json, JsonObject } from '../../../core/model/json.ts';
import { mismatched } from '../fault.ts';

/** Stands for a key that is to go: no client of Coronium's can send a null. */
const removal = '_NULL';

function isScalar(value: Json): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The extra as a merge: keys that are to go are null. Refuses tables in it, naming their key. */
export function readExtra(extra: JsonObject): JsonObject {
  const entries = Object.entries(extra).map(([key, value]) => {
    if (value === null || value === removal) return [key, null] as const;
    return isScalar(value)
      ? ([key, value] as const)
      : mismatched(`extra.${key.slice(0, 100)}`, 'must be a string, a number or a boolean');
  });
  return Object.fromEntries(entries);
}

/** The extra of a new user: what is to go is not put in. */
export function newExtra(extra: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(readExtra(extra)).filter(([, value]) => value !== null));
}
