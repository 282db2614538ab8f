// The parser of one CSV row: its cells, under the names of the header.

import { parse } from 'csv-parse/sync';
import { unescapeFormula } from './formula.ts';
import { forbiddenKeys } from './parse-object.ts';
import type { RowReading } from './row-event.ts';

const cellBytesMax = 1024 * 1024;
const columnsMax = 500;

/** The columns of a CSV file, `''` for one without a name, and whether its first row names them. */
export type Header = { readonly columns: readonly string[]; readonly inFile: boolean };

/**
 * Reads the first row. Its cells, trimmed, are the names, unless `known` ones are given and the first of these is not among
 * them: then the file has no header, and its columns are the known ones as far as it has so many. A string is the fault of the
 * whole file: names that occur twice or are forbidden keys, or more than 500 columns.
 */
export function parseHeader(text: string, delimiter: string, known: readonly string[] | null): Header | string {
  const cells = split(text, delimiter, columnsMax);
  if (typeof cells === 'string') return cells;
  const columns = cells.map((cell) => unescapeFormula(cell.trim()));
  if (known?.[0] !== undefined && !columns.includes(known[0])) {
    return { columns: cells.map((_, index) => known[index] ?? ''), inFile: false };
  }
  const again = columns.findIndex((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (again >= 0) return `Columns ${columns.indexOf(columns[again] ?? '') + 1} and ${again + 1} have the same name.`;
  const forbidden = columns.find((name) => forbiddenKeys.has(name));
  return forbidden === undefined ? { columns, inFile: true } : `No column may be named ${forbidden}.`;
}

/** The row as an object of strings without formula guards; empty cells are left out, and each may have up to 1 MiB. */
export function parseCells(text: string, columns: readonly string[], delimiter: string): RowReading {
  const cells = split(text, delimiter, columns.length);
  if (typeof cells === 'string') return { fault: cells };
  if (cells.length !== columns.length) {
    return { fault: `The row has ${cells.length} columns, the header ${columns.length}.` };
  }
  const entries: [string, string][] = [];
  for (const [index, name] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '') continue;
    if (name === '') return { fault: `Column ${index + 1} has no name, but a value in this row.` };
    if (Buffer.byteLength(cell) > cellBytesMax)
      return { fault: `Column ${index + 1} of the row is larger than 1 MiB.` };
    entries.push([name, unescapeFormula(cell)]);
  }
  return { row: Object.fromEntries(entries) };
}

/** The cells of one row, or its fault as a string. */
function split(text: string, delimiter: string, most: number): readonly string[] | string {
  // A row of nothing but delimiters would cost seconds to take apart.
  if (countOutside(text, delimiter) >= most) return `The row has more than ${most} columns.`;
  try {
    return parse(text, { delimiter, relax_column_count: true })[0] ?? [];
  } catch {
    // The parser's message quotes the row.
    return 'A quote stands in the middle of a cell; a cell with quotes must be in quotes, each of them doubled.';
  }
}

/** How many delimiters stand outside of quotes. */
export function countOutside(text: string, delimiter: string): number {
  let count = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count++;
  }
  return count;
}
