// The digests of crypt(3) that are no bcrypt: sha512-crypt and md5-crypt, as /etc/shadow and Apache keep them.

import { createHash, hash } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same, tooCostly } from './format.ts';
import { readNumber, writeCrypt } from './notation.ts';
import { isAffordable, iterate } from './slices.ts';

const sha512Pattern = /^\$6\$(?:rounds=([0-9]{1,10})\$)?([!-#%-9;-~]{1,16})\$([./0-9A-Za-z]{85}[./01])$/;
const md5Pattern = /^(\$1\$|\$apr1\$)([!-#%-9;-~]{1,8})\$([./0-9A-Za-z]{21}[./01])$/;
const rounds = { least: 1000, usual: 5000, most: 500_000 };

/** SHA-512 by "Unix crypt using SHA-256 and SHA-512", Ulrich Drepper, version 0.6 (2016). */
export const sha512Crypt: DigestFormat = imported('sha512-crypt', readSha512, {
  layout: '`$6$[rounds=…$]<salt>$<hash>`',
  limits: 'rounds > 500,000',
});

/** MD5 by Poul-Henning Kamp for FreeBSD 2 (libcrypt/crypt-md5.c); `$apr1$` is the same with Apache's mark. */
export const md5Crypt: DigestFormat = imported('md5-crypt', readMd5, {
  layout: '`$1$<salt>$<hash>`, also `$apr1$`',
  limits: '',
});

function readSha512(digest: string): Reading {
  const [, given, salt = '', expected = ''] = sha512Pattern.exec(digest) ?? [];
  const count = given === undefined ? rounds.usual : readNumber(given);
  if (salt === '' || count === null || count < rounds.least || count > 999_999_999) return malformed;
  if (count > rounds.most) return tooCostly;
  return readable(async (password) => {
    const computed = await sha512(Buffer.from(password, 'utf8'), Buffer.from(salt), count);
    return computed !== null && same(Buffer.from(computed), Buffer.from(expected));
  });
}

function readMd5(digest: string): Reading {
  const [, mark = '', salt = '', expected = ''] = md5Pattern.exec(digest) ?? [];
  if (salt === '') return malformed;
  return readable(async (password) => {
    const computed = await md5(Buffer.from(password, 'utf8'), Buffer.from(mark), Buffer.from(salt));
    return same(Buffer.from(computed), Buffer.from(expected));
  });
}

/** The bytes of `pattern` over and over, `length` of them. */
function repeat(pattern: Buffer, length: number): Buffer {
  return Buffer.alloc(length, pattern);
}

/** The steps 1 to 22 of the specification; null when this password on top of these rounds is too much. */
async function sha512(password: Buffer, salt: Buffer, count: number): Promise<string | null> {
  if (!isAffordable(count, 2 * password.length + salt.length + 64)) return null;
  const inner = hash('sha512', Buffer.concat([password, salt, password]), 'buffer');
  const start = [password, salt, repeat(inner, password.length)];
  for (let left = password.length; left > 0; left >>= 1) start.push(left & 1 ? inner : password);
  let state = hash('sha512', Buffer.concat(start), 'buffer');
  const many = createHash('sha512');
  await iterate(password.length, () => many.update(password));
  const p = repeat(many.digest(), password.length);
  const s = repeat(hash('sha512', repeat(salt, salt.length * (16 + (state[0] ?? 0))), 'buffer'), salt.length);
  await iterate(count, (round) => {
    state = hash('sha512', Buffer.concat(partsOf(round, state, p, s)), 'buffer');
  });
  return writeCrypt(sha512Groups(state), 86);
}

/** What one round digests: the same in both functions. */
function partsOf(round: number, state: Buffer, password: Buffer, salt: Buffer): Buffer[] {
  const odd = round % 2 === 1;
  const parts = [odd ? password : state];
  if (round % 3 !== 0) parts.push(salt);
  if (round % 7 !== 0) parts.push(password);
  parts.push(odd ? state : password);
  return parts;
}

function* sha512Groups(state: Buffer): Generator<[number, number, number]> {
  const at = (index: number) => state[index] ?? 0;
  let [high, middle, low] = [0, 21, 42];
  for (let group = 0; group < 21; group++) {
    yield [at(high), at(middle), at(low)];
    [high, middle, low] = [middle + 1, low + 1, high + 1];
  }
  yield [0, 0, at(63)];
}

async function md5(password: Buffer, mark: Buffer, salt: Buffer): Promise<string> {
  const inner = hash('md5', Buffer.concat([password, salt, password]), 'buffer');
  const start = [password, mark, salt, repeat(inner, password.length)];
  const zero = Buffer.alloc(1);
  for (let left = password.length; left > 0; left >>= 1) start.push(left & 1 ? zero : password.subarray(0, 1));
  let state = hash('md5', Buffer.concat(start), 'buffer');
  await iterate(1000, (round) => {
    state = hash('md5', Buffer.concat(partsOf(round, state, password, salt)), 'buffer');
  });
  const at = (index: number) => state[index] ?? 0;
  const groups = [0, 1, 2, 3, 4].map((index) => [at(index), at(index + 6), at(index === 4 ? 5 : index + 12)] as const);
  return writeCrypt([...groups, [0, 0, at(11)]], 22);
}
