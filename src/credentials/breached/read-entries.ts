// Reading a public list: lines of a hash, a colon and a count, chunk after chunk.

import { open } from 'node:fs/promises';
import { BreachedError } from './breached-passwords.ts';

/** Gets the first and second four bytes of a hash as numbers, and how often its password was seen. */
export type Take = (high: number, low: number, count: number) => void;

/** A file to read. `prefix`: the digits that all its hashes begin with and its lines leave out. */
export type EntryFile = { readonly path: string; readonly prefix: string };

/** Reads one file; `advance` gets the bytes of each chunk once they are through. */
export type ReadEntries = (file: EntryFile, take: Take, advance: (bytes: number) => void) => Promise<void>;

const sha1Digits = 40;
const countDigitsMax = 15;
const lineBytesMax = 80;
const chunkBytes = 2 ** 20;
const [newline, carriageReturn, colon, zero, nine] = [0x0a, 0x0d, 0x3a, 0x30, 0x39];

/** The value of each character as a hexadecimal digit; 16 is none. */
const digitValues = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return value < 0 ? 16 : value;
});

/**
 * Makes a reader that keeps one chunk of a megabyte, whatever it reads. Lines end in LF or CRLF, the last one as it
 * likes; digits have either case. Throws BreachedError, with the file and the number of the line, at the first that is
 * no entry.
 */
export function openReader(): ReadEntries {
  const buffer = Buffer.allocUnsafe(chunkBytes + lineBytesMax + 1);
  return async ({ path, prefix }, take, advance) => {
    const parse = lineParser(buffer, prefix, take);
    const file = await open(path, 'r');
    try {
      let kept = 0;
      let line = 0;
      for (let more = true; more; ) {
        const { bytesRead } = await file.read(buffer, kept, chunkBytes);
        more = bytesRead > 0;
        let end = kept + bytesRead;
        if (!more && kept > 0) {
          buffer[end] = newline;
          end += 1;
        }
        const filled = buffer.subarray(0, end);
        let from = 0;
        for (let to = filled.indexOf(newline); to >= 0; to = filled.indexOf(newline, from)) {
          line += 1;
          if (!parse(from, to)) throw malformed(path, line, prefix);
          from = to + 1;
        }
        kept = end - from;
        if (kept > lineBytesMax) throw malformed(path, line + 1, prefix);
        buffer.copyWithin(0, from, end);
        advance(bytesRead);
      }
    } finally {
      await file.close();
    }
  };
}

function malformed(path: string, line: number, prefix: string): BreachedError {
  const digits = sha1Digits - prefix.length;
  return new BreachedError(`${path}, line ${line}: must be ${digits} hexadecimal digits, a colon and a count`);
}

/** Parses the line between two positions of the buffer, the second being that of its LF. False when it is no entry. */
function lineParser(buffer: Buffer, prefix: string, take: Take): (from: number, to: number) => boolean {
  const start = prefix === '' ? 0 : Number.parseInt(prefix, 16);
  return (from, to) => {
    let high = start;
    let low = 0;
    let at = from;
    for (let digit = prefix.length; digit < sha1Digits; digit++) {
      const value = digitValues[buffer[at++] ?? 0] ?? 16;
      if (value === 16) return false;
      if (digit < 8) high = (high << 4) | value;
      else if (digit < 16) low = (low << 4) | value;
    }
    if (buffer[at++] !== colon) return false;
    const end = buffer[to - 1] === carriageReturn ? to - 1 : to;
    if (at >= end || end - at > countDigitsMax) return false;
    let count = 0;
    for (; at < end; at++) {
      const code = buffer[at] ?? 0;
      if (code < zero || code > nine) return false;
      count = count * 10 + code - zero;
    }
    take(high >>> 0, low >>> 0, count);
    return true;
  };
}
