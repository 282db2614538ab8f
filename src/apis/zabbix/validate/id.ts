// The id validator: ids of objects, alone and in lists.

import { badParameter } from '../fault.ts';
import { textIfInteger } from './integer.ts';
import { type ListOptions, list } from './list.ts';
import type { Validator } from './validator.ts';

const idMax = '9223372036854775807';

/** What may be said of an id. */
export type IdOptions = {
  /** Whether only 0 is in place, the id of nothing. */
  readonly zero?: boolean;
};

/** The digits of an id without leading zeros; null when it is none. */
function digitsOf(value: unknown): string | null {
  const text = textIfInteger(value);
  return typeof text === 'string' && /^[0-9]+$/.test(text) ? text.replace(/^0+(?=[0-9])/, '') : null;
}

function isTooLarge(value: unknown, digits: string): boolean {
  // A number that JSON's reader has rounded would name another object than the sender means.
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return true;
  return digits.length > idMax.length || (digits.length === idMax.length && digits > idMax);
}

function isId(value: unknown): boolean {
  const digits = digitsOf(value);
  return digits !== null && !isTooLarge(value, digits);
}

/** Reads an id, 0 to 2^63-1, sent as digits or as an integer, as digits without leading zeros. */
export function id({ zero = false }: IdOptions = {}): Validator<string> {
  return (value, path) => {
    const digits = digitsOf(value);
    if (digits === null) return badParameter(path, 'a number is expected');
    if (isTooLarge(value, digits)) badParameter(path, 'a number is too large');
    if (zero && digits !== '0') badParameter(path, 'value must be 0');
    return digits;
  };
}

/** Reads a list of ids. */
export function ids(options: ListOptions = {}): Validator<readonly string[]> {
  return list(id(), isId, options);
}
