// Writing the file: part after part, the hashes in order without their first bytes, and the index of them.

import { type FileHandle, open } from 'node:fs/promises';
import { BreachedError } from './breached-passwords.ts';
import { bucketMax, countMax, endsAt, hashBytes, indexAt, type Width, writeHeader } from './format.ts';
import type { Partitions } from './partitions.ts';

/**
 * Writes the list as a new file and puts it on disk; returns how many distinct hashes it holds. `sorted` gets how many
 * of the 256 parts are done. Throws BreachedError when too many hashes begin alike or there are too many.
 */
export async function writeList(
  path: string,
  partitions: Partitions,
  width: Width,
  sorted: (parts: number) => void,
): Promise<number> {
  const file = await open(path, 'wx');
  try {
    let count = 0;
    for (let first = 0; first < 256; first++) {
      const { sizes, ends } = pack(partitions.load(first), width);
      await write(file, ends, endsAt(width) + (hashBytes - width) * count);
      const index = Buffer.allocUnsafe(4 * sizes.length);
      for (const [bucket, size] of sizes.entries()) {
        if (size > bucketMax) throw new BreachedError('too many hashes begin alike: this is no list of SHA-1 hashes');
        index.writeUInt32BE(count, 4 * bucket);
        count += size;
        if (count > countMax) throw new BreachedError(`there are more than ${countMax} hashes`);
      }
      await write(file, index, indexAt(first * sizes.length));
      sorted(first + 1);
    }
    const last = Buffer.alloc(4);
    last.writeUInt32BE(count);
    await write(file, last, indexAt(256 ** width));
    await write(file, writeHeader({ width, count }), 0);
    await file.sync();
    return count;
  } finally {
    await file.close();
  }
}

/** Of sorted hashes with the same first byte: how many distinct ones each bucket has, and the ends of those. */
function pack(hashes: Buffer<ArrayBuffer>, width: Width): { readonly sizes: Uint32Array; readonly ends: Buffer } {
  const words = new Uint32Array(hashes.buffer);
  const sizes = new Uint32Array(256 ** (width - 1));
  const ends = Buffer.allocUnsafe((hashes.length / hashBytes) * (hashBytes - width));
  let filled = 0;
  for (let at = 0; at < hashes.length; at += hashBytes) {
    const word = at / 4;
    if (at > 0 && words[word] === words[word - 2] && words[word + 1] === words[word - 1]) continue;
    let bucket = 0;
    for (let byte = 1; byte < width; byte++) bucket = bucket * 256 + (hashes[at + byte] ?? 0);
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
    for (let byte = width; byte < hashBytes; byte++) ends[filled++] = hashes[at + byte] ?? 0;
  }
  return { sizes, ends: ends.subarray(0, filled) };
}

async function write(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
