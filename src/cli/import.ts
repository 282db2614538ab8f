// The command `muster import`: takes in the users of a file, whoever wrote it.

import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { BootError } from '../boot/boot-error.ts';
import type { Context } from '../core/commands/context.ts';
import type { OnConflict } from '../core/commands/import-users.ts';
import { batchesOf } from '../transfer/arrivals.ts';
import { importRows, type Progress, type Tally } from '../transfer/import-rows.ts';
import { openMemory } from '../transfer/memory.ts';
import { FileRefused, refusalOf } from '../transfer/rows/file-refused.ts';
import type { Rows } from '../transfer/rows/open-rows.ts';
import type { Source } from '../transfer/source.ts';
import { type FirebaseHash, readFirebaseHash } from '../transfer/sources/firebase.ts';
import { openRowsOf, sourceNames, sourceOf } from '../transfer/sources/recognise.ts';
import { idOfAlias } from './id-of-alias.ts';
import { barOf, durationOf, openProgress } from './progress.ts';
import { openReport } from './report.ts';
import { withDirectory } from './with-directory.ts';

const conflicts = ['skip', 'update', 'fail'] as const satisfies readonly OnConflict[];

type Flags = {
  readonly from?: string;
  readonly dryRun?: boolean;
  readonly onConflict: OnConflict;
  readonly report?: string;
  readonly firebaseHash?: string;
};

/** Adds the command. It throws ConfigurationError, BootError and FileRefused; rows that are refused set the exit code. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('take in users from a file: of another system, or of `muster export`')
    .argument('<file>', 'CSV, JSON or JSON Lines, also with gzip')
    .addOption(new Option('--from <system>', 'who wrote it; recognised when absent').choices(sourceNames))
    .option('--dry-run', 'write nothing, only say what would be')
    .addOption(
      new Option('--on-conflict <how>', 'what to do about people whose name, address or id is here already')
        .choices(conflicts)
        .default('skip'),
    )
    .option('--report <file>', 'where to write who was not taken in and why, instead of <file>.report.jsonl')
    .option('--firebase-hash <file>', "the project's password hash parameters, for Firebase")
    .action(run);
}

async function firebaseHashOf(path: string | undefined): Promise<FirebaseHash | null> {
  if (path === undefined) return null;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refusalOf(path, 'read', error);
  });
  const hash = readFirebaseHash(text);
  if (hash === null) throw new FileRefused(`${path} holds no hash parameters as the Firebase console shows them`);
  return hash;
}

async function run(path: string, flags: Flags): Promise<void> {
  const report = flags.report ?? `${path}.report.jsonl`;
  if (flags.report === undefined) await rm(report, { force: true });
  if (resolve(report) === resolve(path)) throw new FileRefused('the report would replace the file that is read');
  const hash = await firebaseHashOf(flags.firebaseHash);
  const rows = await openRowsOf(path, flags.from ?? null);
  const source = await sourceOf(rows, flags.from ?? null, hash);
  if (source === 'unknown') {
    throw new BootError(
      `${path} looks like no system that is known; say which with --from (${sourceNames.join(', ')})`,
    );
  }
  const dryRun = flags.dryRun === true;
  await withDirectory('import', dryRun ? 'pretend' : 'found', (context) =>
    takeIn(context, rows, source, { ...flags, dryRun, report }),
  );
}

type Plan = { readonly onConflict: OnConflict; readonly dryRun: boolean; readonly report: string };

async function takeIn(context: Context, rows: Rows, source: Source | null, plan: Plan): Promise<void> {
  const { onConflict, dryRun } = plan;
  await using report = openReport(plan.report);
  const progress = openProgress(process.stderr);
  const beganAt = performance.now();
  const batches = batchesOf(rows.rows, source);
  const options = { onConflict, dryRun: dryRun ? openMemory() : null, idOf: idOfAlias };
  let last: Progress | null = null;
  try {
    for await (const reached of importRows(context, batches, options, (line) => report.write(line))) {
      last = reached;
      const elapsedMs = performance.now() - beganAt;
      const pace = Math.round((reached.tally.rows * 1000) / elapsedMs);
      progress.show(
        `${barOf(reached.bytes / rows.bytes, elapsedMs)}, ${count(reached.tally.rows)} rows, ${count(pace)}/s`,
      );
    }
  } finally {
    progress.end(null);
  }
  const elapsedMs = performance.now() - beganAt;
  say(source?.name ?? 'muster', last, dryRun, elapsedMs);
  if (report.lines > 0) process.stdout.write(`Who was not taken in, and why: ${plan.report}\n`);
  if ((last?.tally.refused ?? 0) > 0) process.exitCode = 1;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

const words: readonly (readonly [keyof Tally, string, string])[] = [
  ['created', 'created', 'would be created'],
  ['updated', 'updated', 'would be updated'],
  ['present', 'here already', 'here already'],
  ['skipped', 'skipped', 'would be skipped'],
  ['refused', 'refused', 'would be refused'],
];

function say(from: string, last: Progress | null, dryRun: boolean, elapsedMs: number): void {
  const rows = last?.tally.rows ?? 0;
  const pace = elapsedMs > 0 ? Math.round((rows * 1000) / elapsedMs) : 0;
  const lines = words.flatMap(([key, done, planned]) => {
    const number = last?.tally[key] ?? 0;
    return number > 0 ? [`  ${count(number).padStart(11)}  ${dryRun ? planned : done}`] : [];
  });
  const head = `${count(rows)} rows from ${from} in ${durationOf(elapsedMs)} (${count(pace)}/s)`;
  const stop = last?.stopped === true ? ['Stopped at the first conflict; what came before it is in.'] : [];
  process.stdout.write(`${[head, ...lines, ...stop].join('\n')}\n`);
}
