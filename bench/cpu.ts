// The processor time of a process, thread by thread, as Linux tells it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Milliseconds in its own code and in the kernel's on its behalf. */
export type CpuTime = { readonly name: string; readonly userMs: number; readonly systemMs: number };

/** Linux counts in hundredths of a second. */
const tickMs = 10;

/** The time each thread has used so far, by its id; empty where the system does not tell. */
export function cpuOf(pid: number): ReadonlyMap<string, CpuTime> {
  const folder = `/proc/${pid}/task`;
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder).map((id) => {
      const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(readFileSync(`${folder}/${id}/stat`, 'utf8')) ?? [];
      const fields = rest.split(' ');
      return [id, { name, userMs: Number(fields[11]) * tickMs, systemMs: Number(fields[12]) * tickMs }];
    }),
  );
}

/** What was used between two looks, busiest first; threads that used next to nothing are left out. */
export function cpuBetween(before: ReturnType<typeof cpuOf>, after: ReturnType<typeof cpuOf>): readonly CpuTime[] {
  const used = [...after].map(([id, { name, userMs, systemMs }]) => {
    const earlier = before.get(id) ?? { userMs: 0, systemMs: 0 };
    return { name, userMs: userMs - earlier.userMs, systemMs: systemMs - earlier.systemMs };
  });
  const busy = used.filter(({ userMs, systemMs }) => userMs + systemMs > tickMs * 2);
  return busy.toSorted((left, right) => right.userMs + right.systemMs - left.userMs - left.systemMs);
}
