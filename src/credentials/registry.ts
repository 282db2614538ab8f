// The registry: every digest format that can be checked, by scheme.

import { argon2i, argon2id, argon2idNfkc } from './digests/argon2.ts';
import { bcrypt } from './digests/bcrypt.ts';
import type { DigestFormat } from './digests/format.ts';

/** The scheme of the digests Muster makes. */
export const currentScheme = 'argon2id-nfkc';

const formats: ReadonlyMap<string, DigestFormat> = new Map<string, DigestFormat>([
  [currentScheme, argon2idNfkc],
  ['argon2id', argon2id],
  ['argon2i', argon2i],
  ['bcrypt', bcrypt],
]);

/** The format of a scheme (exact name), or null. */
export function findFormat(scheme: string): DigestFormat | null {
  return formats.get(scheme) ?? null;
}

/** The names of all schemes that callers may hand us digests in. */
export function importableSchemes(): readonly string[] {
  return [...formats].filter(([, format]) => format.importable).map(([scheme]) => scheme);
}
