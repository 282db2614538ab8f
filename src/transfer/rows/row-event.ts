// The row event: what reading a file of rows tells, row by row.

import type { JsonObject } from '../../core/model/json.ts';

/**
 * A row that was read, or why one cannot be. `line`: the 1-based line of the file on which the row begins (LF, CRLF and CR
 * each end a line). `bytes`: how much of the file was consumed so far, compressed if the file is. `fault`: a sentence for
 * people that never quotes the file.
 */
export type RowEvent =
  | { readonly line: number; readonly bytes: number; readonly row: JsonObject }
  | { readonly line: number; readonly bytes: number; readonly fault: string };

/** What the text of one row turned out to be. */
export type RowReading = { readonly row: JsonObject } | { readonly fault: string };
