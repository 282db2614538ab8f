// The difference between two records, field by field, for history and for knowing whether anything changed at all.

import type { Difference } from '../model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';

/** Not of the record's own: bookkeeping and use. */
export const silent: ReadonlySet<string> = new Set(['rev', 'updatedAt', 'serial', 'realm', 'activity']);

/** The lists whose entries have an id of their own. In metadata an `id` is a value like any other. */
export const idLists: ReadonlySet<string> = new Set(['emails', 'phones', 'wallets', 'identities']);

/** What holds keys of others' choosing: below, a key may be absent, and null is a value. Elsewhere every key is there. */
export const freeKeys: ReadonlySet<string> = new Set(['metadata', 'extras', 'aliases']);

/** What the record lays out itself, so that it is empty when each of its members is. */
const laidOut: ReadonlySet<string> = new Set(['metadata', 'credentials']);

function below(path: string, key: string): string {
  const isPlain = !key.includes('.') && !key.includes('\\');
  return `${path}.${isPlain ? key : key.replaceAll(/[.\\]/g, '\\$&')}`;
}

/** The keys that a difference's path leads through; a backslash before a dot or a backslash makes it part of a key. */
export function splitPath(path: string): readonly string[] {
  // A dot parts two keys unless the backslashes right before it are odd in number.
  const keys = path.split(/(?<=(?:^|[^\\])(?:\\\\)*)\./);
  return keys.map((key) => key.replaceAll(/\\([.\\])/g, '$1'));
}

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

function memberOf(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

function holdsNull(object: JsonObject, key: string): boolean {
  return Object.hasOwn(object, key) && object[key] === null;
}

function collect(path: string, before: Json, after: Json, isFree: boolean, found: Difference[]): void {
  if (isJsonObject(before) && isJsonObject(after)) collectObject(path, before, after, isFree, found);
  else if (!isSame(before, after)) found.push({ path, before, after });
}

function collectObject(
  path: string,
  before: JsonObject,
  after: JsonObject,
  isFree: boolean,
  found: Difference[],
): void {
  if (before === after) return;
  // Most members are the very same: they need no path and no second look.
  const came = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  const keys = [...Object.keys(before), ...came].filter((key) => {
    return before[key] !== after[key] || !Object.hasOwn(before, key) || !Object.hasOwn(after, key);
  });
  // The null of a key that is absent would pass for the value null, so the object is told as a whole.
  if (isFree && keys.some((key) => holdsNull(before, key) !== holdsNull(after, key))) {
    found.push({ path, before, after });
    return;
  }
  for (const key of keys) {
    const free = isFree || freeKeys.has(key);
    collect(below(path, key), memberOf(before, key), memberOf(after, key), free, found);
  }
}

/** The entries of a list by their id, in its order; of several with the same id only the last. */
export function byId(list: Json): ReadonlyMap<string, Json> {
  const items = Array.isArray(list) ? list : [];
  return new Map(items.map((item) => [String(item.id), item]));
}

/**
 * Entries that came, went or changed, by id; all ids in order as well, unless who came stands at the end now, who went stood
 * there, and the others have kept their order.
 */
function collectList(path: string, before: readonly Json[], after: readonly Json[], found: Difference[]): void {
  const old = byId(before);
  const next = byId(after);
  if (old.size < before.length || next.size < after.length) {
    if (!isSame(before, after)) found.push({ path, before, after });
    return;
  }
  const all = [...new Set([...old.keys(), ...next.keys()])];
  for (const id of all) collect(below(path, id), old.get(id) ?? null, next.get(id) ?? null, false, found);
  const [stood, stand] = [[...old.keys()], [...next.keys()]];
  const stayed = stand.filter((id) => old.has(id));
  const inPlace = [
    [...stayed, ...stood.filter((id) => !next.has(id))],
    [...stayed, ...stand.filter((id) => !old.has(id))],
  ];
  if (!isSame([stood, stand], inPlace)) found.push({ path, before: stood, after: stand });
}

/**
 * The fields in which two records of a user differ, as dotted paths (see `splitPath`); entries of lists go by their id. Empty
 * when a save would change nothing. What was before can be had back from it (see `undo`). One of them null: everything that
 * the new or the gone user has, except what is null or empty.
 */
export function differenceOf(before: User | null, after: User | null): readonly Difference[] {
  const found: Difference[] = [];
  const old: JsonObject = { ...before };
  const next: JsonObject = { ...after };
  for (const key of Object.keys(before ?? after ?? {})) {
    if (silent.has(key)) continue;
    const left = old[key] ?? null;
    const right = next[key] ?? null;
    if (left === right) continue;
    if (before === null || after === null) {
      if (!isEmptyField(key, before === null ? right : left)) found.push({ path: key, before: left, after: right });
    } else if (idLists.has(key) && Array.isArray(left) && Array.isArray(right)) collectList(key, left, right, found);
    else collect(key, left, right, freeKeys.has(key), found);
  }
  return found;
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isEmptyField(key: string, value: Json): boolean {
  return isEmpty(value) || (laidOut.has(key) && isJsonObject(value) && Object.values(value).every(isEmpty));
}
