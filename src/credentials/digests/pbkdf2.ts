// The PBKDF2 digests (RFC 8018): PHC strings, Django's, and hexadecimal and base64 fields behind `$`.

import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { type DigestFormat, imported, malformed, type Reading, readable, same, tooCostly } from './format.ts';
import { type Encode, readBase64, readHex, readNumber, utf8 } from './notation.ts';

const derive = promisify(pbkdf2);

/** Iterations times blocks: 2,000,000 take 0.4 s with SHA-256 and 1 s with SHA-512 (measured 2026-08). */
const workMax = 2_000_000;
const bytesMin = 16;
const bytesMax = 1024;
const limits = 'iterations × blocks of the hash > 2,000,000';

const blockBytes = { sha1: 20, sha256: 32, sha512: 64 } as const;
export type Pbkdf2Hash = keyof typeof blockBytes;

/** The hash function of that name, or null: those that a PBKDF2 digest may be made with. */
export function pbkdf2HashOf(name: string): Pbkdf2Hash | null {
  return name === 'sha1' || name === 'sha256' || name === 'sha512' ? name : null;
}

/** Judges what was read of a digest: null is what could not be. */
export function checkPbkdf2(
  hash: Pbkdf2Hash | null,
  parts: { readonly iterations: number | null; readonly salt: Buffer | null; readonly key: Buffer | null },
  encode: Encode = utf8,
): Reading {
  const { iterations, salt, key } = parts;
  if (hash === null || iterations === null || salt === null || key === null) return malformed;
  if (salt.length < 1 || salt.length > bytesMax || key.length < bytesMin || key.length > bytesMax) return malformed;
  if (iterations * Math.ceil(key.length / blockBytes[hash]) > workMax) return tooCostly;
  return readable(async (password) => {
    const bytes = encode(password);
    return bytes !== null && same(await derive(bytes, salt, iterations, key.length, hash), key);
  });
}

type Fields = { readonly salt: Buffer | null; readonly key: Buffer | null };

/** A format of `<prefix>$<iterations>$<salt>$<key>`, and of `$<length>` behind it where `length` says so. */
function fields(
  exportAs: string,
  prefix: string,
  hash: Pbkdf2Hash,
  shown: string,
  take: (salt: string, key: string, length: string | undefined) => Fields | null,
): DigestFormat {
  const read = (digest: string): Reading => {
    const [head, iterations = '', salt = '', key = '', length, ...more] = digest.split('$');
    const taken = take(salt, key, length);
    if (head !== prefix || more.length > 0 || taken === null) return malformed;
    return checkPbkdf2(hash, { iterations: readNumber(iterations), ...taken });
  };
  return imported(exportAs, read, { layout: `\`${prefix}$<iterations>$${shown}\``, limits });
}

const literal = (salt: string) => Buffer.from(salt, 'utf8');

/** The salt in hexadecimal where it can be read so, otherwise as it stands; 32 bytes of key unless a length is given. */
export const pbkdf2Sha1 = fields(
  'pbkdf2-sha1',
  'pbkdf2_sha1',
  'sha1',
  '<salt>$<hex>[$<length>]',
  (salt, text, length) => {
    const key = readHex(text);
    return key?.length === (length === undefined ? 32 : readNumber(length))
      ? { salt: readHex(salt) ?? literal(salt), key }
      : null;
  },
);

/** Salt and key in base64. */
export const pbkdf2Sha256 = fields(
  'pbkdf2-sha256',
  'pbkdf2_sha256',
  'sha256',
  '<base64 salt>$<base64>',
  (salt, key, length) => (length === undefined ? { salt: readBase64(salt), key: readBase64(key) } : null),
);

/** As Django stores it: the salt as it stands, the key in base64 (PBKDF2PasswordHasher in django/contrib/auth/hashers.py, 2026-08). */
export const pbkdf2Sha256Django = fields(
  'pbkdf2-sha256-django',
  'pbkdf2_sha256',
  'sha256',
  '<salt>$<base64>',
  (salt, key, length) => (length === undefined ? { salt: literal(salt), key: readBase64(key) } : null),
);

/** The salt as it stands, the key in hexadecimal. */
export const pbkdf2Sha512 = fields('pbkdf2-sha512', 'pbkdf2_sha512', 'sha512', '<salt>$<hex>', (salt, key, length) =>
  length === undefined ? { salt: literal(salt), key: readHex(key) } : null,
);

/** Salt and key in hexadecimal. */
export const pbkdf2Sha512Hex = fields(
  'pbkdf2-sha512-hex',
  'pbkdf2_sha512_hex',
  'sha512',
  '<hex salt>$<hex>',
  (salt, key, length) => (length === undefined ? { salt: readHex(salt), key: readHex(key) } : null),
);

const phc =
  /^\$pbkdf2(?:\$i=([0-9]{1,10}),d=(sha1|sha256|sha512)|-(sha1|sha256|sha512)\$i=([0-9]{1,10})(?:,l=([0-9]{1,4}))?)\$([^$]+)\$([^$]+)$/;

/** PHC strings in both spellings in use: the hash as a parameter `d`, or in the name of the function. */
export const pbkdf2Phc: DigestFormat = imported('pbkdf2-phc', readPbkdf2Phc, {
  layout: '`$pbkdf2$i=…,d=sha256$<salt>$<hash>` or `$pbkdf2-sha256$i=…,l=…$<salt>$<hash>`',
  limits,
});

/** Reads a PHC string of PBKDF2. */
export function readPbkdf2Phc(digest: string): Reading {
  const [, first, parameter, named, second, length, salt = '', text = ''] = phc.exec(digest) ?? [];
  const key = readBase64(text);
  if (length !== undefined && readNumber(length) !== key?.length) return malformed;
  return checkPbkdf2(pbkdf2HashOf(parameter ?? named ?? ''), {
    iterations: readNumber(first ?? second ?? ''),
    salt: readBase64(salt),
    key,
  });
}
