// The messages between the main thread and a database thread.

import type { Cell, Row } from '../cells.ts';

/** What a database thread is started with. */
export type ThreadOptions = { readonly path: string; readonly role: 'writer' | 'reader' };

/** A statement: the number of one that the store knows, or the text of one made for the occasion. */
export type Statement = number | string;

/**
 * A statement of a write; a tuple, because the names of fields would travel with each. `needed`: the write fails unless it
 * changes or returns a row. `answers`: its rows are wanted.
 */
export type WriteStep = readonly [statement: number, values: readonly Cell[], needed: boolean, answers: boolean];

/** One thing asked of a database thread. */
export type Task =
  | { readonly ask: 'read'; readonly statement: Statement; readonly values: readonly Cell[] }
  | { readonly ask: 'write'; readonly steps: readonly WriteStep[] };

/** How it went. `missed` is the index of the needed step that did nothing; the write has left no trace. */
export type Result =
  | { readonly is: 'rows'; readonly rows: readonly Row[] }
  | { readonly is: 'done'; readonly answers: readonly (readonly Row[])[] }
  | { readonly is: 'missed'; readonly step: number }
  | { readonly is: 'failed'; readonly message: string };

/** To the thread: tasks to do together, or the order to close. */
export type Order = { readonly order: 'work'; readonly tasks: readonly Task[] } | { readonly order: 'close' };

/** From the thread: open and migrated, unable to, or the results of one order, in its order. */
export type Report =
  | { readonly report: 'ready' }
  | { readonly report: 'refused'; readonly message: string }
  | { readonly report: 'results'; readonly results: readonly Result[] };
