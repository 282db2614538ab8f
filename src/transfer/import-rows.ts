// Importing rows: batch after batch through the core, with a word on everybody who was not taken in.

import type { Context } from '../core/commands/context.ts';
import { type Arrived, type ImportOptions, importUsers, type Turn } from '../core/commands/import-users.ts';
import type { Batch, Entry } from './arrivals.ts';
import { reasonsOf } from './wording.ts';

/** One line of the report: who was left out, or left as they were, and why. */
export type ReportLine = {
  readonly line: number;
  readonly who: string | null;
  readonly outcome: 'refused' | 'skipped' | 'conflict';
  readonly reasons: readonly string[];
};

/** How many rows went which way; `present` came with an earlier import. */
export type Tally = {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly present: number;
  readonly skipped: number;
  readonly refused: number;
};

/** Where an import stands after a batch. `stopped`: a conflict ended it. */
export type Progress = { readonly tally: Tally; readonly bytes: number; readonly stopped: boolean };

const nothing: Tally = { rows: 0, created: 0, updated: 0, present: 0, skipped: 0, refused: 0 };

type Outcome = Arrived | { readonly is: 'faulty'; readonly reasons: readonly string[] };

function reportOf({ line, who }: Entry, outcome: Outcome): ReportLine | null {
  switch (outcome.is) {
    case 'faulty':
      return { line, who, outcome: 'refused', reasons: outcome.reasons };
    case 'refused':
      return { line, who, outcome: 'refused', reasons: reasonsOf(outcome.refusals) };
    case 'skipped':
    case 'conflict':
      return { line, who, outcome: outcome.is, reasons: [`somebody here has this ${outcome.field}`] };
    default:
      return null;
  }
}

const counted = {
  created: 'created',
  updated: 'updated',
  present: 'present',
  skipped: 'skipped',
  conflict: 'refused',
  refused: 'refused',
  faulty: 'refused',
} as const satisfies { readonly [Is in Outcome['is']]: keyof Tally };

function add(tally: Tally, outcomes: readonly Outcome[]): Tally {
  const next = { ...tally, rows: tally.rows + outcomes.length };
  for (const { is } of outcomes) next[counted[is]] += 1;
  return next;
}

/** What became of each entry, in order. Shorter than the batch when a conflict ended it. */
async function outcomesOf(
  context: Context,
  { entries }: Batch,
  options: ImportOptions,
  turn: Turn,
): Promise<readonly Outcome[]> {
  const arrivals = entries.flatMap((entry) => ('arrival' in entry ? [entry.arrival] : []));
  const arrived = await importUsers(context, arrivals, options, turn);
  const outcomes: Outcome[] = [];
  let next = 0;
  for (const entry of entries) {
    if (!('arrival' in entry)) outcomes.push({ is: 'faulty', reasons: entry.reasons });
    else {
      const outcome = arrived[next++];
      if (outcome === undefined) break;
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

type Done = { readonly batch: Batch; readonly outcomes: readonly Outcome[] };

/** The batches done, in order. One is judged while the one before it is committed, unless a conflict may have to end it all. */
async function* done(context: Context, batches: AsyncIterable<Batch>, options: ImportOptions): AsyncGenerator<Done> {
  let before: Promise<Done> | null = null;
  let come = Promise.resolve();
  for await (const batch of batches) {
    const { promise: passed, resolve: pass, reject } = Promise.withResolvers<void>();
    const next = outcomesOf(context, batch, options, { come, pass }).then((outcomes) => ({ batch, outcomes }));
    come = passed;
    // It may fail before anybody waits for it; whoever does will hear of it.
    next.catch(reject);
    passed.catch(() => undefined);
    if (before !== null) yield await before;
    before = next;
    if (options.onConflict !== 'fail') continue;
    yield await before;
    before = null;
  }
  if (before !== null) yield await before;
}

/**
 * Takes everybody in, and tells after each batch where it stands. With `onConflict: 'fail'` it stops at the first conflict.
 * `report` hears of everybody who was not taken in, in the order of the file, before the batch is told.
 */
export async function* importRows(
  context: Context,
  batches: AsyncIterable<Batch>,
  options: ImportOptions,
  report: (line: ReportLine) => Promise<void>,
): AsyncGenerator<Progress> {
  let tally = nothing;
  for await (const { batch, outcomes } of done(context, batches, options)) {
    tally = add(tally, outcomes);
    for (const [index, outcome] of outcomes.entries()) {
      const entry = batch.entries[index];
      const line = entry === undefined ? null : reportOf(entry, outcome);
      if (line !== null) await report(line);
    }
    const stopped = options.onConflict === 'fail' && outcomes.some(({ is }) => is === 'conflict');
    yield { tally, bytes: batch.bytes, stopped };
    if (stopped) return;
  }
}
