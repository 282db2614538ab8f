// The server under test: the real command in a process of its own, as an operator would start it.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationKeys } from '../src/configuration-keys.ts';
import { gameKey } from './games.ts';
import type { Place } from './places.ts';
import { adminPassword, secretKey } from './requests.ts';

/** A server that is ready. `readyMs` is from the start of its process to its word that it is. */
export type ServerProcess = {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  readonly readyMs: number;
  readonly residentMb: () => number;
  readonly stop: () => Promise<void>;
};

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

const main = fileURLToPath(new URL('../bin/muster.js', import.meta.url));

function environmentOf({ folder, databaseUrl }: Place): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('MUSTER_') && key !== 'DATABASE_URL');
  const wanted: NodeJS.ProcessEnv = {
    MUSTER_DATA: folder,
    MUSTER_PORT: '0',
    MUSTER_CORONIUM_PORT: '0',
    MUSTER_SECRET_KEY: secretKey,
    MUSTER_ADMIN_PASSWORD: adminPassword,
    MUSTER_CORONIUM_KEY: gameKey,
    MUSTER_CORONIUM_SCOPES: 'open',
  };
  const keys: readonly string[] = configurationKeys.map(({ key }) => key);
  const known = Object.entries(wanted).filter(([key]) => keys.includes(key));
  const database = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl };
  return { ...Object.fromEntries(inherited), ...Object.fromEntries(known), ...database };
}

/** What `npm start` gives Node. */
const startFlags = ['--max-semi-space-size=4'];

/** The memory a process keeps in RAM, in megabytes of 2^20 bytes. */
function residentMb(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kilobytes = existsSync(status)
    ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}

/**
 * Starts the server; resolves when it says that it is ready. Its log is at the usual level. `log: 'errors'` shows what goes
 * wrong, `drop` lets it write to nowhere, so that a load does not measure the disk of the log. `flags` go to Node.
 */
export async function startServer(
  place: Place,
  { log, flags = [] }: { log: 'errors' | 'drop'; flags?: readonly string[] },
): Promise<ServerProcess> {
  const environment = environmentOf(place);
  if (log === 'errors') environment.MUSTER_LOG_LEVEL = 'error';
  const begun = performance.now();
  const child = spawn(process.execPath, [...startFlags, ...flags, main, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', log === 'errors' ? 'inherit' : 'ignore'],
  });
  running.add(child);
  const ended = once(child, 'exit');
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const ready = /is ready at (http:\/\/\S+)/.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
  });
  return {
    pid: child.pid ?? 0,
    url,
    port: Number(new URL(url).port),
    readyMs: performance.now() - begun,
    residentMb: () => residentMb(child.pid ?? 0),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
      running.delete(child);
    },
  };
}
