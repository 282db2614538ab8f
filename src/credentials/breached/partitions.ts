// The partitions: hashes in any order, laid aside on disk by their first byte until each part can be sorted in memory.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { hashBytes } from './format.ts';

export type Partitions = {
  /** Lays a hash aside: its first and second four bytes as numbers. */
  add(high: number, low: number): void;
  /** All hashes that begin with this byte, in order, big-endian; one that was added twice is there twice. */
  load(first: number): Buffer<ArrayBuffer>;
};

const waitingBytes = 32_768;

/**
 * Makes 256 parts in an empty folder. Keeps 8 MiB in memory, and while it loads a part, that part: a 256th of all,
 * since hashes spread evenly.
 */
export function openPartitions(folder: string): Partitions {
  const waiting = Array.from({ length: 256 }, () => ({ bytes: Buffer.allocUnsafeSlow(waitingBytes), filled: 0 }));
  const pathOf = (first: number) => join(folder, first.toString(16).padStart(2, '0'));
  return {
    add(high, low) {
      const first = high >>> 24;
      const part = waiting[first];
      if (part === undefined) throw new RangeError('a hash begins with a byte');
      part.bytes.writeUInt32BE(high, part.filled);
      part.bytes.writeUInt32BE(low, part.filled + 4);
      part.filled += hashBytes;
      if (part.filled < waitingBytes) return;
      appendFileSync(pathOf(first), part.bytes);
      part.filled = 0;
    },
    load(first) {
      const path = pathOf(first);
      const { bytes, filled } = waiting[first] ?? { bytes: Buffer.alloc(0), filled: 0 };
      const written = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
      // Memory of its own begins where eight bytes may be read as one number.
      const all = Buffer.from(new ArrayBuffer(written.length + filled));
      written.copy(all);
      bytes.copy(all, written.length, 0, filled);
      sort(all);
      return all;
    },
  };
}

function sort(hashes: Buffer<ArrayBuffer>): void {
  const numbers = new BigUint64Array(hashes.buffer);
  const swap = endianness() === 'LE';
  if (swap) hashes.swap64();
  numbers.sort();
  if (swap) hashes.swap64();
}
