// The argon2 digests: PHC strings of argon2id, argon2i and argon2d, ours among them, and the prefixed ones of Django.

import { hash, hashRaw } from '@node-rs/argon2';
import { type DigestFormat, imported, malformed, type Reading, same, tooCostly } from './format.ts';
import { readBase64 } from './notation.ts';

/** What Muster makes: OWASP Password Storage Cheat Sheet, first choice "m=19456 (19 MiB), t=2, p=1" (read 2026-08). */
export const currentCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const bounds = {
  memoryCost: 262_144,
  timeCost: 10,
  parallelism: 16,
  saltMin: 8,
  saltMax: 1024,
  hashMin: 16,
  hashMax: 128,
};

/** The library's numbers for the variants (its enums do not exist at run time). */
const algorithms = { argon2d: 0, argon2i: 1, argon2id: 2 } as const;
type Variant = keyof typeof algorithms;
const variants = ['argon2d', 'argon2i', 'argon2id'] as const satisfies readonly Variant[];

/** The library's numbers for the versions. */
const versions = { v16: 0, v19: 1 } as const;
type Version = (typeof versions)[keyof typeof versions];

type Cost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };

const number = '(0|[1-9][0-9]{0,9})';
const phc = new RegExp(
  `^\\$(argon2id|argon2i|argon2d)\\$(?:v=(16|19)\\$)?m=${number},t=${number},p=${number}\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)$`,
);

const limits = 'm > 262144 (256 MiB), t > 10 or p > 16';
const layoutOf = (name: string) => `\`$${name}$v=19$m=…,t=…,p=…$<salt>$<hash>\``;

/** argon2id made by another system, over the password as that system took it. */
export const argon2id: DigestFormat = variant('argon2id');

/** argon2i made by another system. */
export const argon2i: DigestFormat = variant('argon2i');

/** argon2d made by another system. */
export const argon2d: DigestFormat = variant('argon2d');

/** Any of the three, for callers who name no variant. */
export const argon2: DigestFormat = imported('argon2', (digest) => readArgon2(digest), {
  layout: layoutOf('argon2{id,i,d}'),
  limits,
});

/** As Django stores it: `argon2` and the PHC string (Argon2PasswordHasher in django/contrib/auth/hashers.py, read 2026-08). */
export const argon2Django: DigestFormat = imported(
  'argon2-django',
  (digest) => (digest.startsWith('argon2$argon2') ? readArgon2(digest.slice(6)) : malformed),
  { layout: '`argon2$argon2{id,i,d}$v=19$m=…,t=…,p=…$<salt>$<hash>`', limits },
);

/** argon2id made by us, over the NFKC form of the password. */
export const argon2idNfkc: DigestFormat = { ...argon2id, normalised: true, importable: false };

function variant(name: Variant): DigestFormat {
  const read = (digest: string) => (digest.startsWith(`$${name}$`) ? readArgon2(digest) : malformed);
  return imported(name, read, { layout: layoutOf(name), limits });
}

/** Makes a current argon2id PHC string with a fresh random salt of 16 bytes, off the event loop. */
export function makeArgon2id(password: string): Promise<string> {
  return hash(password, { ...currentCost, algorithm: algorithms.argon2id, version: versions.v19 });
}

/** Costs what checking a current digest costs. */
export async function spendArgon2id(password: string): Promise<void> {
  const salt = Buffer.alloc(16);
  await hashRaw(password, {
    ...currentCost,
    algorithm: algorithms.argon2id,
    version: versions.v19,
    salt,
    outputLen: 32,
  });
}

/**
 * Reads `$argon2id$v=19$m=…,t=…,p=…$salt$hash` (PHC string format; RFC 9106 for the bounds of the function itself). Without
 * a version the reference implementation means 16, while much software omitted 19: both are tried.
 */
export function readArgon2(digest: string): Reading {
  const parts = phc.exec(digest);
  const variant = variants.find((name) => name === parts?.[1]);
  if (parts === null || variant === undefined) return malformed;
  const cost: Cost = { memoryCost: Number(parts[3]), timeCost: Number(parts[4]), parallelism: Number(parts[5]) };
  const salt = readBase64(parts[6] ?? '');
  const expected = readBase64(parts[7] ?? '');
  if (salt === null || expected === null) return malformed;
  if (salt.length < bounds.saltMin || salt.length > bounds.saltMax) return malformed;
  if (expected.length < bounds.hashMin || expected.length > bounds.hashMax) return malformed;
  if (cost.timeCost < 1 || cost.parallelism < 1 || cost.memoryCost < 8 * cost.parallelism) return malformed;
  if (cost.memoryCost > bounds.memoryCost || cost.timeCost > bounds.timeCost || cost.parallelism > bounds.parallelism) {
    return tooCostly;
  }
  const tried: readonly Version[] =
    parts[2] === '19' ? [versions.v19] : parts[2] === '16' ? [versions.v16] : [versions.v19, versions.v16];
  return {
    ok: true,
    current: variant === 'argon2id' && parts[2] === '19' && isAsStrong(cost),
    verify: async (password) => {
      for (const version of tried) {
        const options = { ...cost, algorithm: algorithms[variant], version, salt, outputLen: expected.length };
        if (same(await hashRaw(password, options), expected)) return true;
      }
      return false;
    },
  };
}

/** Compares by what an attacker pays: memory held × time held, and the time grows as memory × passes. */
function isAsStrong(cost: Cost): boolean {
  return cost.memoryCost ** 2 * cost.timeCost >= currentCost.memoryCost ** 2 * currentCost.timeCost;
}
