// The recognition: which system has written a file.

import type { JsonObject } from '../../core/model/json.ts';
import { faultOfHeader, isHeader } from '../muster/lines.ts';
import { FileRefused } from '../rows/file-refused.ts';
import { openRows, type Rows } from '../rows/open-rows.ts';
import type { Source } from '../source.ts';
import { type FirebaseHash, firebaseColumns } from './firebase.ts';
import { listSources, recogniseSource } from './index.ts';

/** Every name that `--from` takes. */
export const sourceNames: readonly string[] = listSources(null).map(({ name }) => name);

/** Rows that are looked at: in the first ones a telling column may be empty. */
const looked = 50;

/** Opens a file of rows. Firebase writes CSV without a header: said to be from there, it is read by its known columns. */
export async function openRowsOf(path: string, from: string | null): Promise<Rows> {
  return await openRows(path, from === 'firebase' ? firebaseColumns : null);
}

/** The first rows as one, each member from the first row that has it; null when there is none. */
async function firstRows({ rows }: Rows): Promise<JsonObject | null> {
  const seen: JsonObject[] = [];
  for await (const event of rows) {
    if ('row' in event) seen.push(event.row);
    if (seen.length === looked || (seen[0] !== undefined && isHeader(seen[0]))) break;
  }
  return seen.length === 0 ? null : Object.assign({}, ...seen.toReversed());
}

/**
 * The source that reads the file: the one named `from`, else the one that its first rows look like. Null: the file is in
 * Muster's own complete format. `unknown`: it looks like none, or like several. Throws `FileRefused` for a version of that format
 * that this Muster does not read.
 */
export async function sourceOf(
  rows: Rows,
  from: string | null,
  firebaseHash: FirebaseHash | null,
): Promise<Source | null | 'unknown'> {
  const first = await firstRows(rows);
  if (first !== null && isHeader(first) && (from === null || from === 'muster')) {
    const fault = faultOfHeader(first);
    if (fault !== null) throw new FileRefused(`This file cannot be read: ${fault}.`);
    return null;
  }
  const name = from ?? (first === null ? null : recogniseSource(first));
  return listSources(firebaseHash).find((source) => source.name === name) ?? 'unknown';
}
