// The hash of a password, as public lists of breached ones have it.

import { hash } from 'node:crypto';

/** The SHA-1 of a text in UTF-8, in 40 upper-case hexadecimal digits. */
export function sha1(text: string): string {
  return hash('sha1', text, 'hex').toUpperCase();
}
