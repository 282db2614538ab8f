// The memory of a dry run: which names the file has used already, in eight bytes each.

import { hash } from 'node:crypto';
import type { Memory } from '../core/commands/import-users.ts';

const slotsFirst = 1 << 16;

/**
 * Opens an empty memory. It keeps of each name 64 bits of a digest, so that of ten million names two
 * are mistaken for one another with a chance of 3 in a million.
 */
export function openMemory(): Memory {
  let slots = new BigUint64Array(slotsFirst);
  let count = 0;

  // Zero marks a free slot.
  const digestOf = (key: string): bigint => hash('sha256', key, 'buffer').readBigUInt64BE() | 1n;
  /** The slot of the value, or the free one where it would be. */
  const slotOf = (table: BigUint64Array, value: bigint): number => {
    const mask = table.length - 1;
    let at = Number(value & BigInt(mask));
    while (table[at] !== 0n && table[at] !== value) at = (at + 1) & mask;
    return at;
  };
  const grow = (): void => {
    const larger = new BigUint64Array(slots.length * 2);
    for (const value of slots) if (value !== 0n) larger[slotOf(larger, value)] = value;
    slots = larger;
  };
  return {
    has: (key) => slots[slotOf(slots, digestOf(key))] !== 0n,
    add(key) {
      const value = digestOf(key);
      const at = slotOf(slots, value);
      if (slots[at] !== 0n) return;
      slots[at] = value;
      count += 1;
      if (count * 2 > slots.length) grow();
    },
  };
}
