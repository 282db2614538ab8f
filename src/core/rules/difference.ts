// The difference between two records, field by field, for history and for knowing whether anything changed at all.

import type { Difference } from '../model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';

/** Not of the record's own: bookkeeping and use. */
const silent: ReadonlySet<string> = new Set(['rev', 'updatedAt', 'serial', 'realm', 'activity']);

/** The lists whose entries have an id of their own. In metadata an `id` is a value like any other. */
const idLists: ReadonlySet<string> = new Set(['emails', 'phones', 'wallets', 'identities']);

/** True when both are the same JSON; the order of an object's keys says nothing. */
function isSame(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null))
    );
  }
  if (!Array.isArray(left) || !Array.isArray(right)) return false;
  return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
}

function collect(path: string, before: Json, after: Json, found: Difference[]): void {
  if (isJsonObject(before) && isJsonObject(after)) collectObject(path, before, after, found);
  else if (!isSame(before, after)) found.push({ path, before, after });
}

function collectObject(path: string, before: JsonObject, after: JsonObject, found: Difference[]): void {
  if (before === after) return;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const known = Object.hasOwn(before, key) && Object.hasOwn(after, key);
    const left = before[key] ?? null;
    const right = after[key] ?? null;
    // A key with null is not a key that is absent.
    if (known) collect(`${path}.${key}`, left, right, found);
    else found.push({ path: `${path}.${key}`, before: left, after: right });
  }
}

function byId(list: Json): ReadonlyMap<string, Json> {
  const items = Array.isArray(list) ? list : [];
  return new Map(items.map((item) => [String(item.id), item]));
}

/** Entries that came, went or changed, by id; the ids in order when those that stayed stand in another order. */
function collectList(path: string, before: Json, after: Json, found: Difference[]): void {
  const old = byId(before);
  const next = byId(after);
  for (const id of new Set([...old.keys(), ...next.keys()])) {
    collect(`${path}.${id}`, old.get(id) ?? null, next.get(id) ?? null, found);
  }
  const stood = [...old.keys()].filter((id) => next.has(id));
  const stand = [...next.keys()].filter((id) => old.has(id));
  if (!isSame(stood, stand)) found.push({ path, before: [...old.keys()], after: [...next.keys()] });
}

/**
 * The fields in which two records of a user differ, as dotted paths; entries of lists go by their id. Empty when a save would
 * change nothing. `before` null: everything the new user has, except what is null or empty.
 */
export function differenceOf(before: User | null, after: User | null): readonly Difference[] {
  const found: Difference[] = [];
  const old: Readonly<Record<string, Json>> = before === null ? {} : { ...before };
  const next: Readonly<Record<string, Json>> = after === null ? {} : { ...after };
  for (const key of Object.keys(before ?? after ?? {})) {
    if (silent.has(key)) continue;
    const left = old[key] ?? null;
    const right = next[key] ?? null;
    if (left === right) continue;
    if (before === null || after === null) {
      if (!isEmpty(before === null ? right : left)) found.push({ path: key, before: left, after: right });
    } else if (idLists.has(key)) collectList(key, left, right, found);
    else collect(key, left, right, found);
  }
  return found;
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (isJsonObject(value) && Object.values(value).every(isEmpty));
}
