// The reader of a body's JSON: what it lets through can be walked and stored.

import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../../json/parse-json.ts';
import { Fault } from '../fault.ts';

const depthMax = 64;

/**
 * Reads a body as JSON; throws Fault -32700 where it is none, is no UTF-8 (a byte order mark is no JSON either), is nested more
 * than 64 deep, or holds half a surrogate pair or a number beyond a double. Any key is let through, `__proto__` too.
 */
export function parseBody(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return refuse();
  const text = bytes.toString('utf8');
  const value = parse(text);
  // Raw UTF-8 holds no half surrogate: it needs an escape.
  return isSound(value, depthMax, text.includes('\\u')) ? value : refuse();
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // The engine's message quotes the text, which may hold a password.
    return refuse();
  }
}

function refuse(): never {
  throw new Fault(-32700, 'Invalid JSON. An error occurred on the server while parsing the JSON text.');
}

/** `depthLeft` bounds the recursion too. */
function isSound(value: unknown, depthLeft: number, escapes: boolean): boolean {
  if (typeof value === 'string') return !escapes || value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depthLeft === 0) return false;
  return Object.entries(value).every(
    ([key, item]) => (!escapes || key.isWellFormed()) && isSound(item, depthLeft - 1, escapes),
  );
}

/** Whether a text in the value, or a key, holds a NUL, which PostgreSQL cannot store; for values that `parseBody` let through. */
export function holdsNull(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => key.includes('\0') || holdsNull(item));
}
