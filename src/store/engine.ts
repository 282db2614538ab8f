// The engine: what a database must do for the store, and what a write looks like to it.

import type { DocumentKeyKind } from '../core/model/document.ts';
import type { KeyKind } from '../core/model/user.ts';
import type { Outcome, StoredReference, StoredUser, Write } from '../core/ports.ts';
import type { Cell, Row } from './cells.ts';
import type { Dialect } from './queries/dialect.ts';
import type { StatementName } from './statements.ts';

/** What it means when a step that must change or return a row did not. */
export type Miss =
  | { readonly is: 'conflict'; readonly userId: string }
  | { readonly is: 'taken'; readonly kind: KeyKind | DocumentKeyKind }
  /** What the step wanted was so already; the whole write is called off. */
  | { readonly is: 'needless' }
  /** Cannot happen unless the caller or the database is broken. */
  | { readonly is: 'fault'; readonly message: string };

/**
 * One statement of a write. With `miss`, the write fails as a whole unless the statement changes or returns a row.
 * `answers`: its rows are wanted.
 */
export type Step = {
  readonly name: StatementName;
  readonly values: readonly Cell[];
  readonly miss: Miss | null;
  readonly answers: boolean;
};

/** How the steps ended: all done, with the rows of those that answer, or none done and why. */
export type Ran =
  | { readonly done: true; readonly answers: readonly (readonly Row[])[] }
  | { readonly done: false; readonly miss: Miss };

/** The database at one moment. `rowsMax`: how many rows of a large table to read at once. */
export type Snapshot = {
  readonly rowsMax: number;
  read(name: StatementName, values: readonly Cell[]): Promise<readonly Row[]>;
  close(): Promise<void>;
};

/** A database as the store sees it. All or nothing of `run` and `commit` is on disk when they resolve. */
export type Engine = {
  /** Loaded with the first list: the query builder would cost every start 70 ms and an idle server 8 MB. */
  dialect(): Promise<Dialect>;
  /** Short reads by key. */
  read(name: StatementName, values: readonly Cell[]): Promise<readonly Row[]>;
  /** Reads that may take long, from the query builder. */
  list(sql: string, values: readonly Cell[]): Promise<readonly Row[]>;
  loadUser(realm: string, reference: StoredReference): Promise<StoredUser | null>;
  /** Runs steps as one transaction. */
  run(steps: readonly Step[]): Promise<Ran>;
  commit(write: Write): Promise<Outcome>;
  /**
   * The realm's last change before which none can appear any more; `known`: one that may be out of date, without asking. What
   * was not settled in good time is left out.
   */
  settledChange(realm: string, known: 'known' | 'now'): Promise<number>;
  /** Everything as it is at the first read, until it is closed. */
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
};
