// The one spelling of a value under which equal values are the same text.

import { secondsPer } from '../validate/time-unit.ts';
import type { Kind } from './description.ts';

const idMax = 2n ** 63n - 1n;
const integerMin = -(2 ** 31);
const integerMax = 2 ** 31 - 1;

function canonicalId(text: string): string | null {
  if (!/^\d+$/.test(text)) return null;
  const digits = text.replace(/^0+(?=\d)/, '');
  return digits.length <= 19 && BigInt(digits) <= idMax ? digits : null;
}

function canonicalInteger(text: string): string | null {
  if (!/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return value >= integerMin && value <= integerMax ? String(value) : null;
}

/** Its seconds where text is a duration, else the text itself. */
export function canonicalDuration(text: string): string {
  const [, count, unit] = /^(0|[1-9]\d{0,9})([smhdw]?)$/.exec(text) ?? [];
  const seconds = secondsPer.get(unit ?? '');
  return count === undefined || seconds === undefined ? text : String(Number(count) * seconds);
}

/**
 * The canonical spelling: ids (0 to 2^63-1) and integers (32 bits) without leading zeros, durations in seconds where they
 * are durations, text as it is. Null when no value of the kind is spelled so.
 */
export function canonical(kind: Kind, text: string): string | null {
  if (kind === 'id') return canonicalId(text);
  if (kind === 'integer') return canonicalInteger(text);
  return kind === 'duration' ? canonicalDuration(text) : text;
}
