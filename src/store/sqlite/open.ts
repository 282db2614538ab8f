// Opens a store in a SQLite file or in memory.

import type { Store, StoredReference } from '../../core/ports.ts';
import type { Cell, Row } from '../cells.ts';
import type { Engine, Ran, Snapshot, Step } from '../engine.ts';
import { storedUserOf } from '../rows/user.ts';
import type { StatementName } from '../statements.ts';
import { storeOn } from '../store.ts';
import { commitSteps } from '../write/outcome.ts';
import type { Statement, Task, WriteStep } from './messages.ts';
import { numberOf } from './statements.ts';
import { lateThread, startThread, type Thread } from './thread.ts';

async function rowsFrom(thread: Thread, statement: Statement, values: readonly Cell[]): Promise<readonly Row[]> {
  const result = await thread.ask({ ask: 'read', statement, values });
  if (result.is === 'rows') return result.rows;
  throw new Error(result.is === 'failed' ? result.message : 'the database thread mistook a read');
}

function writeTask(steps: readonly Step[]): Extract<Task, { ask: 'write' }> {
  const known = steps.map(({ name, values, miss, answers }): WriteStep => {
    return [numberOf(name), values, miss !== null, answers];
  });
  return { ask: 'write', steps: known };
}

async function runOn(writer: Thread, steps: readonly Step[]): Promise<Ran> {
  const result = await writer.ask(writeTask(steps));
  if (result.is === 'done') return { done: true, answers: result.answers };
  const miss = result.is === 'missed' ? steps[result.step]?.miss : null;
  if (miss !== null && miss !== undefined) return { done: false, miss };
  throw new Error(result.is === 'failed' ? result.message : 'the database thread mistook a write');
}

function point(realm: string, reference: StoredReference): readonly [StatementName, readonly Cell[]] {
  switch (reference.by) {
    case 'id':
      return ['user.byId', [realm, reference.id]];
    case 'serial':
      return ['user.bySerial', [realm, reference.serial]];
    case 'key':
      return ['user.byKey', [realm, reference.kind, reference.key]];
  }
}

/** A connection of its own, in a transaction that is never committed. */
async function openSnapshot(path: string): Promise<Snapshot> {
  const thread = await startThread({ path, role: 'reader' });
  await rowsFrom(thread, 'BEGIN', []);
  return {
    rowsMax: 500,
    read: (name, values) => rowsFrom(thread, numberOf(name), values),
    close: () => thread.close(),
  };
}

function engineOn(path: string, [writer, reader, lister]: readonly [Thread, Thread, Thread]): Engine {
  const list: Engine['list'] = (sql, values) => rowsFrom(lister, sql, values);
  const read: Engine['read'] = (name, values) => rowsFrom(reader, numberOf(name), values);
  const run: Engine['run'] = (steps) => runOn(writer, steps);
  return {
    async dialect() {
      return (await import('./dialect.ts')).sqliteDialect(list);
    },
    read,
    list,
    run,
    commit: (write) => commitSteps({ read }, run, write),
    async loadUser(realm, reference) {
      const [row] = await read(...point(realm, reference));
      return row === undefined ? null : storedUserOf(row);
    },
    // One writer: what can be seen is settled.
    async settledChange(_realm, known) {
      return known === 'known' ? 0 : Number.MAX_SAFE_INTEGER;
    },
    // In memory there is one connection, so that one statement is all that sees one moment.
    async snapshot() {
      if (path === ':memory:') return { rowsMax: Number.MAX_SAFE_INTEGER, read, close: async () => {} };
      // A closed store refuses this; the new connection would not know.
      await read('realm.load', ['']);
      return await openSnapshot(path);
    },
    async close() {
      // The writer last: whoever closes a file last tidies it up.
      await Promise.all([reader, lister].filter((thread) => thread !== writer).map((thread) => thread.close()));
      await writer.close();
    },
  };
}

/**
 * Opens the file, creating and migrating it as needed. One thread writes, one answers short reads, one (started by the first) makes
 * lists, so that neither an fsync nor a long list holds up the rest; in memory one thread does all.
 */
export async function openSqlite({ path }: { readonly path: string }): Promise<Store> {
  const writer = await startThread({ path, role: 'writer' });
  if (path === ':memory:') return storeOn(engineOn(path, [writer, writer, writer]));
  const reader = await startThread({ path, role: 'reader' });
  return storeOn(engineOn(path, [writer, reader, lateThread({ path, role: 'reader' })]));
}
