// The parser of one JSON row: what it lets through is safe to merge, to store and to compare.

import { isJsonObject } from '../../core/model/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { RowReading } from './row-event.ts';

const depthMax = 64;
/** Keys that can reach an object's prototype; no row has them as keys. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the JSON text (RFC 8259) of one object, at most 64 deep, itself counted. Of duplicate keys the last one counts. */
export function parseObject(text: string): RowReading {
  const value = parse(text);
  if (value === undefined) return { fault: 'The row is not valid JSON.' };
  if (!isJsonObject(value)) return { fault: 'The row is not an object.' };
  const fault = faultOf(value, depthMax, text.includes('\\u'));
  return fault === null ? { row: value } : { fault };
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Walks a value once; `depthLeft` bounds the recursion. `escapes`: strings may hold what only an escape can write. */
function faultOf(value: unknown, depthLeft: number, escapes: boolean): string | null {
  if (typeof value === 'string') return escapes ? faultOfText(value) : null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'A number in the row is too large.';
  if (typeof value !== 'object' || value === null) return null;
  if (depthLeft === 0) return `The row is nested more than ${depthMax} deep.`;
  for (const [key, item] of Object.entries(value)) {
    if (forbiddenKeys.has(key)) return `The row has the forbidden key ${key}.`;
    const fault = (escapes ? faultOfText(key) : null) ?? faultOf(item, depthLeft - 1, escapes);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOfText(text: string): string | null {
  if (text.includes('\0')) return 'The row holds a NUL character.';
  return text.isWellFormed() ? null : 'The row holds half a surrogate pair.';
}
