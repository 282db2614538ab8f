// The boolean validators: true and false, and flags that are true by being there.

import { badParameter } from '../fault.ts';
import type { Validator } from './validator.ts';

/** Reads true or false; nothing stands for them. */
export function boolean(): Validator<boolean> {
  return (value, path) => (typeof value === 'boolean' ? value : badParameter(path, 'a boolean is expected'));
}

/** Reads anything: what is no boolean is true unless it is null. */
export function flag(): Validator<boolean> {
  return (value) => (typeof value === 'boolean' ? value : value !== null);
}
