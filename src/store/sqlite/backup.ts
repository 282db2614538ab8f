// The backup: the database as it stood at one moment, copied into one file while others write.

import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { integer } from '../cells.ts';

/** How long the copy waits to begin while another process has the file to itself. */
const busyMs = 30_000;

const sqliteMagic = 'SQLite format 3\0';

/** What is in a database; built-in accounts are not counted. */
export type Contents = { readonly users: number };

/** What stands beside a SQLite file while it is open, or after a crash. */
export const companions = ['-wal', '-shm', '-journal'] as const;

/**
 * Copies the database at `database` into a new file at `target`: whole, checked, on disk and for its owner only before it
 * gets its name. `VACUUM INTO` reads one snapshot, so writers go on meanwhile and what was deleted long ago is not copied
 * (https://sqlite.org/lang_vacuum.html, 2026-11); node:sqlite's `backup()` would begin anew with each write of another
 * process. Throws, leaving `target` alone, when there is no database or no room, when the copy is damaged, or when `target`
 * exists: with `replace`, only when that is no SQLite file or is the database itself.
 */
export function backUp(database: string, target: string, replace: boolean): Contents & { readonly bytes: number } {
  if (!existsSync(database)) throw new Error(`there is no database at ${database}`);
  demandPlace(database, target, replace);
  const aside = asideOf(target);
  try {
    closeSync(openSync(aside, 'wx', 0o600));
    snapshot(database, aside);
    const contents = examine(aside);
    // Again: the copy may have taken minutes.
    demandPlace(database, target, replace);
    moveInto(aside, target);
    return { ...contents, bytes: statSync(target).size };
  } finally {
    discard(aside);
  }
}

/** A name in the same folder that nothing else has. */
export function asideOf(path: string): string {
  return `${path}.${randomUUID()}.partial`;
}

/** Tells what is in a database that nobody else uses. Throws when it is damaged, or not one of ours. */
export function examine(path: string): Contents {
  if (!startsAsSqlite(path)) throw new Error('it is not a SQLite database');
  const database = new DatabaseSync(path);
  try {
    const fault = faultOf(database);
    if (fault !== null) throw new Error(`it is damaged: ${fault}`);
    const ours = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name IN ('schema_migration', 'realm', 'user')";
    if (database.prepare(ours).all().length < 3) throw new Error('it is not a database of Muster');
    const [count] = database.prepare('SELECT count(*) FROM "user" WHERE system = 0', { returnArrays: true }).all();
    return { users: integer(Array.isArray(count) ? count[0] : undefined) };
  } finally {
    database.close();
  }
}

/** Puts a finished file on disk and then in the place of whatever is at `target`: at every moment one of the two is there. */
export function moveInto(aside: string, target: string): void {
  sync(aside, 'r+');
  renameSync(aside, target);
  syncFolderOf(target);
}

/** Puts on disk which files the folder of `path` has, where the system can. */
export function syncFolderOf(path: string): void {
  if (process.platform !== 'win32') sync(dirname(path), 'r');
}

/** Removes an unfinished file and what SQLite has put beside it. */
export function discard(aside: string): void {
  for (const ending of ['', ...companions]) rmSync(aside + ending, { force: true });
}

/** True when both paths lead to one file that is there. */
export function areSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return left !== undefined && left.ino === right?.ino && left.dev === right.dev;
}

function sync(path: string, mode: 'r' | 'r+'): void {
  const file = openSync(path, mode);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `replace` is for last week's copy, not for a key or the living database named by mistake. */
function demandPlace(database: string, target: string, replace: boolean): void {
  const there = statSync(target, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (areSame(database, target)) throw new Error(`${target} is the database itself`);
  if (!replace) throw new Error(`${target} exists; --force replaces it`);
  if (!there.isFile() || (there.size > 0 && !startsAsSqlite(target))) {
    throw new Error(`${target} is not a backup, and is not replaced`);
  }
}

function startsAsSqlite(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(sqliteMagic.length);
    return readSync(file, head) === head.length && head.toString('latin1') === sqliteMagic;
  } finally {
    closeSync(file);
  }
}

/** Opened for writing though nothing is written: whoever only reads cannot tidy up the log of a server that was killed. */
function snapshot(path: string, aside: string): void {
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    database.prepare('VACUUM INTO ?').run(aside);
  } finally {
    database.close();
  }
}

/** The first fault of a damaged database; null when it is whole. */
function faultOf(database: DatabaseSync): string | null {
  try {
    const word = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    return word === 'ok' ? null : String(word);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
