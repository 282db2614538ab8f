// The portable digests of phpass: iterated MD5 with a salt, as PHP systems of the 2000s keep them.

import { hash } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same, tooCostly } from './format.ts';
import { cryptValue, writeCrypt } from './notation.ts';
import { isAffordable, iterate } from './slices.ts';

const pattern = /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{21}[./01])$/;
const costMin = 7;
const costMax = 20;
const shown = { layout: '`$P$<log2 rounds><salt><hash>`, also `$H$`', limits: 'more than 2^20 rounds' };

/** phpass by Openwall (https://www.openwall.com/phpass/, PasswordHash.php 0.5); `$H$` is the same as phpBB 3 wrote it. */
export const phpass: DigestFormat = imported('phpass', (digest) => read(digest, (password) => password), shown);

/** phpass over the MD5 in lower-case hexadecimal: what systems made of their old MD5 digests when they took phpass up. */
export const md5Phpass: DigestFormat = imported(
  'md5-phpass',
  (digest) => read(digest, (password) => hash('md5', password)),
  { ...shown, layout: `${shown.layout}, over the MD5 in hexadecimal` },
);

function read(digest: string, prepare: (password: string) => string): Reading {
  const [, logarithm = '', salt = '', expected = ''] = pattern.exec(digest) ?? [];
  const cost = cryptValue(logarithm.charAt(0));
  if (salt === '' || cost < costMin || cost > 30) return malformed;
  if (cost > costMax) return tooCostly;
  return readable(async (password) => {
    const computed = await compute(Buffer.from(prepare(password), 'utf8'), salt, 2 ** cost);
    return computed !== null && same(Buffer.from(computed), Buffer.from(expected));
  });
}

/** Null when this password on top of these rounds is too much. */
async function compute(password: Buffer, salt: string, rounds: number): Promise<string | null> {
  if (!isAffordable(rounds, password.length + 16)) return null;
  const input = Buffer.concat([hash('md5', Buffer.concat([Buffer.from(salt), password]), 'buffer'), password]);
  await iterate(rounds, () => {
    input.set(hash('md5', input, 'buffer'), 0);
  });
  const at = (index: number) => (index < 16 ? (input[index] ?? 0) : 0);
  const groups = [0, 3, 6, 9, 12, 15].map((index) => [at(index + 2), at(index + 1), at(index)] as const);
  return writeCrypt(groups, 22);
}
