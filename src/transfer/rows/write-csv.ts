// The writer of CSV, safe to open in a spreadsheet.

import { type Options, stringify } from 'csv-stringify/sync';
import { escapeFormula } from './formula.ts';
import { type Target, writeWhole } from './write-whole.ts';

/** The cells of one row by column; null or missing is an empty cell. */
export type CellsByColumn = { readonly [column: string]: string | null };

/**
 * Writes a header and the rows as CSV (RFC 4180: comma, CRLF, UTF-8), each cell guarded by `escapeFormula`. Target and errors
 * as with `writeWhole`.
 */
export async function writeCsv(
  columns: readonly string[],
  rows: AsyncIterable<CellsByColumn>,
  target: Target,
): Promise<void> {
  const options: Options = {
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    // An empty line is no row.
    quoted_empty: columns.length === 1,
    // So that the header is not taken for JSON or for another delimiter.
    quoted_match: /^[[{]|[;\t]/,
  };
  const format = (cells: readonly (string | null)[]) =>
    stringify([cells.map((cell) => (cell === null ? null : escapeFormula(cell)))], options);
  async function* lines(): AsyncGenerator<string, void> {
    yield format(columns);
    for await (const row of rows) {
      yield format(columns.map((column) => (Object.hasOwn(row, column) ? (row[column] ?? null) : null)));
    }
  }
  await writeWhole(lines(), target);
}
