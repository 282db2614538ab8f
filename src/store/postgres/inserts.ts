// New users: those of one realm queue up for its counter anyway, so that those who wait share a transaction.

import type pg from 'pg';
import type { Write } from '../../core/ports.ts';
import type { Ran, Step } from '../engine.ts';
import { runSteps, runTogether } from './transaction.ts';

type Waiting = { readonly steps: readonly Step[]; resolve(ran: Ran): void; reject(error: unknown): void };

/** Writes per transaction at most: all of them are done again one by one when one of them fails. */
const writesMax = 32;

/** True for a write that adds users and perhaps documents, and touches no others: it cannot wait for a row that another such write holds. */
export function onlyInserts(write: Write): boolean {
  const { users, documents } = write;
  return users.length > 0 && [...users, ...documents].every((step) => step.op === 'insert');
}

/** The inserts of one process on one pool. */
export class InsertQueue {
  readonly #pool: pg.Pool;
  /** By realm: those who wait while a transaction of that realm is under way. */
  readonly #realms = new Map<string, Waiting[]>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Runs the steps of a write on `realm` that only inserts. */
  run(realm: string, steps: readonly Step[]): Promise<Ran> {
    const { promise, resolve, reject } = Promise.withResolvers<Ran>();
    const waiting = this.#realms.get(realm);
    if (waiting !== undefined) waiting.push({ steps, resolve, reject });
    else {
      this.#realms.set(realm, [{ steps, resolve, reject }]);
      void this.#work(realm);
    }
    return promise;
  }

  async #work(realm: string): Promise<void> {
    await Promise.resolve();
    const waiting = this.#realms.get(realm) ?? [];
    while (waiting.length > 0) await this.#commit(waiting.splice(0, writesMax));
    this.#realms.delete(realm);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    if (batch.length > 1 && (await this.#commitTogether(batch))) return;
    for (const { steps, resolve, reject } of batch) await runSteps(this.#pool, steps).then(resolve, reject);
  }

  /** False when nothing was done and nobody answered. */
  async #commitTogether(batch: readonly Waiting[]): Promise<boolean> {
    const writes = batch.map(({ steps }) => steps);
    try {
      const ran = await runTogether(this.#pool, writes);
      for (const [index, answer] of (ran ?? []).entries()) batch[index]?.resolve(answer);
      return ran !== null;
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return true;
    }
  }
}
