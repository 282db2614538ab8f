// The file of breached passwords: a header, an index of buckets, and the ends of sorted hashes.
//
//   offset         bytes            what
//   0              8                `MUSTERBP`
//   8              1                version: 1
//   9              1                width w: how many first bytes of a hash name its bucket; 1, 2 or 3
//   10             2                0
//   12             4                count n of hashes
//   16             4 · (256^w + 1)  index: for each bucket, how many hashes lie in those before it; at last n
//   16 + index     (8 − w) · n      of each hash, in order, the bytes from w up to the eighth
//
// All numbers are unsigned and big-endian. A hash is the first 8 bytes of the SHA-1 of a password in UTF-8.

import { BreachedError } from './breached-passwords.ts';

/** How many first bytes of a hash name its bucket. */
export type Width = 1 | 2 | 3;

export type Header = { readonly width: Width; readonly count: number };

/**
 * Bytes kept of a SHA-1. Of 10^9 listed hashes, one equals that of a password that is not listed with a probability of
 * 10^9 / 2^64 = 5.4 · 10^-11 per question.
 */
export const hashBytes = 8;

export const headerBytes = 16;

/** The most hashes a file can count. */
export const countMax = 2 ** 32 - 1;

/** The most hashes in one bucket; hashes spread evenly, so that more come of no list of SHA-1. Bounds one read. */
export const bucketMax = 65_536;

const magic = 'MUSTERBP';
const version = 1;
const widths: readonly Width[] = [1, 2, 3];
const averageMax = 128;

/** The least width that leaves 128 hashes or fewer in an average bucket; 3 where none does. */
export function widthFor(count: number): Width {
  return widths.find((width) => count <= averageMax * 256 ** width) ?? 3;
}

/** Where the number of hashes before a bucket stands. */
export function indexAt(bucket: number): number {
  return headerBytes + 4 * bucket;
}

/** Where the ends of hashes begin. */
export function endsAt(width: Width): number {
  return indexAt(256 ** width + 1);
}

/** How long the whole file is, in bytes. */
export function fileBytes({ width, count }: Header): number {
  return endsAt(width) + (hashBytes - width) * count;
}

export function writeHeader({ width, count }: Header): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeUInt8(version, 8);
  header.writeUInt8(width, 9);
  header.writeUInt32BE(count, 12);
  return header;
}

/**
 * Reads the header of a file of `bytes` bytes. Throws BreachedError (what is wrong, without the file's name) unless all
 * fits.
 */
export function readHeader(header: Buffer, bytes: number): Header {
  if (header.length < headerBytes || header.toString('latin1', 0, 8) !== magic) {
    throw new BreachedError('it was not made by `muster breached build`');
  }
  if (header.readUInt8(8) !== version) {
    throw new BreachedError(`it has version ${header.readUInt8(8)} of the format, and this Muster reads ${version}`);
  }
  const width = widths.find((known) => known === header.readUInt8(9));
  const count = header.readUInt32BE(12);
  if (width === undefined || header.readUInt16BE(10) !== 0)
    throw new BreachedError('it is damaged: its header is wrong');
  const right = fileBytes({ width, count });
  if (bytes !== right) throw new BreachedError(`it is damaged: it has ${bytes} bytes and must have ${right}`);
  return { width, count };
}
