// Symfony's message digest: SHA-512 over and over, with the salt in braces.

import { hash } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same, tooCostly } from './format.ts';
import { readBase64, readNumber } from './notation.ts';
import { isAffordable, iterate } from './slices.ts';

const iterationsMax = 1_000_000;
const saltMax = 1024;

/** MessageDigestPasswordHasher of symfony/password-hasher (read 2026-08), SHA-512 in base64; 5000 iterations unless set. */
export const sha512Symfony: DigestFormat = imported('sha512-symfony', read, {
  layout: '`sha512_symfony$<iterations>$<salt>$<base64>`',
  limits: 'iterations > 1,000,000',
});

function read(digest: string): Reading {
  const [head, count = '', salt = '', text = '', ...more] = digest.split('$');
  const [iterations, expected] = [readNumber(count), readBase64(text)];
  if (head !== 'sha512_symfony' || more.length > 0 || iterations === null || expected?.length !== 64) return malformed;
  if (salt === '' || /[{}]/.test(salt) || Buffer.byteLength(salt) > saltMax) return malformed;
  if (iterations > iterationsMax) return tooCostly;
  return readable(async (password) => {
    const salted = Buffer.from(`${password}{${salt}}`, 'utf8');
    if (!isAffordable(iterations, salted.length + 64)) return false;
    const input = Buffer.concat([hash('sha512', salted, 'buffer'), salted]);
    await iterate(iterations - 1, () => {
      input.set(hash('sha512', input, 'buffer'), 0);
    });
    return same(input.subarray(0, 64), expected);
  });
}
