// The undoing: a record as it was before a change, from the record after it and the difference.

import type { Difference } from '../model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { User } from '../model/user.ts';
import { byId, freeKeys, idLists, silent, splitPath } from './difference.ts';

/** What was before at the end of these keys; no keys: at the very place. */
type Told = { readonly keys: readonly string[]; readonly before: Json };

/** `record`: every key is always there; `list`: entries by id; `free`: keys may be absent, which a difference tells as null. */
type Ground = 'record' | 'list' | 'free';

function groundBelow(ground: Ground, key: string): Ground {
  if (ground !== 'record') return ground === 'list' ? 'record' : 'free';
  if (idLists.has(key)) return 'list';
  return freeKeys.has(key) ? 'free' : 'record';
}

type Members = ReadonlyMap<string, Json>;

/**
 * The member to which the keys lead, and what of them lies below it. Histories once wrote keys without escaping their dots:
 * where the first key leads no further, the next ones are taken to be part of it.
 */
function step(members: Members, ground: Ground, { keys, before }: Told): { readonly key: string; readonly told: Told } {
  for (let count = 1; count < keys.length; count++) {
    const key = keys.slice(0, count).join('.');
    if (ground === 'record' || isJsonObject(members.get(key)))
      return { key, told: { keys: keys.slice(count), before } };
  }
  return { key: keys.join('.'), told: { keys: [], before } };
}

function undoMembers(members: Members, told: readonly Told[], ground: Ground): Members {
  const undone = new Map(members);
  const steps = told.map((each) => step(members, ground, each));
  for (const [key, group] of Map.groupBy(steps, (each) => each.key)) {
    // Not of the record: secrets and sessions, of which changes tell as well.
    if (ground === 'record' && !members.has(key)) continue;
    const below = group.map((each) => each.told);
    const value = undoValue(members.get(key) ?? null, below, groundBelow(ground, key));
    if (value === null && ground !== 'record') undone.delete(key);
    else undone.set(key, value);
  }
  return undone;
}

function undoValue(value: Json, told: readonly Told[], ground: Ground): Json {
  const here = told.find(({ keys }) => keys.length === 0);
  if (ground === 'list') return undoList(value, told, here?.before ?? null);
  if (here !== undefined) return here.before;
  return isJsonObject(value) ? undoObject(value, told, ground) : value;
}

function undoObject(object: JsonObject, told: readonly Told[], ground: Ground): JsonObject {
  return Object.fromEntries(undoMembers(new Map(Object.entries(object)), told, ground));
}

/** `here` is what was told of the list itself: its ids in order, or all its entries, or null for nothing. */
function undoList(list: Json, told: readonly Told[], here: Json): Json {
  const items: readonly Json[] = Array.isArray(here) ? here : [];
  if (here !== null && !items.some((item) => typeof item === 'string')) return items;
  const places = new Map(items.map((id, index) => [id, index]));
  const placeOf = (id: string) => places.get(id) ?? items.length;
  const ofEntries = told.filter(({ keys }) => keys.length > 0);
  const entries = [...undoMembers(byId(list), ofEntries, 'list')];
  return entries.toSorted(([one], [other]) => placeOf(one) - placeOf(other)).map(([, entry]) => entry);
}

/**
 * The record as it was before a change, from the record after it and what the change told; the order of an object's keys may
 * be another. What a difference never tells stays as it is here: rev, updatedAt, serial, realm, activity; so do secrets and
 * sessions. For a deletion the record after it is the blank user (see `blankUser`); before a creation there was none to give.
 * Never fails: what does not fit the record is passed by.
 */
export function undo(user: User, diff: readonly Difference[]): User {
  const told = diff
    // Histories once left out the `before` of keys that every object inherits, as `toString`.
    .map(({ path, before }) => ({ keys: splitPath(path), before: before ?? null }))
    .filter(({ keys: [field = ''] }) => !silent.has(field));
  return { ...user, ...undoObject({ ...user }, told, 'record') };
}
