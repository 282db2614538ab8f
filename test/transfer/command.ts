// The command `muster` as a process of its own, in a place of its own, and the directory it leaves there.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, engines } from '../clients/engines.ts';
import { environmentOf, type Place, secretKey, temporaryFolder } from '../clients/server.ts';

const main = join(import.meta.dirname, '../../bin/muster.js');
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a command ended, and what it said. */
export type Said = { readonly code: unknown; readonly out: string; readonly err: string };

/** Starts the command; `ended` tells how it went, `kill` ends it without a word, `stop` hears no more. */
export function start(place: Place, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...environmentOf(place), ...more } });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    said.out += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    said.err += piece;
  });
  const ended = once(child, 'close').then(([code]: unknown[]): Said => {
    running.delete(child);
    return { code, ...said };
  });
  return { ended, kill: () => child.kill('SIGKILL'), stop: () => child.stdout.destroy() };
}

/** Runs the command to its end. */
export const run = (place: Place, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Said> =>
  start(place, args, more).ended;

/** A folder for the files of one test, beside a fresh place on each engine that is asked for. */
export type Desk = {
  place(engine?: Engine): Promise<Place>;
  path(name: string): string;
  write(name: string, text: string | Uint8Array): string;
  read(name: string): string;
  clear(): Promise<void>;
};

/** Opens a desk; `clear` leaves no trace of it. */
export function openDesk(): Desk {
  const folder = temporaryFolder();
  const leaving: (() => Promise<void>)[] = [];
  const path = (name: string) => join(folder.path, name);
  return {
    path,
    async place(engine = engines[0]) {
      if (engine === undefined) throw new Error('there is no engine');
      const room = await engine.open();
      leaving.push(room.leave);
      return room.place;
    },
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    async clear() {
      for (const leave of leaving.splice(0)) await leave();
      folder.remove();
    },
  };
}

/** Asks a running server's Clerk API. */
export async function ask(url: string, path: string, body: object | null = null) {
  const response = await fetch(`${url}/v1${path}`, {
    method: body === null ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    ...(body !== null && { body: JSON.stringify(body) }),
  });
  const answer: { readonly [name: string]: unknown } = JSON.parse(await response.text());
  return { status: response.status, body: answer };
}
