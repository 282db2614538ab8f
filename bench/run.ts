// What the parts of a run share: the places, the durations, the helpers, and what has been measured on the side.

import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { load } from './client.ts';
import type { EngineName, Options } from './options.ts';
import type { Place, Places } from './places.ts';
import type { Source } from './requests.ts';
import { seed } from './seed.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import type { Timing } from './timing.ts';

/** One run. `tell` says what is being done, for those who wait. */
export type Run = {
  readonly options: Options;
  readonly places: Places;
  readonly opened: AsyncDisposableStack;
  readonly tell: (text: string) => void;
};

/** A directory with people, how long its founding and filling took, and how long it takes to open again. */
export type Filled = {
  readonly place: Place;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly seconds: number;
};

/** Starts a helper of the folder `limits`, which ends with the run. */
export function startLimit<Ask extends object, Answer>(
  run: Run,
  file: string,
  flags: readonly string[] = [],
): Child<Ask, Answer> {
  const child = startChild<Ask, Answer>(fileURLToPath(new URL(`./limits/${file}`, import.meta.url)), flags);
  run.opened.defer(child.end);
  return child;
}

/** Starts the server of a place for a load; it ends with the run unless it is stopped before. */
export async function startLoaded(run: Run, place: Place, flags: readonly string[] = []): Promise<ServerProcess> {
  const server = await startServer(place, { log: 'drop', flags });
  run.opened.defer(server.stop);
  return server;
}

async function readyMs(place: Place): Promise<number> {
  const server = await startServer(place, { log: 'errors' });
  await server.stop();
  return server.readyMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Founds a directory by starting a server on nothing, fills it, and times its next `starts`. */
export async function fillPlace(run: Run, engine: EngineName, total: number, starts: number): Promise<Filled> {
  run.tell(`${engine}: founding, then ${total.toLocaleString('en-US')} users`);
  const place = await run.places.create(engine);
  const coldMs = await readyMs(place);
  const seconds = await seed(place, total);
  const warm: number[] = [];
  for (let count = 0; count < starts; count++) warm.push(await readyMs(place));
  return { place, coldMs, warmMs: median(warm), seconds };
}

/** Loads a port with requests for as long as the run says. */
export function loadFor(run: Run, port: number, connections: number, next: Source): Promise<Timing> {
  const { warmUpMs, measureMs } = run.options;
  return load({ port, connections, warmUpMs, measureMs, next });
}
