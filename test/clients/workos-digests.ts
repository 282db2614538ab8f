// table: the seven kinds of digests that a WorkOS user can be given, each made elsewhere of a known password.
import { pbkdf2Sync } from 'node:crypto';
import { vectors } from '../digest-vectors.ts';

const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const pbkdf2 = (digest: 'sha256' | 'sha512', iterations: number): string => {
  const key = pbkdf2Sync('password', 'sodium chloride', iterations, 32, digest);
  return `$pbkdf2$i=${iterations},d=${digest}$${bare(Buffer.from('sodium chloride'))}$${bare(key)}`;
};

/** A digest, how its kind is called, and the password. `position` null: not said. */
export interface WorkosDigest {
  type: string;
  digest: string;
  position: 'prefix' | 'suffix' | null;
  plain: string;
}

/** The published vectors of one of our schemes whose digest begins like this. */
function published(scheme: string, prefix: string): { digest: string; plain: string }[] {
  const fitting = vectors.filter((each) => each.scheme === scheme && each.digest.startsWith(prefix));
  if (fitting.length === 0) throw new Error(`no vector of ${scheme} begins with ${prefix}`);
  return fitting.map(({ digest, password }) => ({ digest, plain: password }));
}

const sources: readonly (readonly [
  type: string,
  position: WorkosDigest['position'],
  scheme: string,
  prefix: string,
])[] = [
  ['bcrypt', null, 'bcrypt', '$2a$05$XXXXXXXXXXXXXXXXXXXXXO'],
  ['firebase-scrypt', null, 'scrypt-firebase-phc', '$firebase-scrypt$'],
  ['ssha', null, 'ssha', '{SSHA}'],
  ['ssha256', null, 'ssha256', '{SSHA256}'],
  ['ssha256', 'suffix', 'ssha256', '{SSHA256}'],
  ['ssha256', 'prefix', 'ssha256-salt-first', '{SSHA256}'],
  ['scrypt', null, 'scrypt-phc', '$scrypt$v=1$n=16384,r=8,p=1,kl=64$'],
  ['argon2', null, 'argon2id', '$argon2id$v=19$m=65536,'],
  ['argon2', null, 'argon2d', '$argon2d$v=19$'],
];

/** Every kind, in every form it may come in. */
export const workosDigests: readonly WorkosDigest[] = [
  ...sources.flatMap(([type, position, scheme, prefix]) =>
    published(scheme, prefix).map((each) => ({ type, position, ...each })),
  ),
  { type: 'pbkdf2', position: null, digest: pbkdf2('sha256', 600_000), plain: 'password' },
  { type: 'pbkdf2', position: null, digest: pbkdf2('sha512', 210_000), plain: 'password' },
];
