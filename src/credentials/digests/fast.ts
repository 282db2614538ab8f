// The fast digests: one MD5, SHA-256 or HMAC over the password, with a salt or without. Not safe to keep, but in use.

import { createHmac, hash } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same } from './format.ts';
import { readBase64, readHex } from './notation.ts';

type Kind = { readonly algorithm: 'md5' | 'sha256'; readonly bytes: number };

const md5Kind: Kind = { algorithm: 'md5', bytes: 16 };
const sha256Kind: Kind = { algorithm: 'sha256', bytes: 32 };
const saltMax = 1024;

/** MD5 in hexadecimal. */
export const md5: DigestFormat = imported('md5', (digest) => readPlain(md5Kind, digest), {
  layout: '32 hexadecimal digits',
  limits: '',
});

/** SHA-256 in hexadecimal. */
export const sha256: DigestFormat = imported('sha256', (digest) => readPlain(sha256Kind, digest), {
  layout: '64 hexadecimal digits',
  limits: '',
});

/** MD5 with a salt as it stands. Nobody documents the order, so the salt is tried on both sides. */
export const md5Salted: DigestFormat = imported('md5-salted', (digest) => readSalted(md5Kind, false, digest), {
  layout: '`<salt>$<hex>`, salt on either side',
  limits: '',
});

/** SHA-256 with a salt as it stands, on either side; older documents put the hash before the salt. */
export const sha256Salted: DigestFormat = imported('sha256-salted', (digest) => readSalted(sha256Kind, true, digest), {
  layout: '`<salt>$<hex>` or `<hex>$<salt>`, salt on either side',
  limits: '',
});

/** HMAC-SHA-256 of the password in UTF-16LE with a key kept beside it, as .NET systems make it. */
export const hmacSha256Utf16: DigestFormat = imported('hmac-sha256-utf16', readHmac, {
  layout: '`hmac_sha256_utf16_b64$<base64>$<base64 key>`',
  limits: '',
});

function readPlain({ algorithm, bytes }: Kind, digest: string): Reading {
  const expected = readHex(digest);
  if (expected?.length !== bytes) return malformed;
  return readable(async (password) => same(hash(algorithm, password, 'buffer'), expected));
}

function readSalted({ algorithm, bytes }: Kind, reversible: boolean, digest: string): Reading {
  const tried: { salt: Buffer; expected: Buffer }[] = [];
  const take = (salt: string, text: string) => {
    const [bytesOfSalt, expected] = [Buffer.from(salt, 'utf8'), readHex(text)];
    if (expected?.length === bytes && bytesOfSalt.length >= 1 && bytesOfSalt.length <= saltMax) {
      tried.push({ salt: bytesOfSalt, expected });
    }
  };
  const [last, first] = [digest.lastIndexOf('$'), digest.indexOf('$')];
  if (last > 0) take(digest.slice(0, last), digest.slice(last + 1));
  if (reversible && first > 0) take(digest.slice(first + 1), digest.slice(0, first));
  if (tried.length === 0) return malformed;
  return readable(async (password) => {
    const plain = Buffer.from(password, 'utf8');
    const found = tried.flatMap(({ salt, expected }) =>
      [Buffer.concat([salt, plain]), Buffer.concat([plain, salt])].map((input) =>
        same(hash(algorithm, input, 'buffer'), expected),
      ),
    );
    return found.includes(true);
  });
}

function readHmac(digest: string): Reading {
  const [head, text = '', keyText = '', ...more] = digest.split('$');
  const [expected, key] = [readBase64(text), readBase64(keyText)];
  if (head !== 'hmac_sha256_utf16_b64' || more.length > 0 || expected?.length !== 32) return malformed;
  if (key === null || key.length < 1 || key.length > saltMax) return malformed;
  return readable(async (password) => same(createHmac('sha256', key).update(password, 'utf16le').digest(), expected));
}
