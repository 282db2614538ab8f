// The scale: what the same requests cost in directories of different sizes.

import type { EngineName } from './options.ts';
import { reads, type Source, updates } from './requests.ts';
import { type Filled, fillPlace, loadFor, type Run, startLoaded } from './run.ts';

/** One directory: requests per second by what they are called. */
export type SizeResult = {
  readonly engine: EngineName;
  readonly users: number;
  readonly filled: Filled;
  readonly rates: ReadonlyMap<string, number>;
  readonly loadedMb: number;
};

/** Connections at which the scale is measured. */
export const scaleConnections = 16;

/** Measures one engine with so many users. */
export async function measureSize(run: Run, engine: EngineName, users: number): Promise<SizeResult> {
  const filled = await fillPlace(run, engine, users, run.options.startsAtScale);
  const server = await startLoaded(run, filled.place);
  const sources: readonly { readonly name: string; readonly next: Source }[] = [
    { name: 'update names', next: updates('names', users) },
    { name: 'update metadata', next: updates('metadata', users) },
    ...reads(users),
  ];
  const rates = new Map<string, number>();
  for (const { name, next } of sources) {
    run.tell(`${engine}: ${users.toLocaleString('en-US')} users, ${name}`);
    rates.set(name, (await loadFor(run, server.port, scaleConnections, next)).rate);
  }
  const loadedMb = server.residentMb();
  await server.stop();
  return { engine, users, filled, rates, loadedMb };
}
