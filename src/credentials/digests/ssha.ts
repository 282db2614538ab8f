// The salted SHA digests of LDAP directories: `{SSHA}` and `{SSHA256}`.

import { hash } from 'node:crypto';
import { type DigestFormat, imported, malformed, type Reading, readable, same } from './format.ts';
import { readBase64 } from './notation.ts';

type Kind = { readonly name: 'SSHA' | 'SSHA256'; readonly algorithm: 'sha1' | 'sha256'; readonly bytes: number };

const sha1: Kind = { name: 'SSHA', algorithm: 'sha1', bytes: 20 };
const sha256: Kind = { name: 'SSHA256', algorithm: 'sha256', bytes: 32 };
const saltMax = 1024;

/** As OpenLDAP makes it: SHA-1 of the password and the salt behind it (slapd-sha2(5) and the Admin Guide §14.4, read 2026-08). */
export const ssha: DigestFormat = format('ssha', sha1, 'suffix');

/** As OpenLDAP's slapd-sha2 makes it. */
export const ssha256: DigestFormat = format('ssha256', sha256, 'suffix');

/** The same fields, made by systems that put the salt before the password. */
export const sshaSaltFirst: DigestFormat = format('ssha-salt-first', sha1, 'prefix');

/** The same fields, made by systems that put the salt before the password. */
export const ssha256SaltFirst: DigestFormat = format('ssha256-salt-first', sha256, 'prefix');

function format(exportAs: string, kind: Kind, position: 'prefix' | 'suffix'): DigestFormat {
  return imported(exportAs, (digest) => read(kind, position, digest), {
    layout: `\`{${kind.name}}\` + base64(hash + salt), ${position === 'suffix' ? 'password then salt' : 'salt then password'}`,
    limits: '',
  });
}

function read({ name, algorithm, bytes }: Kind, position: 'prefix' | 'suffix', digest: string): Reading {
  const [, scheme, text = ''] = /^\{([^}]+)\}(.+)$/s.exec(digest) ?? [];
  const both = readBase64(text);
  if (scheme?.toUpperCase() !== name || both === null) return malformed; // not a key: schemes are ASCII (RFC 2307)
  if (both.length <= bytes || both.length > bytes + saltMax) return malformed;
  const [expected, salt] = [both.subarray(0, bytes), both.subarray(bytes)];
  return readable(async (password) => {
    const plain = Buffer.from(password, 'utf8');
    const input = position === 'suffix' ? [plain, salt] : [salt, plain];
    return same(hash(algorithm, Buffer.concat(input), 'buffer'), expected);
  });
}
