// The command `muster restore`: puts a backup in the place of the directory.

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { BootError } from '../boot/boot-error.ts';
import { openDataFolder } from '../boot/data-folder.ts';
import { loadMasterKey } from '../boot/master-key.ts';
import { type Config, readConfig } from '../config.ts';
import type { Restored, SealedKey } from '../store/sqlite/restore.ts';

type Flags = { readonly force?: boolean; readonly keepSessions?: boolean };

/** Adds the command. It throws ConfigurationError, or BootError with nothing changed when the backup cannot take the place. */
export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('put a backup in the place of the directory; the server must be stopped (SQLite)')
    .argument('<file>', 'a file that `muster backup` has made')
    .option('--force', 'also where a directory is, which is kept aside')
    .option('--keep-sessions', 'leave the sessions of the backup active, also those that were ended since')
    .action(restore);
}

async function restore(file: string, { force = false, keepSessions = false }: Flags): Promise<void> {
  const config = readConfig(process.env, {});
  if (config.databaseUrl !== null) {
    throw new BootError('DATABASE_URL is set, so the directory is in PostgreSQL: restore it with pg_restore');
  }
  const folder = resolve(config.dataFolder);
  const masterKey = await masterKeyOf(config, folder);
  await openDataFolder(folder);
  const restored = await attempt(file, {
    file: resolve(file),
    database: join(folder, 'muster.db'),
    replace: force,
    keepSessions,
    at: Date.now(),
    by: { actor: { kind: 'command-line' }, api: 'cli', requestId: `restore-${randomUUID()}` },
    checkKeys: (keys) => demandOpening(keys, masterKey, config.masterKey === null ? 'master.key' : 'MUSTER_MASTER_KEY'),
  });
  process.stdout.write(report(folder, restored, keepSessions));
}

async function masterKeyOf({ masterKey }: Config, folder: string): Promise<Uint8Array> {
  if (masterKey !== null) return masterKey;
  if (!existsSync(join(folder, 'master.key'))) {
    throw new BootError(
      `there is no master.key in ${folder}, and MUSTER_MASTER_KEY is not set: first put there the key of the directory ` +
        'that was backed up; without it, nothing that is sealed in the backup opens',
    );
  }
  return loadMasterKey(folder, false);
}

async function attempt(
  file: string,
  restoration: Parameters<typeof import('../store/sqlite/restore.ts').restoreBackup>[0],
): Promise<Restored> {
  const { restoreBackup } = await import('../store/sqlite/restore.ts');
  try {
    return await restoreBackup(restoration);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootError(`${file} was not restored, and nothing was changed: ${reason}`, { cause: error });
  }
}

/** The same test as a server's start: the keys that sign tokens open. */
async function demandOpening(keys: readonly SealedKey[], masterKey: Uint8Array, source: string): Promise<void> {
  if (keys.length === 0) throw new BootError('no server has ever finished its first start on it');
  const [{ openSigner }, { openVault }] = await Promise.all([
    import('../credentials/signer.ts'),
    import('../credentials/vault.ts'),
  ]);
  const loadSigningKeys = async (realm: string) => keys.filter((key) => key.realm === realm);
  const signer = openSigner({ loadSigningKeys, vault: openVault(masterKey) });
  for (const realm of new Set(keys.map((key) => key.realm))) {
    await signer.sign(realm, {}, {}).catch((error: unknown) => {
      throw new BootError(`${source} is not the key that its secrets were sealed with`, { cause: error });
    });
  }
}

function report(folder: string, { users, mails, sessions, kept }: Restored, keepSessions: boolean): string {
  const lines = [
    `${users} users are in ${folder} again.`,
    kept === null ? null : `The directory that was there is kept as ${kept}.`,
    mails === 0 ? null : `Mails that waited to be sent were removed: ${mails}.`,
    keepSessions ? 'Sessions were left as they are in the backup.' : `Active sessions were ended: ${sessions}.`,
  ];
  return lines.flatMap((line) => (line === null ? [] : [`${line}\n`])).join('');
}
