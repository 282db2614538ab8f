// Point loads of users: those that are asked for while others are under way go together.

import type pg from 'pg';
import type { StoredReference, StoredUser } from '../../core/ports.ts';
import type { Cell, Row } from '../cells.ts';
import { storedUserOf } from '../rows/user.ts';
import { integerArray, textArray } from './arrays.ts';
import { type Call, send } from './pool.ts';
import { manyUsers, postgresStatements } from './statements.ts';

type Waiting = {
  /** Loads with the same group can share a statement. */
  readonly group: string;
  readonly realm: string;
  readonly reference: StoredReference;
  resolve(user: StoredUser | null): void;
  reject(error: unknown): void;
};

const underWayMax = 2;
const usersMax = 64;

function wantedOf(reference: StoredReference): string | number {
  return reference.by === 'id' ? reference.id : reference.by === 'serial' ? reference.serial : reference.key;
}

function one(realm: string, reference: StoredReference): Call {
  const name = ({ id: 'user.byId', serial: 'user.bySerial', key: 'user.byKey' } as const)[reference.by];
  const kind = reference.by === 'key' ? [reference.kind] : [];
  return { name, sql: postgresStatements[name], values: [realm, ...kind, wantedOf(reference)] };
}

function many(realm: string, reference: StoredReference, wanted: readonly (string | number)[]): Call {
  const { by } = reference;
  const list = by === 'serial' ? integerArray(wanted.map(Number)) : textArray(wanted.map(String));
  const kind = reference.by === 'key' ? [reference.kind] : [];
  return { name: `users.${by}`, sql: manyUsers[by], values: [realm, ...kind, list] };
}

/** The column after the user's own: what it was asked for by. */
function askedFor(row: Row): Cell | undefined {
  return row.at(-1);
}

async function load(pool: pg.Pool, group: readonly Waiting[]): Promise<void> {
  const [first, ...others] = group;
  if (first === undefined) return;
  const { realm, reference } = first;
  try {
    if (others.length === 0) {
      const [row] = (await send(pool, one(realm, reference))).rows;
      return first.resolve(row === undefined ? null : storedUserOf(row));
    }
    const wanted = new Set(group.map((waiting) => wantedOf(waiting.reference)));
    const { rows } = await send(pool, many(realm, reference, [...wanted]));
    const found = new Map(rows.map((row) => [askedFor(row), row]));
    for (const waiting of group) {
      const row = found.get(wantedOf(waiting.reference));
      waiting.resolve(row === undefined ? null : storedUserOf(row));
    }
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

/** The loads of one process on one pool. */
export class LoadQueue {
  readonly #pool: pg.Pool;
  #waiting: Waiting[] = [];
  #underWay = 0;
  #scheduled = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** The user, or null. */
  load(realm: string, reference: StoredReference): Promise<StoredUser | null> {
    const { promise, resolve, reject } = Promise.withResolvers<StoredUser | null>();
    const group = `${reference.by} ${reference.by === 'key' ? reference.kind : ''} ${realm}`;
    this.#waiting.push({ group, realm, reference, resolve, reject });
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
    while (this.#underWay < underWayMax && this.#waiting.length > 0) {
      const groups = Map.groupBy(this.#waiting.splice(0, usersMax), ({ group }) => group);
      for (const group of groups.values()) {
        this.#underWay += 1;
        void load(this.#pool, group).then(() => {
          this.#underWay -= 1;
          this.#pump();
        });
      }
    }
  }
}
