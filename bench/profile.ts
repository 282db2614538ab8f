// The profile: what an update costs each thread of the server, stage by stage.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type CpuTime, cpuBetween, cpuOf } from './cpu.ts';
import type { Listening } from './limits/echo.ts';
import type { WithoutStoreAsk } from './limits/without-store.ts';
import { person } from './people.ts';
import { openPlaces } from './places.ts';
import { type Reading, readProfile } from './profile-reading.ts';
import { reads, type Source, updates } from './requests.ts';
import { fillPlace, loadFor, type Run, startLimit, startLoaded } from './run.ts';
import { layOut, percent } from './table.ts';

const { values } = parseArgs({
  options: {
    /** sqlite, postgres, or `none`: the server without a store. */
    engine: { type: 'string', default: 'sqlite' },
    /** names, metadata, or what a read is called in the table. */
    request: { type: 'string', default: 'names' },
    connections: { type: 'string', default: '64' },
    users: { type: 'string', default: '1000' },
    functions: { type: 'string', default: '25' },
    keep: { type: 'string' },
  },
});

const users = Number(values.users);
const connections = Number(values.connections);
const measureMs = 5000;
const settleMs = 300;

function sourceOf(request: string): Source {
  if (request === 'names' || request === 'metadata') return updates(request, users);
  const found = reads(users).find(({ name }) => name === request);
  if (found === undefined) throw new Error(`there is no request ${request}`);
  return found.next;
}

type Profiled = { readonly pid: number; readonly port: number; readonly stop: () => Promise<void> };

/** A server that profiles itself until `stop`. */
async function startProfiled(run: Run, flags: readonly string[]): Promise<Profiled> {
  if (values.engine === 'none') {
    const child = startLimit<WithoutStoreAsk, Listening>(run, 'without-store.ts', flags);
    const { port } = await child.ask({ user: { ...person('default', 1, users) } });
    return { pid: child.pid, port, stop: child.end };
  }
  const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite';
  const { place } = await fillPlace(run, engine, users, 0);
  return startLoaded(run, place, flags);
}

function showCpu(used: readonly CpuTime[], requests: number): void {
  const share = (ms: number): string => ((ms * 1000) / requests).toFixed(1);
  const rows = used.map(({ name, userMs, systemMs }) => [
    name,
    share(userMs),
    share(systemMs),
    share(userMs + systemMs),
  ]);
  process.stdout.write(`\n${layOut(['thread', 'user us/request', 'system us/request', 'sum'], rows, 1)}\n`);
}

function show(title: string, { busy, stages, functions }: Reading, requests: number): void {
  const rows = (shares: Reading['stages']): string[][] =>
    shares.map(([name, us]) => [name.slice(0, 84), (us / requests).toFixed(1)]);
  process.stdout.write(`\n${title}, busy ${percent(busy)}\n`);
  process.stdout.write(`${layOut(['stage', 'us/request'], rows(stages), 1)}\n\n`);
  process.stdout.write(
    `${layOut(['function', 'us/request'], rows(functions.slice(0, Number(values.functions))), 1)}\n`,
  );
}

async function profile(folder: string): Promise<void> {
  const opened = new AsyncDisposableStack();
  const places = openPlaces();
  opened.defer(places.close);
  const tell = (text: string): void => void process.stderr.write(`  ${text}\n`);
  const options = {
    engines: [],
    connections: [],
    users,
    sizes: [],
    warmUpMs: 2000,
    measureMs,
    starts: 0,
    startsAtScale: 0,
  };
  const run: Run = { options, places, opened, tell };
  try {
    const flags = ['--cpu-prof', '--cpu-prof-interval', '250', '--cpu-prof-dir', folder];
    const server = await startProfiled(run, flags);
    const before = wait(options.warmUpMs).then(() => cpuOf(server.pid));
    const { rate, p50, p99 } = await loadFor(run, server.port, connections, sourceOf(values.request));
    const used = cpuBetween(await before, cpuOf(server.pid));
    const ended = performance.now();
    await server.stop();
    const stoppedMs = performance.now() - ended;
    process.stdout.write(
      `${values.engine}, ${values.request}: ${rate.toFixed(0)}/s, p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms\n`,
    );
    showCpu(used, (rate * measureMs) / 1000);
    const lengthMs = measureMs - settleMs;
    for (const file of readdirSync(folder).toSorted()) {
      const reading = readProfile(join(folder, file), stoppedMs, lengthMs);
      show(file.replace(/^CPU\.\d+\.\d+\./, 'process and thread '), reading, (rate * lengthMs) / 1000);
    }
  } finally {
    await opened.disposeAsync();
  }
}

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'muster-profile-'));
try {
  await profile(folder);
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
