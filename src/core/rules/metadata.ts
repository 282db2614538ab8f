// The metadata bags: how they merge, and how large they may get.

import type { Issue } from '../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { BagEdit, UserPatch } from '../model/patch.ts';
import type { BagPolicy } from '../model/realm.ts';
import type { Metadata, User } from '../model/user.ts';
import { isText, lengthOf } from './text.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

const bags = ['public', 'private', 'unsafe', 'labels', 'extra'] as const satisfies readonly (keyof Metadata)[];
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Merges as RFC 7396 says: null removes a key at any depth, objects merge, everything else replaces. Neither argument is
 * changed.
 */
export function mergeDeep(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (isJsonObject(value)) {
      const old = merged.get(key);
      merged.set(key, mergeDeep(isJsonObject(old) ? old : {}, value));
    } else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** Merges the top level only: null removes a key, everything else replaces it whole. */
export function mergeShallow(base: JsonObject, patch: JsonObject): JsonObject {
  const removed = (key: string) => Object.hasOwn(patch, key) && patch[key] === null;
  return Object.fromEntries(Object.entries({ ...base, ...patch }).filter(([key]) => !removed(key)));
}

/** The bag as the edit leaves it. */
export function applyBagEdit(bag: JsonObject, edit: BagEdit): JsonObject {
  if (edit.op === 'keep') return bag;
  if (edit.op === 'replace') return edit.value;
  return edit.op === 'merge-deep' ? mergeDeep(bag, edit.value) : mergeShallow(bag, edit.value);
}

/** What a value is held to; with `removals` a null stands for a key that goes. */
type Measure = BagPolicy & { readonly removals: boolean };

function faultOfValue(value: Json, path: string, depth: number, policy: Measure): Issue | null {
  if (value === null && policy.removals) return null;
  if (typeof value === 'string') {
    if (!isText(value)) return { path, reason: 'characters', limit: null };
    const flat = policy.values !== 'nested' && lengthOf(value) > policy.valueLengthMax;
    return flat ? { path, reason: 'length-max', limit: policy.valueLengthMax } : null;
  }
  if (policy.values === 'strings') return { path, reason: 'type', limit: null };
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path, reason: 'value', limit: null };
  if (typeof value !== 'object' || value === null) {
    return value === null && policy.values === 'scalars' ? { path, reason: 'type', limit: null } : null;
  }
  if (policy.values === 'scalars') return { path, reason: 'type', limit: null };
  if (depth >= policy.depthMax) return { path, reason: 'depth-max', limit: policy.depthMax };
  if (!isJsonObject(value)) {
    for (const item of value) {
      const fault = faultOfValue(item, path, depth + 1, policy);
      if (fault !== null) return fault;
    }
    return null;
  }
  return faultOfObject(value, path, depth, policy);
}

function faultOfObject(value: JsonObject, path: string, depth: number, policy: Measure): Issue | null {
  for (const [key, item] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) return { path, reason: 'key-forbidden', limit: null };
    if (!isText(key)) return { path, reason: 'characters', limit: null };
    if (lengthOf(key) > policy.keyLengthMax) return { path, reason: 'key-length-max', limit: policy.keyLengthMax };
    const fault = faultOfValue(item, path, depth + 1, policy);
    if (fault !== null) return fault;
  }
  return null;
}

/** The first fault of a bag's content under its policy; null when there is none. Size counts the bytes of its JSON. */
export function faultOfBag(path: string, bag: JsonObject, policy: BagPolicy): Issue | null {
  if (Object.keys(bag).length > policy.keysMax) return { path, reason: 'count-max', limit: policy.keysMax };
  const fault = faultOfObject(bag, path, 0, { ...policy, removals: false });
  if (fault !== null) return fault;
  const bytes = Buffer.byteLength(JSON.stringify(bag));
  return bytes > policy.bytesMax ? { path, reason: 'bytes-max', limit: policy.bytesMax } : null;
}

/**
 * Each bag is replaced or merged as the patch says; the limits hold for the result. Keys that could reach a prototype are
 * refused at every depth.
 */
export function judgeMetadata(user: User, patch: UserPatch, situation: Situation): Verdict {
  if (bags.every((bag) => patch.metadata[bag].op === 'keep')) return unchanged;
  const issues: Issue[] = [];
  const next: { -readonly [Bag in keyof Metadata]: JsonObject } = { ...user.metadata };
  for (const bag of bags) {
    const wish = patch.metadata[bag];
    if (wish.op === 'keep') continue;
    const policy = situation.policy.metadata[bag];
    const wrong = faultOfObject(wish.value, `metadata.${bag}`, 0, { ...policy, removals: wish.op !== 'replace' });
    const result = wrong === null ? applyBagEdit(user.metadata[bag], wish) : {};
    const fault = wrong ?? faultOfBag(`metadata.${bag}`, result, policy);
    if (fault !== null) issues.push(fault);
    next[bag] = result;
  }
  return issues.length > 0 ? faults(issues) : changed({ metadata: next });
}
