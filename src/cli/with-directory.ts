// The directory as a command works on it: opened by the configuration, closed at the end.

import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { announcementOf } from '../boot/announcement.ts';
import { type Founded, realmId } from '../boot/first-boot.ts';
import { openDirectory } from '../boot/open-directory.ts';
import { describe } from '../boot/open-store.ts';
import { openRandom } from '../boot/random.ts';
import { type Config, readConfig } from '../config.ts';
import type { Context } from '../core/commands/context.ts';

/** What to do where there is no directory: make one, say so, or work on an empty one in memory. */
export type WhenMissing = 'found' | 'refuse' | 'pretend';

async function isMissing({ memory, databaseUrl, dataFolder }: Config): Promise<boolean> {
  if (memory || databaseUrl !== null) return false;
  return await access(join(resolve(dataFolder), 'muster.db')).then(
    () => false,
    () => true,
  );
}

/**
 * Lets `work` use the directory that the environment names, in the name of the command line; where one is made, says once
 * what its keys are. Throws ConfigurationError, BootError, and what `work` throws.
 */
export async function withDirectory<Result>(
  api: string,
  whenMissing: WhenMissing,
  work: (context: Context) => Promise<Result>,
): Promise<Result> {
  // Whatever this process writes to disk is its owner's alone.
  process.umask(0o077);
  const asked = readConfig(process.env);
  const pretends = whenMissing === 'pretend' && (await isMissing(asked));
  // Keys that are newly pinned are added to a directory: only by a command that changes it.
  const unpinned = whenMissing === 'found' ? asked : { ...asked, secretKey: null, coroniumKey: null };
  const config = pretends ? { ...unpinned, memory: true } : unpinned;
  await using opened = new AsyncDisposableStack();
  const random = openRandom();
  const warn = (_facts: object, text: string) => void process.stderr.write(`muster: ${text}\n`);
  const mayFound = pretends || whenMissing === 'found';
  // Nobody else waits: a file with passwords in clear takes as long as it takes.
  const opener = { clock: Date.now, random, mayFound, hashQueueMax: Number.POSITIVE_INFINITY, warn };
  const directory = await openDirectory(config, opener, opened);
  const { folder, founded, ports } = directory;
  if (founded !== null && !pretends) process.stderr.write(announced(founded, config, folder));
  const realm = await ports.store.loadRealm(realmId);
  if (realm === null) throw new Error(`the realm ${realmId} is gone`);
  const requestId = `${api}-${random.uuid(Date.now())}`;
  return await work({ ports, realm, actor: { kind: 'command-line' }, api, requestId });
}

function announced(founded: Founded, config: Config, folder: string | null): string {
  const database = describe({ databaseUrl: config.databaseUrl, folder });
  return announcementOf(founded, config, { data: folder ?? '', database, publicUrl: config.publicUrl });
}
