// Auth0's `custom_password_hash`: a JSON object that says how the digest was made.

import { createHmac, hash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../core/model/json.ts';
import { readArgon2 } from './argon2.ts';
import { bcrypt } from './bcrypt.ts';
import { type DigestFormat, imported, malformed, type Reading, readable, same } from './format.ts';
import { type Encode, readBase64, readHex, readObject } from './notation.ts';
import { readPbkdf2Phc } from './pbkdf2.ts';
import { checkScrypt, judgeScrypt } from './scrypt.ts';
import { ssha, ssha256 } from './ssha.ts';

const known = {
  object: ['algorithm', 'hash', 'salt', 'password', 'keylen', 'cost', 'blockSize', 'parallelization'],
  hash: ['value', 'encoding', 'digest', 'key'],
  salt: ['value', 'encoding', 'position'],
  key: ['value', 'encoding'],
  password: ['encoding'],
} as const;
const bytesMax = 1024;

const lengths = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;
type Name = keyof typeof lengths;
const names = ['md5', 'sha1', 'sha256', 'sha512'] as const satisfies readonly Name[];
const passwordEncodings = ['ascii', 'utf8', 'utf16le', 'ucs2', 'latin1', 'binary'] as const;

type Salt = { readonly bytes: Buffer; readonly first: boolean };
type Parts = {
  readonly object: JsonObject;
  readonly value: string;
  readonly key: Buffer | null;
  readonly salt: Salt | null;
  readonly encode: Encode;
  readonly digest: Name | null;
};

/**
 * The object of a bulk import (https://auth0.com/docs/manage-users/user-migration/bulk-user-import-database-schema-and-examples,
 * read 2026-08), but for `md4`, which no maintained library offers.
 */
export const auth0Json: DigestFormat = imported('auth0-json', read, {
  layout:
    '`{"algorithm":…,"hash":{"value":…,"encoding":…},…}`: argon2, bcrypt, hmac, ldap, md5, sha1, sha256, sha512, pbkdf2, scrypt',
  limits: 'as the format it names',
});

function read(digest: string): Reading {
  const object = readObject(digest);
  if (object === null || !isJsonObject(object.hash)) return malformed;
  const hasOnly = (value: unknown, allowed: readonly string[]) =>
    value === undefined || (isJsonObject(value) && Object.keys(value).every((name) => allowed.includes(name)));
  const parts = [
    hasOnly(object, known.object),
    hasOnly(object.hash, known.hash),
    hasOnly(object.hash.key, known.key),
    hasOnly(object.salt, known.salt),
    hasOnly(object.password, known.password),
  ];
  return parts.includes(false) ? malformed : readParts(object, object.hash);
}

function readParts(object: JsonObject, made: JsonObject): Reading {
  const { value, encoding = 'utf8' } = made;
  const salt = readSalt(object.salt);
  const encode = readEncoding(object.password);
  if (typeof value !== 'string' || salt === undefined || encode === null) return malformed;
  if (encoding === 'utf8') return object.salt === undefined ? readText(object, value) : malformed;
  const key = readBytes({ value, encoding });
  const digest = names.find((name) => name === made.digest) ?? null;
  const parts = { object, value, key, salt, encode, digest };
  if (object.algorithm === 'scrypt') return readScrypt(parts);
  return object.algorithm === 'hmac' ? readHmac(parts, made.key) : readHash(parts);
}

/** The algorithms whose digests are texts with everything in them. */
function readText(object: JsonObject, value: string): Reading {
  if (isJsonObject(object.password) && object.password.encoding !== 'utf8') return malformed;
  if (object.algorithm === 'argon2') return readArgon2(value);
  if (object.algorithm === 'bcrypt') return bcrypt.read(value);
  if (object.algorithm === 'pbkdf2') return readPbkdf2Phc(value);
  if (object.algorithm !== 'ldap') return malformed;
  const reading = ssha.read(value);
  return reading.ok ? reading : ssha256.read(value);
}

function readScrypt({ object, key, salt, encode }: Parts): Reading {
  const { keylen, cost, blockSize = 8, parallelization = 1 } = object;
  const whole = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : null);
  if (keylen !== undefined && keylen !== key?.length) return malformed;
  const judged = judgeScrypt(whole(cost), whole(blockSize), whole(parallelization));
  return checkScrypt(judged, { salt: salt?.bytes ?? null, key }, encode);
}

function readHmac({ key: expected, salt, encode, digest }: Parts, given: unknown): Reading {
  const secret = readBytes(given);
  if (secret === null || digest === null || expected?.length !== lengths[digest]) return malformed;
  return over(expected, salt, encode, (input) => createHmac(digest, secret).update(input).digest());
}

function readHash({ object, key: expected, salt, encode }: Parts): Reading {
  const name = names.find((one) => one === object.algorithm);
  if (name === undefined || expected?.length !== lengths[name]) return malformed;
  return over(expected, salt, encode, (input) => hash(name, input, 'buffer'));
}

function over(expected: Buffer, salt: Salt | null, encode: Encode, compute: (input: Buffer) => Buffer): Reading {
  return readable(async (password) => {
    const plain = encode(password);
    if (plain === null) return false;
    const bytes = salt?.bytes ?? Buffer.alloc(0);
    return same(compute(Buffer.concat(salt?.first ? [bytes, plain] : [plain, bytes])), expected);
  });
}

/** Null: none. Undefined: not to be understood. */
function readSalt(given: unknown): Salt | null | undefined {
  if (given === undefined) return null;
  const bytes = readBytes(given);
  if (bytes === null || !isJsonObject(given)) return undefined;
  const { position = 'prefix' } = given;
  return position === 'prefix' || position === 'suffix' ? { bytes, first: position === 'prefix' } : undefined;
}

/** The bytes of `{"value": …, "encoding": …}`: hexadecimal, base64 or, without a word, UTF-8. */
function readBytes(given: unknown): Buffer | null {
  if (!isJsonObject(given) || typeof given.value !== 'string') return null;
  const { value, encoding = 'utf8' } = given;
  const bytes =
    encoding === 'hex'
      ? readHex(value)
      : encoding === 'base64'
        ? readBase64(value)
        : encoding === 'utf8'
          ? Buffer.from(value)
          : null;
  return bytes !== null && bytes.length >= 1 && bytes.length <= bytesMax ? bytes : null;
}

/** How the password becomes bytes; a password with characters that the encoding does not have never matches. */
function readEncoding(given: unknown): Encode | null {
  const asked = isJsonObject(given) ? given.encoding : 'utf8';
  const encoding = passwordEncodings.find((name) => name === asked);
  if (encoding === undefined) return null;
  return (password) => {
    const bytes = Buffer.from(password, encoding);
    return bytes.toString(encoding) === password ? bytes : null;
  };
}
