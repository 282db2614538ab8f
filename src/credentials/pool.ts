// The pool: lets only so many slow tasks run and wait at a time.

import pLimit from 'p-limit';
import { refuse } from '../core/model/error.ts';

export type Pool = {
  /** Runs the task when its turn comes. Refuses `too-many-attempts` at once when too many wait. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** How many tasks wait for their turn. */
  waiting(): number;
};

/** Opens a pool that runs `concurrency` tasks at a time, first come first served, and lets `queueMax` more wait. */
export function openPool({ concurrency, queueMax }: { concurrency: number; queueMax: number }): Pool {
  const limit = pLimit(concurrency);
  const held = () => limit.activeCount + limit.pendingCount;
  return {
    async run(task) {
      if (held() >= concurrency + queueMax) refuse({ code: 'too-many-attempts', retryAfterMs: 1000 });
      return limit(task);
    },
    waiting: () => Math.max(0, held() - concurrency),
  };
}
