// The command `muster backup`: copies the directory into one file while the server runs.

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BootError } from '../boot/boot-error.ts';
import { readConfig } from '../config.ts';

type Flags = { readonly force?: boolean };

/** Adds the command. It throws ConfigurationError, or BootError when there is nothing to copy or no place for the copy. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the directory into a file, while the server runs (SQLite)')
    .argument('<file>', 'where to put the copy')
    .option('--force', 'replace the backup that is there')
    .action(backup);
}

async function backup(file: string, { force = false }: Flags): Promise<void> {
  const config = readConfig(process.env, {});
  if (config.databaseUrl !== null) {
    throw new BootError(
      'DATABASE_URL is set, so the directory is in PostgreSQL: back it up with pg_dump --format=custom "$DATABASE_URL"',
    );
  }
  const folder = resolve(config.dataFolder);
  const begun = performance.now();
  const { users, bytes } = await copy(join(folder, 'muster.db'), resolve(file), force);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const key = config.masterKey === null ? join(folder, 'master.key') : 'MUSTER_MASTER_KEY';
  process.stdout.write(
    `${file}: ${users} users, ${bytes} bytes, ${seconds} s; checked and on disk.\n` +
      `The master key (${key}) is not in it. Keep it apart from the backup: without it, nobody can open the passwords ` +
      'and second factors in there.\n',
  );
}

async function copy(database: string, target: string, replace: boolean) {
  const { backUp } = await import('../store/sqlite/backup.ts');
  try {
    return backUp(database, target, replace);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootError(`no backup was made: ${reason} (the data folder is set with MUSTER_DATA)`, { cause: error });
  }
}
