// Firebase's digests: scrypt makes the key that encrypts the project's signer key.

import { createCipheriv } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same, tooCostly } from './format.ts';
import { readAnyBase64, readNumber } from './notation.ts';
import { judgeScrypt, runScrypt, scryptLimits } from './scrypt.ts';

type Fields = {
  readonly hash: string;
  readonly salt: string;
  readonly signer: string;
  readonly separator: string;
  readonly rounds: string;
  readonly memory: string;
};

const signerMin = 16;
const bytesMax = 1024;

/** Six fields, padded base64 in the ordinary or the URL-safe alphabet. */
export const scryptFirebase: DigestFormat = imported(
  'scrypt-firebase',
  (digest) => {
    const [hash = '', salt = '', signer = '', separator = '', rounds = '', memory = '', ...more] = digest.split('$');
    return more.length > 0 ? malformed : check({ hash, salt, signer, separator, rounds, memory });
  },
  { layout: '`<hash>$<salt>$<signer key>$<salt separator>$<rounds>$<memory cost>`', limits: scryptLimits },
);

const phc = /^\$firebase-scrypt\$r=([0-9]+),m=([0-9]+),sk=([^$,]+),ss=([^$,]*)\$([^$]+)\$([^$]+)$/;
const named = /^\$firebase-scrypt\$hash=([^$]+)\$salt=([^$]+)\$sk=([^$]+)\$ss=([^$]*)\$r=([0-9]+)\$m=([0-9]+)$/;

/** The two shapes with names, padded or not: parameters first as in PHC strings, or everything by its name. */
export const scryptFirebasePhc: DigestFormat = imported('scrypt-firebase-phc', readNamed, {
  layout: '`$firebase-scrypt$r=…,m=…,sk=…,ss=…$<salt>$<hash>` or `$firebase-scrypt$hash=…$salt=…$sk=…$ss=…$r=…$m=…`',
  limits: scryptLimits,
});

function readNamed(digest: string): Reading {
  const first = phc.exec(digest);
  if (first !== null) {
    const [, rounds = '', memory = '', signer = '', separator = '', salt = '', hash = ''] = first;
    return check({ hash, salt, signer, separator, rounds, memory });
  }
  const [, hash = '', salt = '', signer = '', separator = '', rounds = '', memory = ''] = named.exec(digest) ?? [];
  return check({ hash, salt, signer, separator, rounds, memory });
}

/**
 * scrypt over the salt and the separator (n = 2^memory cost, r = rounds, p = 1); its first 32 bytes are the AES-256-CTR key,
 * counted from zero, that makes the digest of the signer key (https://github.com/firebase/scrypt, read 2026-08).
 */
function check(fields: Fields): Reading {
  const [hash, salt, signer] = [readAnyBase64(fields.hash), readAnyBase64(fields.salt), readAnyBase64(fields.signer)];
  const separator = readAnyBase64(fields.separator);
  if (hash === null || salt === null || signer === null || separator === null) return malformed;
  if (hash.length !== signer.length || signer.length < signerMin || signer.length > bytesMax) return malformed;
  if (salt.length < 1 || salt.length + separator.length > bytesMax) return malformed;
  const memory = readNumber(fields.memory);
  const cost = judgeScrypt(memory === null ? null : 2 ** Math.min(memory, 64), readNumber(fields.rounds), 1);
  if (cost === 'malformed') return malformed;
  if (cost === 'too-costly') return tooCostly;
  return readable(async (password) => {
    const key = await runScrypt(Buffer.from(password, 'utf8'), Buffer.concat([salt, separator]), 64, cost);
    const cipher = createCipheriv('aes-256-ctr', key.subarray(0, 32), Buffer.alloc(16));
    return same(Buffer.concat([cipher.update(signer), cipher.final()]), hash);
  });
}
