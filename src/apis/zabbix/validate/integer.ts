// The integer validator: 32 bits, and the values among them that are in place.

import { badParameter } from '../fault.ts';
import type { Validator } from './validator.ts';

/** One value, or all from the first to the last. */
export type Range = number | readonly [first: number, last: number];

/** What may be said of an integer. */
export type IntegerOptions = {
  /** The values in place, as they are told of when another comes; absent: all. */
  readonly oneOf?: readonly Range[];
};

/** An integer as the text that would be sent for it, anything else as it is; beyond 64 bits there are no integers, as in PHP. */
export function textIfInteger(value: unknown): unknown {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? String(value) : value;
}

/** Refuses a number beyond 32 bits, or none of those in place. */
export function judgeInteger(value: number, { oneOf }: IntegerOptions, path: string): void {
  if (value < -(2 ** 31) || value > 2 ** 31 - 1) badParameter(path, 'a number is too large');
  if (oneOf === undefined) return;
  const fits = (range: Range) => (typeof range === 'number' ? range === value : range[0] <= value && value <= range[1]);
  if (oneOf.some(fits)) return;
  const isOnlyOne = oneOf.length === 1 && typeof oneOf[0] === 'number';
  const told = oneOf.map((range) => (typeof range === 'number' ? range : range.join('-'))).join(', ');
  badParameter(path, `value must be ${isOnlyOne ? '' : 'one of '}${told}`);
}

/** Reads an integer, sent as one or as digits with a minus or not. */
export function integer(options: IntegerOptions = {}): Validator<number> {
  return (value, path) => {
    const text = textIfInteger(value);
    if (typeof text !== 'string' || !/^-?[0-9]+$/.test(text)) return badParameter(path, 'an integer is expected');
    // The sum makes 0 of -0.
    const number = Number(text) + 0;
    judgeInteger(number, options, path);
    return number;
  };
}
