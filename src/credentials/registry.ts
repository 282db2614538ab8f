// The registry: every digest format that can be checked, by scheme.

import { argon2, argon2Django, argon2d, argon2i, argon2id, argon2idNfkc } from './digests/argon2.ts';
import { auth0Json } from './digests/auth0.ts';
import { bcrypt } from './digests/bcrypt.ts';
import { bcryptPeppered, bcryptSha256Django } from './digests/bcrypt-derived.ts';
import { cognitoReference } from './digests/cognito.ts';
import { md5Crypt, sha512Crypt } from './digests/crypt.ts';
import { hmacSha256Utf16, md5, md5Salted, sha256, sha256Salted } from './digests/fast.ts';
import type { DigestFormat } from './digests/format.ts';
import { keycloakJson } from './digests/keycloak.ts';
import {
  pbkdf2Phc,
  pbkdf2Sha1,
  pbkdf2Sha256,
  pbkdf2Sha256Django,
  pbkdf2Sha512,
  pbkdf2Sha512Hex,
} from './digests/pbkdf2.ts';
import { md5Phpass, phpass } from './digests/phpass.ts';
import { scryptPhc, scryptWerkzeug } from './digests/scrypt.ts';
import { scryptFirebase, scryptFirebasePhc } from './digests/scrypt-firebase.ts';
import { ssha, ssha256, ssha256SaltFirst, sshaSaltFirst } from './digests/ssha.ts';
import { sha512Symfony } from './digests/symfony.ts';

/** The scheme of the digests Muster makes. */
export const currentScheme = 'argon2id-nfkc';

const formats: ReadonlyMap<string, DigestFormat> = new Map<string, DigestFormat>([
  [currentScheme, argon2idNfkc],
  ['argon2', argon2],
  ['argon2-django', argon2Django],
  ['argon2d', argon2d],
  ['argon2i', argon2i],
  ['argon2id', argon2id],
  ['auth0-json', auth0Json],
  ['bcrypt', bcrypt],
  ['bcrypt-peppered', bcryptPeppered],
  ['bcrypt-sha256-django', bcryptSha256Django],
  ['cognito-reference', cognitoReference],
  ['hmac-sha256-utf16', hmacSha256Utf16],
  ['keycloak-json', keycloakJson],
  ['md5', md5],
  ['md5-crypt', md5Crypt],
  ['md5-phpass', md5Phpass],
  ['md5-salted', md5Salted],
  ['pbkdf2-phc', pbkdf2Phc],
  ['pbkdf2-sha1', pbkdf2Sha1],
  ['pbkdf2-sha256', pbkdf2Sha256],
  ['pbkdf2-sha256-django', pbkdf2Sha256Django],
  ['pbkdf2-sha512', pbkdf2Sha512],
  ['pbkdf2-sha512-hex', pbkdf2Sha512Hex],
  ['phpass', phpass],
  ['scrypt-firebase', scryptFirebase],
  ['scrypt-firebase-phc', scryptFirebasePhc],
  ['scrypt-phc', scryptPhc],
  ['scrypt-werkzeug', scryptWerkzeug],
  ['sha256', sha256],
  ['sha256-salted', sha256Salted],
  ['sha512-crypt', sha512Crypt],
  ['sha512-symfony', sha512Symfony],
  ['ssha', ssha],
  ['ssha-salt-first', sshaSaltFirst],
  ['ssha256', ssha256],
  ['ssha256-salt-first', ssha256SaltFirst],
]);

/** Every format with its scheme, ours first. */
export function listFormats(): readonly (readonly [scheme: string, format: DigestFormat])[] {
  return [...formats];
}

/** The format of a scheme (exact name), or null. */
export function findFormat(scheme: string): DigestFormat | null {
  return formats.get(scheme) ?? null;
}

/** The names of all schemes that callers may hand us digests in. */
export function importableSchemes(): readonly string[] {
  return [...formats].filter(([, format]) => format.importable).map(([scheme]) => scheme);
}
