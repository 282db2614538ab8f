// Tests of the pool: how many run, how many wait, and who is turned away.

import { expect, test } from 'vitest';
import { Refused } from '../core/model/error.ts';
import { defaultConcurrency } from './hasher.ts';
import { openPool } from './pool.ts';

test('runs as many as it may, in order, and turns away what does not fit', async () => {
  const pool = openPool({ concurrency: 2, queueMax: 3 });
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const task = (name: number) => async () => {
    started.push(name);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return name;
  };
  const results = [1, 2, 3, 4, 5].map((name) => pool.run(task(name)));
  expect(pool.waiting()).toBe(3);
  await expect(pool.run(task(6))).rejects.toThrow(Refused);
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4, 5]);
  expect(started).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
  expect(pool.waiting()).toBe(0);
});

test('a task that fails gives its place back', async () => {
  const pool = openPool({ concurrency: 1, queueMax: 0 });
  for (let run = 0; run < 3; run++) {
    await expect(pool.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  }
  expect(await pool.run(async () => 'fine')).toBe('fine');
});

test('the default leaves at least one to run', () => {
  expect(defaultConcurrency()).toBeGreaterThanOrEqual(1);
});
