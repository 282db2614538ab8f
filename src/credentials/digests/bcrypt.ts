// The bcrypt digests: `$2a$`, `$2b$` and `$2y$` strings of 60 characters.

import { verify } from '@node-rs/bcrypt';
import { type DigestFormat, imported, malformed, type Reading, tooCostly } from './format.ts';

const costMax = 15;
const pattern = /^\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{53}$/;
const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * bcrypt by any other system. It looks at the first 72 bytes only, so a longer password that agrees in those matches: as it
 * did where the digest was made. A match is the occasion to make a current digest over all of the password.
 */
export const bcrypt: DigestFormat = imported('bcrypt', read, {
  layout: '`$2b$<cost>$<salt><hash>`, also `$2a$` and `$2y$`',
  limits: 'cost > 15',
});

function read(digest: string): Reading {
  const parts = pattern.exec(digest);
  if (parts === null) return malformed;
  const cost = Number(parts[1]);
  if (cost < 4 || cost > 31) return malformed;
  if (cost > costMax) return tooCostly;
  const canonical = canonicalise(digest);
  return { ok: true, current: false, verify: (password) => verify(password, canonical) };
}

/**
 * Clears the bits that carry nothing: 22 characters hold 132 bits for a salt of 128, 31 hold 186 for a hash of 184. Some
 * software left them set; crypt_blowfish and OpenBSD ignore them, while the library compares the text.
 */
function canonicalise(digest: string): string {
  return `${digest.slice(0, 28)}${clear(digest.slice(28, 29), 0x30)}${digest.slice(29, 59)}${clear(digest.slice(59), 0x3c)}`;
}

function clear(character: string, mask: number): string {
  return alphabet.charAt(alphabet.indexOf(character) & mask);
}
