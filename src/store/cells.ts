// Cells: what a database driver hands over, and how each is read as the type the model wants.

import { parseJsonAs } from '../json/parse-json-as.ts';

/** A value as bound to a statement or read from a row, the same in every engine. */
export type Cell = string | number | null | Uint8Array;

/** One row, by position. */
export type Row = readonly Cell[];

function wrong(wanted: string, cell: Cell | undefined): Error {
  return new Error(`the store expected ${wanted} and read ${cell === undefined ? 'nothing' : typeof cell}`);
}

/** Reads a text that is there. */
export function text(cell: Cell | undefined): string {
  if (typeof cell === 'string') return cell;
  throw wrong('text', cell);
}

/** Reads a text or null. */
export function textOrNull(cell: Cell | undefined): string | null {
  return cell === null ? null : text(cell);
}

/** Reads an integer that is there. */
export function integer(cell: Cell | undefined): number {
  if (typeof cell === 'number') return cell;
  throw wrong('an integer', cell);
}

/** Reads an integer or null. */
export function integerOrNull(cell: Cell | undefined): number | null {
  return cell === null ? null : integer(cell);
}

/** Reads bytes. */
export function bytes(cell: Cell | undefined): Uint8Array {
  if (cell instanceof Uint8Array) return new Uint8Array(cell.buffer, cell.byteOffset, cell.byteLength);
  throw wrong('bytes', cell);
}

/** Parses JSON that this store has written itself: the one place where its shape is taken on trust. */
export function trusted<Shape>(cell: Cell | undefined): Shape {
  return parseJsonAs(text(cell));
}

/** Reads one of a closed list of words; the list is an object so that a word missing from it does not compile. */
export function word<Word extends string>(cell: Cell | undefined, words: Readonly<Record<Word, true>>): Word {
  for (const candidate in words) if (candidate === cell) return candidate;
  throw wrong(`one of ${Object.keys(words).join(', ')}`, cell);
}

/** The values of a query that the query builder has compiled, all of which this store has put in. */
export function cellsOf(parameters: readonly unknown[]): readonly Cell[] {
  return parameters.map((value) => {
    if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
    if (value instanceof Uint8Array) return value;
    throw new Error(`a query was built with a ${typeof value}`);
  });
}
