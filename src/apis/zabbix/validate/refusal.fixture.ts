// What a validator tells of a value that it refuses, for tests.

import { Fault } from '../fault.ts';
import { read, type Validator } from './validator.ts';

/** The text of the fault, null when the value is read; any other error goes on. */
export function refusal(validator: Validator<unknown>, value: unknown, path = '/x'): string | null {
  try {
    read(validator, value, path);
    return null;
  } catch (error) {
    if (error instanceof Fault && error.code === -32602) return error.data;
    throw error;
  }
}

/** The reason given for a value at `/x`. */
export function reason(validator: Validator<unknown>, value: unknown): string | null {
  return refusal(validator, value)?.replace(/^Invalid parameter "\/x": (.*)\.$/s, '$1') ?? null;
}
