// The restore: a backup put in the place of the database, after which no mail is sent again and no ended session lives again.

import { chmodSync, constants, copyFileSync, existsSync, linkSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { NewChange } from '../../core/model/change.ts';
import { integer, type Row, text } from '../cells.ts';
import { stepsOf } from '../write/steps.ts';
import { areSame, asideOf, type Contents, companions, discard, examine, moveInto, syncFolderOf } from './backup.ts';
import { type Connection, connect } from './connection.ts';
import { numberOf } from './statements.ts';

/** A signing key as the backup has it, sealed by the vault's owner. */
export type SealedKey = {
  readonly realm: string;
  readonly id: string;
  readonly sealed: string;
  readonly createdAt: number;
};

/** What to restore, and how. */
export type Restoration = {
  readonly file: string;
  readonly database: string;
  /** Whether a database that is there may be kept aside. */
  readonly replace: boolean;
  readonly keepSessions: boolean;
  readonly at: number;
  /** Who ends the sessions. */
  readonly by: Pick<NewChange, 'actor' | 'api' | 'requestId'>;
  /** Rejects when these keys do not open. */
  readonly checkKeys: (keys: readonly SealedKey[]) => Promise<void>;
};

/** What was restored: how many mails were dropped and sessions ended, and where the former database is now. */
export type Restored = Contents & { readonly mails: number; readonly sessions: number; readonly kept: string | null };

/**
 * Puts the backup `file` in the place of `database`: migrated, without the mails that waited (they would go out twice) and
 * the codes and tokens that may have been spent since, and with all active sessions ended unless `keepSessions`. All of that happens in a copy beside the database; its rename comes
 * last, so that until then, and after a crash, the former database is there. Throws, and has changed nothing, when the backup
 * is damaged, newer than this program or not of ours, when `checkKeys` rejects, when there is a database and not `replace`,
 * or when a process has it open.
 */
export async function restoreBackup(restoration: Restoration): Promise<Restored> {
  const { file, database } = restoration;
  demandBackup(file, database);
  // Let go at once: a server that starts meanwhile shall be found at the end, not wait for a file about to be renamed.
  if (isTaken(restoration)) claim(database)?.close();
  const aside = asideOf(database);
  try {
    copyFileSync(file, aside, constants.COPYFILE_EXCL);
    chmodSync(aside, 0o600);
    const contents = examine(aside);
    const dropped = await prepare(aside, restoration);
    return { ...contents, ...dropped, kept: exchange(aside, restoration) };
  } finally {
    discard(aside);
  }
}

function demandBackup(file: string, database: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error('there is no such file');
  if (areSame(file, database)) throw new Error('it is the database itself');
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new Error(
    `it is not whole without ${file}-wal: a server had it open when it was copied; use \`muster backup\``,
  );
}

/** True when there is a database to be kept aside. */
function isTaken({ database, replace }: Restoration): boolean {
  const taken = existsSync(database);
  if (taken && !replace) throw new Error(`${database} exists; --force keeps it aside under another name`);
  return taken;
}

/**
 * Takes the database for this process alone. Whoever has a WAL database open holds a shared lock on the file all the time, so
 * that an exclusive one is refused (https://sqlite.org/wal.html, 2026-11). Null when it is too damaged to be locked.
 */
function claim(path: string): DatabaseSync | null {
  const held = new DatabaseSync(path, { timeout: 0 });
  try {
    held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    return held;
  } catch (error) {
    held.close();
    const code = codeOf(error);
    if (code === 'broken') return null;
    throw code === 'busy' ? new Error(`${path} is open in another process; stop the server first`) : error;
  }
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html. */
function codeOf(error: unknown): 'busy' | 'broken' | 'other' {
  const code = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  const [busy, locked, corrupt, notDatabase] = [5, 6, 11, 26];
  const primary = code & 0xff;
  if (primary === busy || primary === locked) return 'busy';
  return primary === corrupt || primary === notDatabase ? 'broken' : 'other';
}

/** Brings the copy up to date and takes out of it what must not begin again. */
async function prepare(aside: string, restoration: Restoration): Promise<Pick<Restored, 'mails' | 'sessions'>> {
  const connection = connect({ path: aside, role: 'writer' });
  const { database } = connection;
  try {
    await restoration.checkKeys(signingKeysIn(connection));
    database.exec('BEGIN IMMEDIATE');
    // What has no due time is kept to be looked at, and never sent.
    const mails = Number(database.prepare('DELETE FROM mail WHERE due_at IS NOT NULL').run().changes);
    const sessions = restoration.keepSessions ? 0 : endSessions(connection, restoration);
    // A code or token that was spent since would be good again.
    database.exec("DELETE FROM document WHERE kind = 'ticket'");
    if (!restoration.keepSessions) database.exec("DELETE FROM document WHERE kind = 'refresh-token'");
    database.exec('COMMIT');
    fold(database);
    return { mails, sessions };
  } finally {
    database.close();
  }
}

function rowsOf({ prepare }: Connection, sql: string, ...values: readonly number[]): readonly Row[] {
  const rows: readonly unknown[] = prepare(sql).all(...values);
  return rows.filter((row): row is Row => Array.isArray(row));
}

function signingKeysIn(connection: Connection): readonly SealedKey[] {
  return rowsOf(connection, 'SELECT realm, id, sealed, created_at FROM signing_key').map((row) => {
    return { realm: text(row[0]), id: text(row[1]), sealed: text(row[2]), createdAt: integer(row[3]) };
  });
}

/** Ends every active session, each with its change; tells how many. */
function endSessions(connection: Connection, { at, by }: Restoration): number {
  const active = `SELECT DISTINCT u.realm, u.id, u.rev FROM session s JOIN "user" u ON u.realm = s.realm AND u.id = s.user_id
    WHERE s.status = 'active' AND s.expire_at > ?1 AND s.abandon_at > ?1`;
  let ended = 0;
  for (const row of rowsOf(connection, active, at)) {
    const [realm, userId, rev] = [text(row[0]), text(row[1]), integer(row[2])];
    const change: NewChange = { ...by, realm, userId, rev, at, type: 'session.ended', diff: [] };
    const end = { op: 'end', userId, only: null, except: null, status: 'revoked', at, change } as const;
    const steps = stepsOf({ realm, users: [], images: [], sessions: [end], documents: [], changes: [], mails: [] });
    for (const { name, values } of steps) {
      const { changes } = connection.prepare(numberOf(name)).run(...values);
      if (name === 'session.end') ended += Number(changes);
    }
  }
  return ended;
}

/** Moves what is in the log into the file, which is then all there is. */
function fold(database: DatabaseSync): void {
  const mode = database.prepare('PRAGMA journal_mode = DELETE').get()?.journal_mode;
  if (mode !== 'delete') throw new Error(`the log was not folded into the database: ${mode}`);
}

/** Gives the copy the database's name, and the former database another, which is answered. */
function exchange(aside: string, restoration: Restoration): string | null {
  const { database, at } = restoration;
  const wasThere = isTaken(restoration);
  const kept = `${database}.before-restore-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`;
  const held = wasThere ? claim(database) : null;
  try {
    // A second name, not a new one: at no moment may a server find nothing and found a directory.
    if (wasThere) keep(database, kept, held);
    // A log is replayed into whatever file has the name, so none may outlive the database it belongs to.
    for (const ending of companions) rmSync(database + ending, { force: true });
    syncFolderOf(database);
    moveInto(aside, database);
  } finally {
    held?.close();
  }
  return wasThere ? kept : null;
}

/** Links the database to its second name; one that is too damaged for its log to be folded keeps it beside itself. */
function keep(database: string, kept: string, held: DatabaseSync | null): void {
  const whole = held !== null && isFolded(held);
  for (const ending of whole ? [''] : ['', '-wal', '-journal']) {
    if (existsSync(database + ending)) linkSync(database + ending, kept + ending);
  }
}

function isFolded(held: DatabaseSync): boolean {
  try {
    fold(held);
    return true;
  } catch (error) {
    if (codeOf(error) === 'broken') return false;
    throw error;
  }
}
