// The digests made of bcrypt: over a SHA-256 first, and over the password with a pepper behind it.

import { hash } from 'node:crypto';
import { bcrypt } from './bcrypt.ts';
import { type DigestFormat, imported, malformed, type Reading } from './format.ts';

const limits = 'cost > 15';
const peppered = /^(.{60})\$(.{1,1024})$/su;

/** Django's way around the 72 bytes of bcrypt: over the SHA-256 in lower-case hexadecimal (BCryptSHA256PasswordHasher, 2026-08). */
export const bcryptSha256Django: DigestFormat = imported(
  'bcrypt-sha256-django',
  (digest) =>
    digest.startsWith('bcrypt_sha256$')
      ? over(bcrypt.read(digest.slice(14)), (text) => hash('sha256', text))
      : malformed,
  { layout: '`bcrypt_sha256$<bcrypt>`', limits },
);

/** Devise's pepper: bcrypt over the password and the pepper behind it, the pepper kept after a `$` (devise/encryptor.rb, 2026-08). */
export const bcryptPeppered: DigestFormat = imported(
  'bcrypt-peppered',
  (digest) => {
    const [, inner, pepper] = peppered.exec(digest) ?? [];
    return inner === undefined ? malformed : over(bcrypt.read(inner), (text) => `${text}${pepper}`);
  },
  { layout: '`<bcrypt>$<pepper>`', limits },
);

function over(reading: Reading, prepare: (password: string) => string): Reading {
  return reading.ok ? { ...reading, verify: (password) => reading.verify(prepare(password)) } : reading;
}
