// The command `muster export`: writes everybody down, to move out or to look at.

import { type Command, Option } from 'commander';
import { apis } from '../apis/index.ts';
import { type Exported, exportUsers } from '../core/commands/export-users.ts';
import { clerkSheet, ownSheet, type Sheet } from '../transfer/muster/columns.ts';
import { linesOf } from '../transfer/muster/lines.ts';
import { FileRefused } from '../transfer/rows/file-refused.ts';
import { type CellsByColumn, writeCsv } from '../transfer/rows/write-csv.ts';
import { writeJsonLines } from '../transfer/rows/write-json-lines.ts';
import { durationOf, openProgress, type ProgressLine } from './progress.ts';
import { withDirectory } from './with-directory.ts';

const formats = ['jsonl', 'clerk-csv', 'csv'] as const;

type Flags = {
  readonly format: (typeof formats)[number];
  readonly withSecrets?: boolean;
  readonly out: string;
  readonly force?: boolean;
};

/** Adds the command. It throws ConfigurationError, BootError and FileRefused. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('write all users to a file, as they are at one moment, while the server runs')
    .addOption(
      new Option('--format <format>', 'jsonl is complete, and `muster import` makes the same of it')
        .choices(formats)
        .default('jsonl'),
    )
    .option('--with-secrets', 'with password digests, authenticator secrets and backup codes, in clear')
    .option('--out <file>', 'where to write; `-` is the standard output', '-')
    .option('--force', 'replace the file that is there')
    .action(run);
}

async function run({ format, withSecrets: secrets = false, out, force = false }: Flags): Promise<void> {
  await withDirectory('export', 'refuse', async (context) => {
    const progress = openProgress(process.stderr);
    const beganAt = performance.now();
    const told = { users: 0 };
    const pages = counting(exportUsers(context, { secrets }), told, progress);
    const target = { path: out, force };
    const sheet = format === 'clerk-csv' ? clerkSheet(clerkIds()) : ownSheet;
    try {
      if (format === 'jsonl') await writeJsonLines(linesOf(pages, secrets), target);
      else await writeCsv(sheet.columns, rowsOf(pages, sheet), target);
    } catch (error) {
      const isClosed = error instanceof Error && 'code' in error && error.code === 'EPIPE';
      throw isClosed ? new FileRefused('whoever read the standard output has gone', { cause: error }) : error;
    } finally {
      progress.end(null);
    }
    const written = `${told.users.toLocaleString('en')} users in ${durationOf(performance.now() - beganAt)}`;
    process.stderr.write(`${written}${noteOn(secrets)}\n`);
  });
}

function noteOn(secrets: boolean): string {
  return secrets
    ? '. Their secrets are in it, in clear: keep it as you keep the master key.'
    : ', without secrets (--with-secrets)';
}

async function* counting(
  pages: AsyncIterable<readonly Exported[]>,
  told: { users: number },
  progress: ProgressLine,
): AsyncGenerator<readonly Exported[]> {
  for await (const page of pages) {
    told.users += page.length;
    progress.show(`${told.users.toLocaleString('en')} users`);
    yield page;
  }
}

async function* rowsOf(pages: AsyncIterable<readonly Exported[]>, sheet: Sheet): AsyncGenerator<CellsByColumn> {
  for await (const page of pages) {
    for (const { written } of page) {
      const row = sheet.rowOf(written);
      if (row !== null) yield row;
    }
  }
}

function clerkIds() {
  const api = apis.find(({ name }) => name === 'clerk');
  if (api === undefined) throw new Error('the API that writes these ids is gone');
  return api.writeUserId;
}
