// The password: games send its MD5, and that is all that is known of it here; servers send it as it is.

import type { UserPatch } from '../../../core/model/patch.ts';
import { mismatched } from '../fault.ts';

/** Reads what a client made of a password. Anything but an MD5 comes from somebody who went past the client. */
export function readHash(text: string, name: string): string {
  const hash = /^[0-9A-Fa-f]{32}$/.test(text)
    ? text
    : mismatched(name, 'must be the MD5 of the password, in hexadecimal');
  return hash.toLowerCase(); // not a key: two spellings of the same number
}

/** Sets a password by its hash. It says nothing of its length or strength, so nothing of them can be asked. */
export function passwordEdit(hash: string): UserPatch['password'] {
  return { op: 'set', plain: hash, checks: 'skip', preHash: 'md5' };
}

/** Sets a password as a server knows it. Documented examples have short ones, so a server's word does for it. */
export function plainPasswordEdit(text: string, name: string): UserPatch['password'] {
  const plain = text === '' ? mismatched(name, 'must not be empty') : text;
  return { op: 'set', plain, checks: 'skip', preHash: 'none' };
}
