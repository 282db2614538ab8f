// A user as a row: the record as JSON, and beside it the columns that must not be in it.

import type { User } from '../../core/model/user.ts';
import type { StoredUser } from '../../core/ports.ts';
import { type Cell, integer, integerOrNull, type Row, text, textOrNull, trusted } from '../cells.ts';

/** What the JSON record leaves to columns. */
type Column = 'realm' | 'id' | 'serial' | 'rev' | 'createdAt' | 'updatedAt' | 'system' | 'activity';

type UserRecord = Omit<User, Column>;

/** The columns that `userOf` reads, in its order; `storedUserOf` wants `secrets` after them. */
export const userColumns = [
  'realm',
  'id',
  'serial',
  'rev',
  'created_at',
  'updated_at',
  'system',
  'last_sign_in_at',
  'last_active_at',
  'sign_in_count',
  'failed_attempts',
  'failed_until',
  'failed_at',
  'failed_from',
  'record',
] as const;

/** `userColumns` of the table named `alias`, with `secrets`, as SQL. */
export function storedUserColumns(alias: string): string {
  return [...userColumns, 'secrets'].map((column) => `${alias}.${column}`).join(', ');
}

/** The record of a user as JSON text, without what has a column. */
export function recordOf(user: User): Cell {
  const { realm, id, serial, rev, createdAt, updatedAt, system, activity, ...record } = user;
  return JSON.stringify(record satisfies UserRecord);
}

/** Reads a user from `userColumns`. */
export function userOf(row: Row): User {
  const record = trusted<UserRecord>(row[14]);
  return {
    realm: text(row[0]),
    id: text(row[1]),
    serial: integer(row[2]),
    rev: integer(row[3]),
    createdAt: integer(row[4]),
    updatedAt: integer(row[5]),
    system: integer(row[6]) === 1,
    ...record,
    activity: {
      lastSignInAt: integerOrNull(row[7]),
      lastActiveAt: integerOrNull(row[8]),
      signInCount: integer(row[9]),
      failedAttempts: integer(row[10]),
      failedUntil: integerOrNull(row[11]),
      failedAt: integerOrNull(row[12]),
      failedFrom: textOrNull(row[13]),
    },
  };
}

/** Reads a user with its sealed secrets. */
export function storedUserOf(row: Row): StoredUser {
  return { user: userOf(row), secrets: textOrNull(row[15]) };
}

/** The first key beyond those of a relation, which begin with `prefix`: an id and a slash. */
export function relationEnd(prefix: string): string {
  // What follows a slash.
  return `${prefix.slice(0, -1)}0`;
}
