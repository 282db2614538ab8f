// table: the password hashers of the documented `updateUser()`, each with a digest made elsewhere of a known password.
import { createCipheriv, pbkdf2Sync, scryptSync } from 'node:crypto';

const sha512 = pbkdf2Sync('password', 'salt', 1000, 64, 'sha512').toString('hex');
const scrypt = scryptSync('password', 'salt', 64, { N: 32768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }).toString('hex');

/** As Firebase does: the signer key encrypted (AES-256-CTR) with what scrypt makes of the password. */
function firebase(plain: string): string {
  const [salt, separator, signer] = [Buffer.from('salt'), Buffer.from([7]), Buffer.alloc(64, 9)];
  const key = scryptSync(plain, Buffer.concat([salt, separator]), 64, { N: 2 ** 14, r: 8, p: 1 }).subarray(0, 32);
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const hash = Buffer.concat([cipher.update(signer), cipher.final()]);
  return [...[hash, salt, signer, separator].map((part) => part.toString('base64')), '8', '14'].join('$');
}

const known: readonly (readonly [hasher: string, digest: string, plain: string])[] = [
  ['argon2i', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA', 'password'],
  ['argon2id', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc', 'password'],
  ['bcrypt', '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm', 'password'],
  ['bcrypt_sha256_django', 'bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuavYyybW8SwBYgHrVfEOHIljvgCGgHr2', 'password'],
  ['md5', '5f4dcc3b5aa765d61d8327deb882cf99', 'password'],
  ['md5_salted', 'salt$b305cadbb3bce54f3aa59c64fec00dea', 'password'],
  ['pbkdf2_sha256', 'pbkdf2_sha256$1000$c2FsdA==$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM=', 'password'],
  ['pbkdf2_sha256_django', 'pbkdf2_sha256$1000$salt$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM=', 'password'],
  ['pbkdf2_sha1', 'pbkdf2_sha1$1000$73616c74$6e88be8bad7eae9d9e10aa061224034fed48d03f$20', 'password'],
  ['pbkdf2_sha512', `pbkdf2_sha512$1000$salt$${sha512}`, 'password'],
  ['pbkdf2_sha512_hex', `pbkdf2_sha512_hex$1000$73616c74$${sha512}`, 'password'],
  ['phpass', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', 'test12345'],
  ['scrypt_werkzeug', `scrypt:32768:8:1$salt$${scrypt}`, 'password'],
  ['scrypt_firebase', firebase('password'), 'password'],
  ['sha256', '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8', 'password'],
  ['sha256_salted', 'salt$13601bda4ea78e55a07b98866d2be6be0744e3866f13c00c811cab608a28f322', 'password'],
  [
    'sha512_symfony',
    'sha512_symfony$5000$salt$iKw+yyYDAaIE9cknw6XdfjaVtHJ7Gqh+o/GYWoVpWN1wNDQcSjc8uqXSBC+yj0KOMwA7RpCKH9weKfJT+7AEHQ==',
    'password',
  ],
];

/** Each as the SDK takes it, with the password it was made of. */
export const digests = known.map(([hasher, digest, plain]) => ({ hasher, digest, plain }));
