// The commit queue: plain updates that are ready together become one statement, two of which are under way at once.

import type pg from 'pg';
import type { NewChange } from '../../core/model/change.ts';
import type { SearchText, UserStep, Write } from '../../core/ports.ts';
import { type Cell, integer, textOrNull } from '../cells.ts';
import { recordOf } from '../rows/user.ts';
import { bannedCell, changeCells } from '../write/steps.ts';
import { integerArray, textArray } from './arrays.ts';
import { isRefusal, persistently, send } from './pool.ts';
import { plainCount, updateColumns, updateStatement } from './update-statements.ts';

type Update = Extract<UserStep, { op: 'update' }>;
type Plain = { readonly user: string; readonly userId: string; readonly cells: readonly Cell[] };
type Waiting = Plain & { resolve(took: boolean): void; reject(error: unknown): void };

/** Statements at once, and users per statement: more of either measured worse. */
const underWayMax = 2;
const usersMax = 64;

const integers = updateColumns.map(([, type]) => type === 'bigint');

type Prepared = { readonly name: string; readonly sql: string };
const one: Prepared = { name: 'update.one', sql: updateStatement({ many: false, searching: false }) };
const oneSearching: Prepared = { name: 'update.one.searching', sql: updateStatement({ many: false, searching: true }) };
const many: Prepared = { name: 'update.many', sql: updateStatement({ many: true, searching: false }) };
const manySearching: Prepared = {
  name: 'update.many.searching',
  sql: updateStatement({ many: true, searching: true }),
};

/** In the order of `updateColumns`. */
function searchCells({ sort, text }: SearchText): readonly Cell[] {
  const names = [sort.firstName, sort.lastName, text.name];
  const others = [sort.username, sort.email, sort.phone, sort.wallet];
  return [...names, ...others, text.username, text.email, text.phone, text.wallet];
}

/** In the order of `updateColumns`. */
function updateCells(realm: string, update: Update, change: NewChange): readonly Cell[] {
  const { user, rev, secrets, search } = update;
  const kept = secrets === 'keep';
  const replaced = kept ? [null, null] : [secrets.after, secrets.before];
  const [, , ...logged] = changeCells(change);
  const record = [realm, user.id, rev, user.rev, user.updatedAt, user.createdAt, bannedCell(user), recordOf(user)];
  return [...record, kept ? 1 : 0, ...replaced, ...logged, ...(search === null ? [] : searchCells(search))];
}

/** The write as a plain update: one user, one change, no keys, images, sessions or mails. Null for any other. */
export function plainUpdate(write: Write): Plain | null {
  const { realm, users, images, sessions, documents, changes, mails, law } = write;
  const [step, ...others] = users;
  const [change, ...more] = changes;
  if (step?.op !== 'update' || change === undefined) return null;
  if (others.length + more.length + images.length + sessions.length > 0) return null;
  if (documents.length + mails.length > 0 || law !== undefined) return null;
  if (step.addKeys.length + step.removeKeys.length + step.restart.length > 0) return null;
  if (change.realm !== realm || change.userId !== step.user.id) return null;
  const cells = updateCells(realm, step, change);
  // What is no integer shall be refused by the database, not rounded on the way.
  if (!cells.every((cell, index) => integers[index] !== true || Number.isSafeInteger(cell))) return null;
  return { user: `${realm} ${step.user.id}`, userId: step.user.id, cells };
}

function column(updates: readonly Plain[], index: number): Buffer {
  const cells = updates.map((update) => update.cells[index] ?? null);
  return integers[index] === true ? integerArray(cells.map(integer)) : textArray(cells.map(textOrNull));
}

/** Runs the updates as one statement; the answers say which took. */
async function update(pool: pg.Pool, updates: readonly Plain[]): Promise<readonly boolean[]> {
  const [first] = updates;
  if (first === undefined) return [];
  const length = Math.max(...updates.map(({ cells }) => cells.length));
  const searching = length > plainCount;
  const alone = updates.length === 1;
  const values = alone ? first.cells : Array.from({ length }, (_, index) => column(updates, index));
  const statement = alone ? (searching ? oneSearching : one) : searching ? manySearching : many;
  const { rows } = await send(pool, { ...statement, values });
  const took = new Set(rows.map((row) => integer(row[0])));
  return updates.map((_, index) => took.has(index + 1));
}

/** The queue of one process on one pool. */
export class UpdateQueue {
  readonly #pool: pg.Pool;
  #waiting: Waiting[] = [];
  #underWay = 0;
  #scheduled = false;
  /** Users in a statement under way: two statements never wait for each other's rows. */
  readonly #busy = new Set<string>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Queues an update; true when it took, false when `rev` did not hold. */
  add(plain: Plain): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.#waiting.push({ ...plain, resolve, reject });
    if (!this.#scheduled && this.#underWay < underWayMax) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#pump();
      });
    }
    return promise;
  }

  #pump(): void {
    while (this.#underWay < underWayMax) {
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#underWay += 1;
      void this.#run(batch);
    }
  }

  /** The next batch: one update per user, in the order they came. */
  #take(): readonly Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (batch.length === usersMax || this.#busy.has(waiting.user)) left.push(waiting);
      else {
        this.#busy.add(waiting.user);
        batch.push(waiting);
      }
    }
    this.#waiting = left;
    return batch;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const took = await persistently(() => update(this.#pool, batch));
      for (const [index, { resolve }] of batch.entries()) resolve(took[index] ?? false);
    } catch (error) {
      if (batch.length > 1 && isRefusal(error)) await this.#runApart(batch);
      else for (const { reject } of batch) reject(error);
    }
    for (const { user } of batch) this.#busy.delete(user);
    this.#underWay -= 1;
    this.#pump();
  }

  /** One value that the database refuses must not fail the others. */
  async #runApart(batch: readonly Waiting[]): Promise<void> {
    for (const waiting of batch) {
      try {
        const [took] = await persistently(() => update(this.#pool, [waiting]));
        waiting.resolve(took ?? false);
      } catch (error) {
        waiting.reject(error);
      }
    }
  }
}
