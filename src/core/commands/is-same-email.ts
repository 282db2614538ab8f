// Telling whether two spellings are one email address, for those who show a user by one.

import { readEmail } from '../rules/addresses.ts';
import { foldEmail } from '../rules/keys.ts';

/** True when both texts are, to the rules, the same email address. */
export function isSameEmail(left: string, right: string): boolean {
  return foldEmail(readEmail(left) ?? left) === foldEmail(readEmail(right) ?? right);
}
