// When a failed call is made again: how often, how far apart, and that it ends.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseAfter } from './backoff.ts';

const plain = (failed: number): number | null => pauseAfter(failed, 0.5);

test('the pauses grow from seconds to a day, over about three days', () => {
  const pauses = Array.from({ length: 9 }, (_, index) => plain(index + 1) ?? 0);
  expect(pauses.map((pauseMs) => pauseMs / 1000)).toEqual([5, 30, 120, 600, 3600, 14_400, 43_200, 86_400, 86_400]);
  const hours = pauses.reduce((sum, pauseMs) => sum + pauseMs, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(60);
  expect(hours).toBeLessThan(80);
});

test('after the tenth attempt there is none', () => {
  expect(plain(9)).not.toBeNull();
  expect([10, 11, 1000].map(plain)).toEqual([null, null, null]);
});

test('chance moves each pause by a tenth at most, either way, and evenly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (failed, random) => {
      const share = (pauseAfter(failed, random) ?? 0) / (plain(failed) ?? 1);
      expect(share).toBeCloseTo(0.9 + 0.2 * random, 3);
    }),
  );
});
