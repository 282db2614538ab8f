// The digest formats as WorkOS names them, and what they are called here.

/** Every `password_hash_type` of WorkOS' OpenAPI file 0.61; 2026-08. */
const schemes: ReadonlyMap<string, string> = new Map([
  ['argon2', 'argon2'],
  ['bcrypt', 'bcrypt'],
  ['firebase-scrypt', 'scrypt-firebase-phc'],
  ['pbkdf2', 'pbkdf2-phc'],
  ['scrypt', 'scrypt-phc'],
  ['ssha', 'ssha'],
  ['ssha256', 'ssha256'],
]);

/** The scheme of a `password_hash_type` (exact name), or null. */
export function schemeOfHashType(type: string): string | null {
  return schemes.get(type) ?? null;
}

/** The one type whose salt may come first, and its scheme then. */
export const saltFirst = { type: 'ssha256', scheme: 'ssha256-salt-first' } as const;
