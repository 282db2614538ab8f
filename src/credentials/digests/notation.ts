// How digests write bytes and numbers: strict readers of base64, hexadecimal, decimal and JSON, and the alphabet of crypt(3).

import { isJsonObject, type JsonObject } from '../../core/model/json.ts';
import { parseJson } from '../../json/parse-json.ts';

const cryptAlphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The bytes a system made of a password before it digested them; null when the password cannot be written so. */
export type Encode = (password: string) => Buffer | null;

/** What nearly all systems do. */
export const utf8: Encode = (password) => Buffer.from(password, 'utf8');

/** Base64 (RFC 4648 §4) with all of its padding or none, written in the one canonical way; null for anything else. */
export function readBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const padded = bytes.toString('base64');
  return text === padded || text === padded.replace(/=+$/, '') ? bytes : null;
}

/** As `readBase64`, in the ordinary or the URL-safe alphabet (RFC 4648 §5). */
export function readAnyBase64(text: string): Buffer | null {
  return readBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Whole bytes in hexadecimal of either case; null for anything else. */
export function readHex(text: string): Buffer | null {
  return /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : null;
}

/** A positive decimal number of at most ten digits, without leading zeros; null for anything else. */
export function readNumber(text: string): number | null {
  return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : null;
}

/** The JSON object in the text, or null. */
export function readObject(text: string): JsonObject | null {
  try {
    const value: unknown = parseJson(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The value of one character in the alphabet of crypt(3); -1 when it is not in it. */
export function cryptValue(character: string): number {
  return cryptAlphabet.indexOf(character);
}

/** Writes bytes by threes as crypt(3) and phpass do: the last byte of each three is the lowest, low bits first. */
export function writeCrypt(groups: Iterable<readonly [number, number, number]>, length: number): string {
  let text = '';
  for (const [high, middle, low] of groups) {
    let value = (high << 16) | (middle << 8) | low;
    for (let index = 0; index < 4; index++) {
      text += cryptAlphabet.charAt(value & 0x3f);
      value >>= 6;
    }
  }
  return text.slice(0, length);
}
