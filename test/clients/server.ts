// Starts Muster as a process of its own, as an operator would, and ends it as politely or as rudely as a test wants.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The secret key that every server of the tests is pinned to. */
export const secretKey = 'sk_test_clients0123456789abcdefghijklmnopqrstuv';

/** The client id that every server of the tests is pinned to. */
export const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';

/** 32 bytes in base64: what the servers that share a database are given. */
export const masterKey = Buffer.alloc(32, 7).toString('base64');

/** A running server process. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  out(): string;
  /** Everything it has written to stderr, its log, so far. */
  log(): string;
  /** Sends the signal and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** Where a server keeps things. `databaseUrl` null: SQLite in the folder. */
export interface Place {
  folder: string;
  databaseUrl: string | null;
}

const main = join(import.meta.dirname, '../../bin/muster.js');
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Makes an empty folder that `remove` deletes. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'muster-clients-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What a server at this place is told. Nothing of this process' own environment reaches the server but what every program needs. */
export function environmentOf(place: Place): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    MUSTER_PORT: '0',
    MUSTER_HOST: '127.0.0.1',
    MUSTER_DATA: place.folder,
    MUSTER_SECRET_KEY: secretKey,
    MUSTER_MASTER_KEY: masterKey,
    MUSTER_CLIENT_ID: clientId,
    ...(place.databaseUrl === null ? {} : { DATABASE_URL: place.databaseUrl }),
  };
}

/** Starts a server on a free port and resolves when it says that it is ready. */
export async function startServer(place: Place, more: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...environmentOf(place), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const texts = { out: '', log: '' };
  child.stderr.on('data', (piece) => {
    texts.log += piece;
  });
  const ended = once(child, 'exit').then(() => void running.delete(child));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (piece) => {
      texts.out += piece;
      const ready = /ready at (http:\/\/\S+)/.exec(texts.out)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    ended.then(() => reject(new Error(`the server ended before it was ready:\n${texts.out}${texts.log}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    out: () => texts.out,
    log: () => texts.log,
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await ended;
    },
  };
}
