// The codes of RFC 6238, made here without the library that checks them.

import { createHmac } from 'node:crypto';
import type { Totp } from '../src/core/model/user.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes in base32 (RFC 4648 §6) without padding. */
export function base32Of(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => letters[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const groups = bits.match(/.{8}/g) ?? [];
  return Buffer.from(groups.map((group) => Number.parseInt(group, 2)));
}

/** The code that an authenticator app shows at `now` (RFC 4226 §5.3 over RFC 6238 §4.2). */
export function codeAt({ secret, algorithm, digits, periodSeconds }: Totp, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 1000 / periodSeconds)));
  const hash = createHmac(algorithm, bytesOf(secret)).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** A secret that is made of one byte. */
export function totpOf(byte: number): Totp {
  return { secret: base32Of(Buffer.alloc(20, byte)), algorithm: 'SHA1', digits: 6, periodSeconds: 30 };
}
