// The difference between two records, field by field, for history and for knowing whether anything changed at all.

import type { Difference } from '../model/change.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { User } from '../model/user.ts';

/** Not of the record's own: bookkeeping and use. */
const silent: ReadonlySet<string> = new Set(['rev', 'updatedAt', 'serial', 'realm', 'activity']);

function hasIds(
  list: readonly Json[],
): list is readonly ({ readonly id: string } & { readonly [key: string]: Json })[] {
  return list.every((item) => isJsonObject(item) && typeof item['id'] === 'string');
}

function byId(list: readonly { readonly id: string }[]): Map<string, Json> {
  return new Map(list.map((item) => [item.id, { ...item }]));
}

function collect(path: string, before: Json, after: Json, found: Difference[]): void {
  if (before === after) return;
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const known = Object.hasOwn(before, key) && Object.hasOwn(after, key);
      const left = before[key] ?? null;
      const right = after[key] ?? null;
      if (known) collect(`${path}.${key}`, left, right, found);
      else found.push({ path: `${path}.${key}`, before: left, after: right });
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    if (hasIds(before) && hasIds(after)) {
      collectList(path, before, after, found);
      return;
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return;
  }
  found.push({ path, before, after });
}

function collectList(
  path: string,
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
  found: Difference[],
): void {
  const old = byId(before);
  const next = byId(after);
  for (const id of new Set([...old.keys(), ...next.keys()])) {
    collect(`${path}.${id}`, old.get(id) ?? null, next.get(id) ?? null, found);
  }
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
    const left = old[key];
    const right = next[key];
    if (left === right) continue;
    if (before !== null && after !== null) collect(key, left ?? null, right ?? null, found);
    else if (!isEmpty(left ?? right ?? null)) found.push({ path: key, before: left ?? null, after: right ?? null });
  }
  return found;
}

function isEmpty(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (isJsonObject(value) && Object.values(value).every(isEmpty));
}
