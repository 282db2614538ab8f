// The migrations: numbered SQL texts per engine, read from this folder in order.

import { readdirSync, readFileSync } from 'node:fs';

/** One migration; `number` rises by one from file to file. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

const folder = new URL('./', import.meta.url);

/** All migrations of an engine, in order. Fails when a number is missing or stands twice. */
export function migrationsFor(engine: 'sqlite' | 'postgres'): readonly Migration[] {
  const ending = `.${engine}.sql`;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort();
  return files.map((file, index) => {
    const number = Number(file.slice(0, 4));
    if (number !== index + 1) throw new Error(`migration ${file} is out of order: expected number ${index + 1}`);
    return { number, name: file.slice(5, -ending.length), sql: readFileSync(new URL(file, folder), 'utf8') };
  });
}

/**
 * Those of `all` that come after `applied`, the highest number recorded in the database. Fails when the database is ahead
 * of this program, which must then leave it alone.
 */
export function pending(all: readonly Migration[], applied: number): readonly Migration[] {
  if (applied > all.length) {
    throw new Error(`the database was written by a newer version (migration ${applied}; this one knows ${all.length})`);
  }
  return all.slice(applied);
}

/** Where it is recorded which migrations ran; the same text in every engine. */
export const migrationTable = `CREATE TABLE IF NOT EXISTS schema_migration (
  number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)`;
