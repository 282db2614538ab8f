// When a call that failed is made again.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The pauses between attempts: ten attempts over 65 hours, so that an endpoint may be down for a weekend. */
const pausesMs = [5 * second, 30 * second, 2 * minute, 10 * minute, hour, 4 * hour, 12 * hour, 24 * hour, 24 * hour];

/** Failures that come together should not come back together: each pause varies by this much of itself, either way. */
const jitter = 0.1;

/**
 * The pause before the next attempt, in milliseconds; null when there is none. `failed`: attempts so far, from 1.
 * `random`: from 0 to 1, as the caller's dice have it.
 */
export function pauseAfter(failed: number, random: number): number | null {
  const pauseMs = pausesMs[failed - 1];
  return pauseMs === undefined ? null : Math.round(pauseMs * (1 - jitter + 2 * jitter * random));
}
