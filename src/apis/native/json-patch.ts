// JSON Patch (RFC 6902), on values that are never changed in place.

import type { Json, JsonObject } from '../../core/model/json.ts';
import { readPointer } from './json-pointer.ts';
import { isSameJson } from './same-json.ts';

/** One operation. Members that its `op` does not use are ignored (RFC 6902 §4). */
export type Operation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/**
 * Why a patch does not fit the document: `absent`: there is nothing at the place, or nothing that could hold it; `test`: the
 * value is another; `inside-itself`: something would move into its own child; `whole`: the document itself cannot go;
 * `key-forbidden`: a name that can reach an object's prototype; `bytes-max`: the copies are too large together.
 */
export type PatchMisfit = 'absent' | 'test' | 'inside-itself' | 'whole' | 'key-forbidden' | 'bytes-max' | 'format';

/** A patch did not fit: the first operation that failed, from 0, and the pointer in it that is to blame. */
export class PatchFailed extends Error {
  readonly index: number;
  readonly member: 'path' | 'from';
  readonly reason: PatchMisfit;

  constructor(index: number, member: 'path' | 'from', reason: PatchMisfit) {
    super(`operation ${index}: ${reason}`);
    this.name = 'PatchFailed';
    this.index = index;
    this.member = member;
    this.reason = reason;
  }
}

/** What all copies of one patch may come to, so that copies of copies cannot grow beyond measure. */
const copiedMax = 262_144;
const forbiddenTokens: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Holder = readonly Json[] | JsonObject;
type Fail = (reason: PatchMisfit) => never;

function isHolder(value: Json | undefined): value is Holder {
  return typeof value === 'object' && value !== null;
}

function isList(holder: Holder): holder is readonly Json[] {
  return Array.isArray(holder);
}

/** The place in a list; -1 when the token is no index of one that has `length` places. */
function indexOf(token: string, length: number): number {
  return /^(?:0|[1-9][0-9]{0,8})$/.test(token) && Number(token) < length ? Number(token) : -1;
}

function childOf(holder: Holder, token: string): Json | undefined {
  if (isList(holder)) return holder[indexOf(token, holder.length)];
  return Object.hasOwn(holder, token) ? holder[token] : undefined;
}

function valueAt(document: Json, tokens: readonly string[], fail: Fail): Json {
  let value: Json | undefined = document;
  for (const token of tokens) value = isHolder(value) ? childOf(value, token) : undefined;
  return value === undefined ? fail('absent') : value;
}

function replaced(holder: Holder, token: string, value: Json): Json {
  if (isList(holder)) return holder.with(Number(token), value);
  return Object.fromEntries(new Map(Object.entries(holder)).set(token, value));
}

/** The document with its part at the place (of one token at least) exchanged for what `edit` makes of its holder. */
function within(
  document: Json,
  tokens: readonly string[],
  fail: Fail,
  edit: (holder: Holder, token: string) => Json,
): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return fail('whole');
  if (!isHolder(document)) return fail('absent');
  if (rest.length === 0) return edit(document, token);
  const child = childOf(document, token);
  return child === undefined ? fail('absent') : replaced(document, token, within(child, rest, fail, edit));
}

function added(document: Json, tokens: readonly string[], value: Json, fail: Fail): Json {
  if (tokens.length === 0) return value;
  return within(document, tokens, fail, (holder, token) => {
    if (!isList(holder)) return replaced(holder, token, value);
    const index = token === '-' ? holder.length : indexOf(token, holder.length + 1);
    return index < 0 ? fail('absent') : holder.toSpliced(index, 0, value);
  });
}

function removed(document: Json, tokens: readonly string[], fail: Fail): Json {
  return within(document, tokens, fail, (holder, token) => {
    if (childOf(holder, token) === undefined) return fail('absent');
    if (isList(holder)) return holder.toSpliced(Number(token), 1);
    return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== token));
  });
}

function moved(document: Json, from: readonly string[], to: readonly string[], fails: Fails): Json {
  const value = valueAt(document, from, fails.from);
  const inside = from.length < to.length && from.every((token, index) => token === to[index]);
  if (inside) return fails.path('inside-itself');
  if (from.length === to.length && from.every((token, index) => token === to[index])) return document;
  return added(removed(document, from, fails.from), to, value, fails.path);
}

function tokensOf(pointer: string, fail: Fail): readonly string[] {
  const tokens = readPointer(pointer);
  if (tokens === null) return fail('format');
  return tokens.some((token) => forbiddenTokens.has(token)) ? fail('key-forbidden') : tokens;
}

type Fails = { readonly path: Fail; readonly from: Fail };

function failsOf(index: number): Fails {
  const failing =
    (member: 'path' | 'from'): Fail =>
    (reason) => {
      throw new PatchFailed(index, member, reason);
    };
  return { path: failing('path'), from: failing('from') };
}

type Valued = Extract<Operation, { value: Json }>;

/** By its name: an operation that has no use for a value may carry one all the same. */
function isValued(operation: Operation): operation is Valued {
  return operation.op === 'add' || operation.op === 'replace' || operation.op === 'test';
}

function withValue(document: Json, { op, value }: Valued, path: readonly string[], fail: Fail): Json {
  if (op === 'add') return added(document, path, value, fail);
  const present = valueAt(document, path, fail);
  if (op === 'test') return isSameJson(present, value) ? document : fail('test');
  return path.length === 0 ? value : within(document, path, fail, (holder, token) => replaced(holder, token, value));
}

/**
 * What the operations, one after the other, make of the document; all of them or none. Written here and not taken from a
 * package because it must not follow prototypes (`/metadata/public/toString` is absent), must take array indices by the
 * letter, and must bound what copies of copies come to. @throws PatchFailed
 */
export function applyJsonPatch(document: Json, operations: readonly Operation[]): Json {
  let result = document;
  let copied = 0;
  for (const [index, operation] of operations.entries()) {
    const fails = failsOf(index);
    const path = tokensOf(operation.path, fails.path);
    if (isValued(operation)) result = withValue(result, operation, path, fails.path);
    else if (operation.op === 'remove') result = removed(result, path, fails.path);
    else {
      const from = tokensOf(operation.from, fails.from);
      if (operation.op === 'move') result = moved(result, from, path, fails);
      else {
        const value = valueAt(result, from, fails.from);
        copied += JSON.stringify(value).length;
        if (copied > copiedMax) fails.from('bytes-max');
        result = added(result, path, value, fails.path);
      }
    }
  }
  return result;
}
