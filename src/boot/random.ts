// The chance: ids that sort by time, and tokens nobody can guess.

import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import type { Random } from '../core/ports.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const countersMax = 0x7fff_ffff;

/** Opens the source of ids. A counter stands behind the time of each, so those of one process and moment sort as made. */
export function openRandom(): Random {
  let counter = randomInt(0x4000_0000);
  return {
    uuid(atMs) {
      counter = counter >= countersMax ? 0 : counter + 1;
      return v7({ msecs: atMs, seq: counter });
    },
    token: (count) => randomBytes(count).toString('base64url'),
    digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  };
}

/** Random letters and digits, easy to select with a double click. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => base62[randomInt(base62.length)]).join('');
}
