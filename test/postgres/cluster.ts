// A throw-away PostgreSQL for tests and benchmarks: one cluster per run, one database per call.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { findBinaries, serverOwner } from './binaries.ts';

/** A database of one test's own; `drop` ends its connections and removes it. */
export interface Database {
  url: string;
  drop(): Promise<void>;
}

/** A running PostgreSQL; `stop` ends it and removes its files (a given DATABASE_URL is left running). */
export interface Cluster {
  adminUrl: string;
  template: string;
  createDatabase(): Promise<Database>;
  stop(): Promise<void>;
}

/** What a caller of `startCluster` may ask for: `prepare` fills the template that each new database copies. */
export interface ClusterOptions {
  prepare?: (url: string) => Promise<void>;
}

/** Ends the server and removes its files when its input ends: when we ask, and when we die in whatever way. */
const watcher = 'read -r _; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.02; done; rm -rf "$2"';

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function copyTemplate(adminUrl: string, template: string, name: string): Promise<Database> {
  await admin(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

const newName = (): string => `muster_test_${randomBytes(8).toString('hex')}`;

/** Creates an empty database (a copy of the prepared template) for a test; fails when no cluster was set up. */
export async function createDatabase(): Promise<Database> {
  const url = process.env.MUSTER_TEST_POSTGRES;
  if (url === undefined) throw new Error('MUSTER_TEST_POSTGRES is not set: run the tests through vitest');
  return copyTemplate(url, process.env.MUSTER_TEST_POSTGRES_TEMPLATE ?? 'template0', newName());
}

/** Waits until the server answers; fails with its log when it ended or stays silent for 30 seconds. */
async function untilReady(server: ChildProcess, url: string, log: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await admin(url, 'SELECT 1');
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start: ${error}\n${readFileSync(log, 'utf8')}`);
      }
    }
    await pause(20);
  }
}

/** Makes a cluster in a new folder and starts it, with PostgreSQL's durable defaults. */
async function startServer(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  if (process.platform === 'win32') throw new Error('On Windows set DATABASE_URL for the PostgreSQL tests');
  const owner = serverOwner();
  const folder = mkdtempSync(join(tmpdir(), 'muster-postgres-'));
  try {
    chmodSync(folder, 0o711);
    const [data, password, log] = [join(folder, 'data'), join(folder, 'password'), join(folder, 'log')];
    const secret = randomBytes(16).toString('hex');
    writeFileSync(password, secret, { mode: 0o600 });
    if (owner.uid !== undefined)
      for (const path of [folder, password]) chownSync(path, owner.uid, owner.gid ?? owner.uid);
    const binaries = findBinaries(owner, folder);
    const initdb = ['--pgdata', data, '--username=muster', `--pwfile=${password}`, '--auth=scram-sha-256'];
    const locale = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    const made = spawnSync(join(binaries, 'initdb'), [...initdb, ...locale], {
      ...owner,
      cwd: folder,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error ?? made.stderr}`);
    const port = await freePort();
    const settings = ['-c', 'unix_socket_directories=', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB'];
    const output = openSync(log, 'a');
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-h', '127.0.0.1', '-p', String(port), ...settings], {
      ...owner,
      cwd: folder,
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    await once(server, 'spawn');
    server.unref();
    const stop = watch(server.pid ?? 0, folder);
    const adminUrl = `postgres://muster:${secret}@127.0.0.1:${port}/postgres`;
    await untilReady(server, adminUrl, log).catch((error) => stop().then(() => Promise.reject(error)));
    return { adminUrl, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Starts the watcher of a server; the returned function has it clean up at once and waits for that. */
function watch(pid: number, folder: string): () => Promise<void> {
  const shell = spawn('sh', ['-c', watcher, 'sh', String(pid), folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  const ended = once(shell, 'exit');
  return async () => {
    shell.ref();
    shell.stdin.end();
    await ended;
  };
}

/**
 * Brings up a PostgreSQL: the one at DATABASE_URL when set, else a throw-away cluster that also goes away when this
 * process is killed. Fails, with the server's log, when it cannot; it never falls back to nothing.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const given = process.env.DATABASE_URL;
  const { adminUrl, stop } = given ? { adminUrl: given, stop: async () => {} } : await startServer();
  try {
    await admin(adminUrl, 'SELECT 1');
    if (options.prepare === undefined) {
      const create = (): Promise<Database> => copyTemplate(adminUrl, 'template0', newName());
      return { adminUrl, template: 'template0', createDatabase: create, stop };
    }
    const template = newName();
    const prepared = await copyTemplate(adminUrl, 'template0', template);
    await options.prepare(prepared.url);
    const create = (): Promise<Database> => copyTemplate(adminUrl, template, newName());
    return { adminUrl, template, createDatabase: create, stop: () => prepared.drop().finally(stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}
