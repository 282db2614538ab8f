// Password digests that say themselves how they were made.

import { keep, type UserPatch } from '../../core/model/patch.ts';
import type { Cells } from './cells.ts';

/** Firebase's scrypt as Supabase writes it (samples in the tests of supabase/auth, read 2026-11). */
const firebaseInSupabase = /^\$fbscrypt\$v=1,n=([0-9]+),r=([0-9]+),p=1(?:,ss=([^,$]+))?,sk=([^,$]+)\$([^$]+)\$([^$]+)$/;

/**
 * The password of which there is a digest under the name: bcrypt, argon2, or Firebase's scrypt. Any other digest is a fault,
 * for nobody could tell how to check it.
 */
export function passwordOf(cells: Cells, name: string): UserPatch['password'] {
  const digest = cells.text(name);
  if (digest === null) return keep;
  if (/^\$2[aby]\$/.test(digest)) return { op: 'set-digest', scheme: 'bcrypt', digest };
  if (/^\$argon2(?:id|i|d)\$/.test(digest)) return { op: 'set-digest', scheme: 'argon2', digest };
  const [, memory, rounds, separator = '', signer, salt, hash] = firebaseInSupabase.exec(digest) ?? [];
  if (hash !== undefined) {
    const fields = [hash, salt, signer, separator, rounds, memory].join('$');
    return { op: 'set-digest', scheme: 'scrypt-firebase', digest: fields };
  }
  cells.fault(name, digest.startsWith('{') ? 'is encrypted by its server' : 'is not a known form of digest');
  return keep;
}
