// What counts as text: the one check that every string passes before it may be stored.

import type { Issue } from '../model/error.ts';

/** True when the string is well-formed Unicode without NUL, which PostgreSQL cannot store. */
export function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** What ends a line, turns its direction or is not to be seen; joiners, variants and flags are parts of other characters. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/u;

/** True for a name that people can tell from another: with something to see in it, and nothing that is not. */
export function isVisible(name: string): boolean {
  return !unseen.test(name) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(name);
}

/** The number of Unicode code points, which is what people count as characters. */
export function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length++;
  return length;
}

/** The fault of a text that is ill-formed or longer than `lengthMax` code points; null when there is none. */
export function faultOfText(path: string, value: string, lengthMax: number): Issue | null {
  if (!isText(value)) return { path, reason: 'characters', limit: null };
  if (value.length > lengthMax && lengthOf(value) > lengthMax) return { path, reason: 'length-max', limit: lengthMax };
  return null;
}
