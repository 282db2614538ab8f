// The ids of the audit log: texts like CUIDs that say which change they mean.

import { hash } from 'node:crypto';
import { badParameter } from '../fault.ts';
import type { Validator } from '../validate/validator.ts';

const length = 25;
const seqDigits = 21;
const partDigits = 3;

/** The id of the `part`-th record of a change; in the order of texts they are in the order of the changes. */
export function writeAuditId(seq: number, part: number): string {
  return `c${seq.toString(36).padStart(seqDigits, '0')}${part.toString(36).padStart(partDigits, '0')}`;
}

/** The change and the part that an id means; null: none that there could be. */
export function readAuditId(id: string): { readonly seq: number; readonly part: number } | null {
  const seq = Number.parseInt(id.slice(1, 1 + seqDigits), 36);
  const part = Number.parseInt(id.slice(1 + seqDigits), 36);
  return Number.isSafeInteger(seq) && writeAuditId(seq, part) === id ? { seq, part } : null;
}

/** The id that all records of one request share. */
export function recordSetIdOf(requestId: string): string {
  const digits = BigInt(`0x${hash('sha256', requestId, 'hex')}`).toString(36);
  return `c${digits.padStart(length - 1, '0').slice(0, length - 1)}`;
}

/** Whether a value has the form of such an id. */
export function isCuid(value: unknown): boolean {
  return typeof value === 'string' && value.length === length && value.startsWith('c');
}

/** Reads the id of a record or of a set. */
export const cuid: Validator<string> = (value, path) => {
  if (typeof value !== 'string') return badParameter(path, 'a character string is expected');
  if (value.length !== length) badParameter(path, `must be ${length} characters long`);
  return value.startsWith('c') ? value : badParameter(path, 'CUID is expected');
};
