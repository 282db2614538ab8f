// The digest formats as Clerk names them, and what they are called here.

/**
 * Every `password_hasher` of Clerk's documents, SDK types and migration tool (read 2026-08). Two of them begin their digests
 * alike (`pbkdf2_sha256$`), so the name decides, not the digest.
 */
const schemes: ReadonlyMap<string, string> = new Map([
  ['argon2i', 'argon2i'],
  ['argon2id', 'argon2id'],
  ['awscognito', 'cognito-reference'],
  ['bcrypt', 'bcrypt'],
  ['bcrypt_peppered', 'bcrypt-peppered'],
  ['bcrypt_sha256_django', 'bcrypt-sha256-django'],
  ['hmac_sha256_utf16_b64', 'hmac-sha256-utf16'],
  ['ldap_ssha', 'ssha'],
  ['md5', 'md5'],
  ['md5_phpass', 'md5-phpass'],
  ['md5_salted', 'md5-salted'],
  ['pbkdf2_sha1', 'pbkdf2-sha1'],
  ['pbkdf2_sha256', 'pbkdf2-sha256'],
  ['pbkdf2_sha256_django', 'pbkdf2-sha256-django'],
  ['pbkdf2_sha512', 'pbkdf2-sha512'],
  ['pbkdf2_sha512_hex', 'pbkdf2-sha512-hex'],
  ['phpass', 'phpass'],
  ['scrypt_firebase', 'scrypt-firebase'],
  ['scrypt_werkzeug', 'scrypt-werkzeug'],
  ['sha256', 'sha256'],
  ['sha256_salted', 'sha256-salted'],
  ['sha512_symfony', 'sha512-symfony'],
]);

/** The scheme of a `password_hasher` (exact name), or null. */
export function schemeOfHasher(hasher: string): string | null {
  return schemes.get(hasher) ?? null;
}

const hashers: ReadonlyMap<string, string> = new Map([
  ...[...schemes].map(([hasher, scheme]) => [scheme, hasher] as const),
  // What we make ourselves, for any password in ASCII.
  ['argon2id-nfkc', 'argon2id'],
]);

/** The `password_hasher` that takes digests of this scheme, or null. */
export function hasherOfScheme(scheme: string): string | null {
  return hashers.get(scheme) ?? null;
}

/** Every `password_hasher`. */
export function listHashers(): readonly string[] {
  return [...schemes.keys()];
}
