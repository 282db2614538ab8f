// The benchmark: measures everything in one run and prints one table.

import { loadavg } from 'node:os';
import type { EchoAsk, Listening } from './limits/echo.ts';
import { type Options, readOptions } from './options.ts';
import { openPlaces } from './places.ts';
import { type Results, reportOf } from './report.ts';
import { updates as updateRequests } from './requests.ts';
import { loadFor, type Run, startLimit } from './run.ts';
import { measureSize } from './scale.ts';
import { measureUpdates } from './updates.ts';

async function measureCeiling(run: Run, bytes: number): Promise<Results['ceiling']> {
  const echo = startLimit<EchoAsk, Listening>(run, 'echo.ts');
  const { port } = await echo.ask({ bytes });
  const next = updateRequests('names', run.options.users);
  const ceiling: Results['ceiling'] = [];
  for (const connections of run.options.connections) {
    run.tell(`the client alone at ${connections}`);
    ceiling.push({ connections, timing: await loadFor(run, port, connections, next) });
  }
  await echo.end();
  return ceiling;
}

/** Measures into `results`, so that what was measured before a fault is not lost. */
async function measureAll(run: Run, results: Results): Promise<void> {
  const { engines, sizes } = run.options;
  results.ceiling.push(...(await measureCeiling(run, 2048)));
  for (const engine of engines) {
    results.updates.push(await measureUpdates(run, engine));
    for (const size of sizes) results.sizes.push(await measureSize(run, engine, size));
  }
}

async function bench(options: Options): Promise<void> {
  const opened = new AsyncDisposableStack();
  const begun = performance.now();
  const places = openPlaces();
  opened.defer(places.close);
  const tell = (text: string): void => void process.stderr.write(`  ${text}\n`);
  const results: Results = { options, loadBefore: loadavg()[0] ?? 0, ceiling: [], updates: [], sizes: [] };
  try {
    await measureAll({ options, places, opened, tell }, results);
  } finally {
    const seconds = Math.round((performance.now() - begun) / 1000);
    if (results.updates.length > 0) process.stdout.write(`\n${reportOf(results)}\n\nTook ${seconds} s.\n`);
    await opened.disposeAsync();
  }
}

// Helpers and servers end with this process, the throw-away PostgreSQL ends by itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const options = readOptions(process.argv.slice(2));
if (options !== null) await bench(options);
