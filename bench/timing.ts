// What was measured of many equal pieces of work: how many a second, and how long one took.

/** Rates per second, times in milliseconds. */
export type Timing = { readonly rate: number; readonly p50: number; readonly p99: number };

/** The value below which a share of the sorted values lies. */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Sums up the durations of what was finished within `ms`. */
export function timingOf(durations: readonly number[], ms: number): Timing {
  const sorted = Float64Array.from(durations).sort();
  return { rate: (durations.length * 1000) / ms, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

/** Does work over and over, `inFlight` pieces at a time, and times it once it has warmed up. */
export async function timeLoop(
  work: () => Promise<void>,
  { inFlight, warmUpMs, measureMs }: { inFlight: number; warmUpMs: number; measureMs: number },
): Promise<Timing> {
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  const durations: number[] = [];
  const lane = async (): Promise<void> => {
    for (let begun = performance.now(); begun < until; ) {
      await work();
      const ended = performance.now();
      if (ended >= from && ended < until) durations.push(ended - begun);
      begun = ended;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return timingOf(durations, measureMs);
}
