// Slices: long loops over fast hash functions, run in pieces so that the event loop stays free.

import { setImmediate } from 'node:timers/promises';

const sliceMs = 1;
const batch = 32;

/** One call of a hash function costs as much as so many bytes (measured with Node 24: 0.7 µs, and 700 MB/s). */
const callBytes = 512;

/** What is hashed in about two seconds. */
const budgetBytes = 1_400_000_000;

/**
 * Whether so many rounds over so many bytes are done in about two seconds. The rounds of a digest are bounded when it is
 * read; this catches a password of kilobytes on top of them, which never was the password.
 */
export function isAffordable(rounds: number, bytesPerRound: number): boolean {
  return rounds * (bytesPerRound + callBytes) <= budgetBytes;
}

/** Calls `step` for 0 … rounds - 1, letting others have the event loop after every millisecond. */
export async function iterate(rounds: number, step: (round: number) => void): Promise<void> {
  let round = 0;
  while (round < rounds) {
    const until = performance.now() + sliceMs;
    do {
      for (const end = Math.min(rounds, round + batch); round < end; round++) step(round);
    } while (round < rounds && performance.now() < until);
    if (round < rounds) await setImmediate();
  }
}
