// The settled end of the changes: numbers are given before the commit, so a lower one may still appear after a higher one.

import { type Cell, integer, type Row, text } from '../cells.ts';

/** How long to wait for transactions under way, and how often to look: after 4 ms, then ever less often. */
const patienceMs = 3000;
const glanceMs = 4;
const glanceMaxMs = 64;

type Ask = (name: 'change.head' | 'change.settled', values: readonly Cell[]) => Promise<readonly Row[]>;

/**
 * Finds a realm's last change before which none can appear any more. Whoever adds a change holds a lock on the table from before it
 * gets its number until after it can be seen. So once all who held that lock when the last change had been seen are over, what
 * is not there will never be. Ids of transactions would not do: they are given in another order than the numbers, and those of
 * all databases of the server count (https://www.postgresql.org/docs/15/functions-info.html, 2026-11).
 */
export class SettledChanges {
  readonly #ask: Ask;
  /** By realm. */
  readonly #settled = new Map<string, number>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** As last found; may be out of date, never wrong. */
  known(realm: string): number {
    return this.#settled.get(realm) ?? 0;
  }

  /** Looks for it. When a transaction goes on for too long, answers what is known so far. */
  async find(realm: string): Promise<number> {
    const [row] = await this.#ask('change.head', [realm, this.known(realm)]);
    const [head, writers] = [integer(row?.[0]), text(row?.[1])];
    const deadline = performance.now() + patienceMs;
    let pauseMs = glanceMs;
    while (writers !== '[]' && (await this.#ask('change.settled', [writers])).length === 0) {
      if (performance.now() > deadline) return this.known(realm);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = Math.min(2 * pauseMs, glanceMaxMs);
    }
    if (head > this.known(realm)) this.#settled.set(realm, head);
    return this.known(realm);
  }
}
