// The report: everything that was measured, as one table in plain text.

import { cpus } from 'node:os';
import type { Options } from './options.ts';
import { type SizeResult, scaleConnections } from './scale.ts';
import { layOut, millis, percent, whole } from './table.ts';
import type { Timing } from './timing.ts';
import { type EngineUpdates, inSeries } from './updates.ts';

/** All results of a run, as they come in. `ceiling`: what the client can do; `loadBefore`: how busy the machine was. */
export type Results = {
  readonly options: Options;
  readonly loadBefore: number;
  readonly ceiling: { readonly connections: number; readonly timing: Timing }[];
  readonly updates: EngineUpdates[];
  readonly sizes: SizeResult[];
};

const ratioTarget = 0.8;
const costTarget = 1.25;
const warmTargetMs = 1000;
const memoryTargetMb = 150;

/** Whether a value keeps to its target; a dash when it was not measured. */
const verdict = (value: number, holds: boolean): string => (Number.isNaN(value) ? '-' : holds ? 'yes' : 'NO');

function opening({ ceiling, updates, loadBefore }: Results): string {
  const rates = ceiling.map(({ connections, timing }) => `${whole(timing.rate)} at ${connections}`).join(', ');
  const bytes = updates[0]?.answerBytes ?? 0;
  const busy = loadBefore > cpus().length / 4 ? ['The machine was NOT QUIET before: trust nothing below.'] : [];
  return [
    `Muster bench, ${new Date().toISOString().slice(0, 16)}Z, Node ${process.versions.node}, ${cpus().length} cores, load before ${loadBefore.toFixed(1)}`,
    ...busy,
    `The client's own ceiling, requests/s (answers of ${whole(bytes)} bytes, no work behind them): ${rates}`,
  ].join('\n');
}

function updateTable({ updates }: Results): string {
  const heading = [
    'engine',
    'update',
    'conn.',
    'updates/s',
    'p50 ms',
    'p99 ms',
    'no store',
    'no server',
    'series',
    'ratio',
    '>=80%',
  ];
  const rows = updates.flatMap(({ rows: measured }) =>
    measured.map((row) => {
      const series = inSeries(row);
      const ratio = row.measured.rate / series;
      const { rate, p50, p99 } = row.measured;
      const limits = [whole(row.withoutStore.rate), whole(row.withoutServer.rate), whole(series)];
      const times = [whole(rate), millis(p50), millis(p99)];
      return [
        row.engine,
        row.kind,
        whole(row.connections),
        ...times,
        ...limits,
        percent(ratio),
        verdict(ratio, ratio >= ratioTarget),
      ];
    }),
  );
  const raw = updates.flatMap((engine) => engine.raw.map((one) => `${whole(one.timing.rate)} at ${one.connections}`));
  const note =
    raw.length === 0 ? [] : [`Plain pg driver, a read and one transaction per update, no HTTP: ${raw.join(', ')}`];
  return ['UPDATES through HTTP, durable', layOut(heading, rows, 2), ...note].join('\n');
}

function scaleTable({ options, sizes }: Results): string {
  const heading = ['engine', 'requests/s', ...options.sizes.map((size) => `${whole(size)} users`), 'cost x', 'flat'];
  const rows = options.engines.flatMap((engine) => {
    const own = sizes.filter((size) => size.engine === engine);
    const [smallest] = own;
    return [...(smallest?.rates.keys() ?? [])].map((name) => {
      const rates = own.map((size) => size.rates.get(name) || Number.NaN);
      const cost = (rates[0] ?? Number.NaN) / (rates.at(-1) ?? Number.NaN);
      return [engine, name, ...rates.map(whole), cost.toFixed(2), verdict(cost, cost <= costTarget)];
    });
  });
  return [
    `SCALE, at ${scaleConnections} connections; flat: costs at most x${costTarget}`,
    layOut(heading, rows, 2),
  ].join('\n');
}

function startTable({ updates, sizes }: Results): string {
  const heading = [
    'engine',
    'users',
    'cold ms',
    'warm ms',
    '<1 s',
    'seed s',
    'users/s',
    'idle MB',
    'loaded MB',
    '<150 MB',
  ];
  const line = (
    engine: string,
    users: number,
    { filled, loadedMb }: Pick<EngineUpdates, 'filled' | 'loadedMb'>,
    idleMb: number,
  ): string[] => {
    const starts = [whole(filled.coldMs), whole(filled.warmMs), verdict(filled.warmMs, filled.warmMs < warmTargetMs)];
    const seeding = [filled.seconds.toFixed(1), whole(users / filled.seconds)];
    return [
      engine,
      whole(users),
      ...starts,
      ...seeding,
      whole(idleMb),
      whole(loadedMb),
      verdict(loadedMb, loadedMb < memoryTargetMb),
    ];
  };
  const rows = [
    ...updates.map((engine) => line(engine.rows[0]?.engine ?? '', engine.users, engine, engine.idleMb)),
    ...sizes.map((size) => line(size.engine, size.users, size, Number.NaN)),
  ];
  return ['START, SEEDING AND MEMORY (after the load above)', layOut(heading, rows, 1)].join('\n');
}

/** Renders the results for a terminal of 110 columns. */
export function reportOf(results: Results): string {
  return [opening(results), updateTable(results), scaleTable(results), startTable(results)].join('\n\n');
}
