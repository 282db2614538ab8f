// The scrypt digests (RFC 7914): PHC strings and Werkzeug's.

import { type ScryptOptions, scrypt } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, same, tooCostly } from './format.ts';
import { type Encode, readBase64, readHex, readNumber, utf8 } from './notation.ts';

export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number };

/** 128 · n · r · p: 256 MiB take 0.75 s (measured 2026-08). */
const workMax = 268_435_456;
const bytesMin = 16;
const bytesMax = 1024;
export const scryptLimits = '128 · n · r · p > 256 MiB';

/** The cost that OWASP's Password Storage Cheat Sheet (read 2026-08) takes for as strong as our argon2id: n=2^17, r=8, p=1. */
const strongBytes = 134_217_728;

/** The cost when it is one (n a power of two, RFC 7914 §2 and §6) and may be run; otherwise what is wrong with it. */
export function judgeScrypt(
  n: number | null,
  r: number | null,
  p: number | null,
): ScryptCost | 'malformed' | 'too-costly' {
  if (n === null || r === null || p === null || n < 2 || r < 1 || p < 1) return 'malformed';
  if (!Number.isInteger(Math.log2(n)) || Math.log2(n) >= 16 * r) return 'malformed';
  return 128 * n * r * p > workMax ? 'too-costly' : { n, r, p };
}

/** Runs scrypt in Node's pool. */
export function runScrypt(password: Buffer, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
  const options: ScryptOptions = { N: cost.n, r: cost.r, p: cost.p, maxmem: workMax + 16_777_216 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Judges what was read of a digest: null is what could not be. */
export function checkScrypt(
  cost: ReturnType<typeof judgeScrypt>,
  { salt, key }: { readonly salt: Buffer | null; readonly key: Buffer | null },
  encode: Encode = utf8,
): Reading {
  if (cost === 'malformed' || salt === null || key === null) return malformed;
  if (salt.length < 1 || salt.length > bytesMax || key.length < bytesMin || key.length > bytesMax) return malformed;
  if (cost === 'too-costly') return tooCostly;
  return {
    ok: true,
    current: 128 * cost.n * cost.r >= strongBytes && salt.length >= 16 && key.length >= 32,
    verify: async (password) => {
      const bytes = encode(password);
      return bytes !== null && same(await runScrypt(bytes, salt, key.length, cost), key);
    },
  };
}

const phc =
  /^\$scrypt\$(?:v=1\$)?(?:n=([0-9]{1,10})|ln=([0-9]{1,2})),r=([0-9]{1,10}),p=([0-9]{1,10})(?:,kl=([0-9]{1,4}))?\$([^$]+)\$([^$]+)$/;

/** PHC strings: `n` is the cost itself and `ln` its logarithm, `kl` the length of the key. */
export const scryptPhc: DigestFormat = imported(
  'scrypt-phc',
  (digest) => {
    const [, n, logarithm, r = '', p = '', length, salt = '', text = ''] = phc.exec(digest) ?? [];
    const key = readBase64(text);
    if (length !== undefined && readNumber(length) !== key?.length) return malformed;
    const power = readNumber(logarithm ?? '');
    const cost = judgeScrypt(power === null ? readNumber(n ?? '') : 2 ** power, readNumber(r), readNumber(p));
    return checkScrypt(cost, { salt: readBase64(salt), key });
  },
  {
    layout: '`$scrypt$v=1$n=…,r=…,p=…,kl=…$<salt>$<hash>` or `$scrypt$ln=…,r=…,p=…$<salt>$<hash>`',
    limits: scryptLimits,
  },
);

const werkzeug = /^\$?scrypt:([0-9]{1,10}):([0-9]{1,10}):([0-9]{1,10})\$([^$]+)\$([^$]+)$/;

/**
 * As Werkzeug writes it (generate_password_hash in werkzeug/security.py, 2026-08): the salt as it stands, 64 bytes of key in
 * hexadecimal. Some documents say base64 and put a `$` before: both are taken.
 */
export const scryptWerkzeug: DigestFormat = imported(
  'scrypt-werkzeug',
  (digest) => {
    const [, n = '', r = '', p = '', salt = '', text = ''] = werkzeug.exec(digest) ?? [];
    const key = readHex(text) ?? readBase64(text);
    if (key?.length !== 64) return malformed;
    return checkScrypt(judgeScrypt(readNumber(n), readNumber(r), readNumber(p)), {
      salt: Buffer.from(salt, 'utf8'),
      key,
    });
  },
  { layout: '`scrypt:<n>:<r>:<p>$<salt>$<hex>`', limits: scryptLimits },
);
