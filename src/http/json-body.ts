// The strict reader of JSON bodies: what it lets through is safe to merge, to store and to compare.

import { isUtf8 } from 'node:buffer';
import { parseJson } from '../json/parse-json.ts';

/**
 * Why a body is no good. `malformed`: no JSON in UTF-8. `too-deep`: nested beyond the limit. `key-forbidden`: a key that
 * can reach an object's prototype. `text`: a NUL or half a surrogate pair. `number`: beyond what a number can hold.
 * `empty`: no text at all.
 */
export type BodyRefusal = 'malformed' | 'too-deep' | 'key-forbidden' | 'text' | 'number' | 'empty';

/** A body that was refused before anybody looked at its meaning. Says nothing of the content but `key`, the field at its top. */
export class BodyRefused extends Error {
  readonly code = 'BODY_REFUSED';
  readonly statusCode = 400;
  readonly reason: BodyRefusal;
  /** The top-level field that holds the fault, or null. */
  readonly key: string | null;

  constructor(reason: BodyRefusal, key: string | null = null) {
    super(`body refused: ${reason}`);
    this.name = 'BodyRefused';
    this.reason = reason;
    this.key = key;
  }
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const defaultDepthMax = 32;

/**
 * Reads one JSON text strictly; throws BodyRefused. `depthMax` is how many arrays and objects may lie within each other, the
 * outermost counted. Of duplicate keys the last one counts, as with `JSON.parse`.
 */
export function readJson(bytes: Buffer, depthMax: number = defaultDepthMax): unknown {
  if (bytes.length === 0) throw new BodyRefused('empty');
  if (!isUtf8(bytes)) throw new BodyRefused('malformed');
  const text = bytes.toString('utf8');
  const value = parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  // Raw UTF-8 holds no half surrogate, and raw JSON no control character: both need an escape.
  inspect(value, depthMax, text.includes('\\u'), null);
  return value;
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // The engine's message quotes the text, which may hold a password: it goes no further.
    throw new BodyRefused('malformed');
  }
}

/** Walks a value once; `depthLeft` bounds the recursion too. `escapes`: strings may hold what only an escape can write. */
function inspect(value: unknown, depthLeft: number, escapes: boolean, top: string | null): void {
  if (typeof value === 'string') {
    if (escapes) inspectText(value, top);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new BodyRefused('number', top);
  } else if (typeof value === 'object' && value !== null) {
    if (depthLeft === 0) throw new BodyRefused('too-deep', top);
    if (Array.isArray(value)) {
      for (const item of value) inspect(item, depthLeft - 1, escapes, top);
    } else {
      for (const [key, item] of Object.entries(value)) {
        if (forbiddenKeys.has(key)) throw new BodyRefused('key-forbidden', top);
        if (escapes) inspectText(key, top);
        inspect(item, depthLeft - 1, escapes, top ?? key);
      }
    }
  }
}

function inspectText(text: string, top: string | null): void {
  if (text.includes('\0') || !text.isWellFormed()) throw new BodyRefused('text', top);
}
