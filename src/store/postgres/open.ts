// Opens a store in a PostgreSQL database.

import type pg from 'pg';
import type { Store } from '../../core/ports.ts';
import type { Engine, Snapshot } from '../engine.ts';
import type { StatementName } from '../statements.ts';
import { storeOn } from '../store.ts';
import { commitSteps, outcomeOfMiss } from '../write/outcome.ts';
import { InsertQueue, onlyInserts } from './inserts.ts';
import { LoadQueue } from './loads.ts';
import { migrate } from './migrate.ts';
import { openPool, send } from './pool.ts';
import { SettledChanges } from './settled.ts';
import { postgresStatements } from './statements.ts';
import { runSteps } from './transaction.ts';
import { plainUpdate, UpdateQueue } from './updates.ts';

/** Connections by purpose, so that long lists hold up neither loads nor commits. */
function openPools(url: string, connections: number) {
  const loads = Math.max(2, Math.floor(connections / 4));
  const lists = Math.max(1, Math.floor(connections / 4));
  const commits = Math.max(2, connections - loads - lists);
  return { commits: openPool(url, commits), loads: openPool(url, loads), lists: openPool(url, lists) };
}

/** Counts calls under way, so that closing can wait for them and later ones are refused. */
class Gate {
  #open = true;
  #inside = 0;
  #empty: (() => void) | null = null;

  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.#open) throw new Error('the store is closed');
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#empty?.();
    }
  }

  async close(): Promise<void> {
    this.#open = false;
    if (this.#inside === 0) return;
    await new Promise<void>((resolve) => {
      this.#empty = resolve;
    });
  }
}

async function openSnapshot(pool: pg.Pool): Promise<Snapshot> {
  const client = await pool.connect();
  const say = (sql: string) => send(client, { name: null, sql, values: [] });
  let open = true;
  try {
    await say('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    rowsMax: 500,
    async read(name, values) {
      return (await send(client, { name, sql: sqlOf(name), values })).rows;
    },
    async close() {
      if (!open) return;
      open = false;
      await say('COMMIT').then(
        () => client.release(),
        () => client.release(true),
      );
    },
  };
}

function sqlOf(name: StatementName): string {
  const sql = postgresStatements[name];
  if (sql === null) throw new Error(`PostgreSQL has no statement ${name}`);
  return sql;
}

function engineOn(pools: ReturnType<typeof openPools>): Engine {
  const gate = new Gate();
  const updates = new UpdateQueue(pools.commits);
  const inserts = new InsertQueue(pools.commits);
  const loads = new LoadQueue(pools.loads);
  const ask: Engine['read'] = async (name, values) =>
    (await send(pools.loads, { name, sql: sqlOf(name), values })).rows;
  const settled = new SettledChanges(ask);
  const look: Engine['list'] = async (sql, values) => (await send(pools.lists, { name: null, sql, values })).rows;
  const commit: Engine['commit'] = async (write) => {
    const plain = plainUpdate(write);
    const run: Engine['run'] = onlyInserts(write)
      ? (steps) => inserts.run(write.realm, steps)
      : (steps) => runSteps(pools.commits, steps);
    if (plain === null) return commitSteps({ read: ask }, run, write);
    if (await updates.add(plain)) return { ok: true, serials: [] };
    return outcomeOfMiss({ read: ask }, write.realm, { is: 'conflict', userId: plain.userId });
  };
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await gate.close();
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
  };
  return {
    async dialect() {
      return (await import('./dialect.ts')).postgresDialect((sql, values) => gate.pass(() => look(sql, values)));
    },
    read: (name, values) => gate.pass(() => ask(name, values)),
    list: (sql, values) => gate.pass(() => look(sql, values)),
    loadUser: (realm, reference) => gate.pass(() => loads.load(realm, reference)),
    run: (steps) => gate.pass(() => runSteps(pools.commits, steps)),
    commit: (write) => gate.pass(() => commit(write)),
    async settledChange(realm, known) {
      return known === 'known' ? settled.known(realm) : gate.pass(() => settled.find(realm));
    },
    snapshot: () => gate.pass(() => openSnapshot(pools.lists)),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/** Opens the database, migrating it as needed, with up to `connections` connections. */
export async function openPostgres(options: { readonly url: string; readonly connections?: number }): Promise<Store> {
  const pools = openPools(options.url, options.connections ?? 12);
  try {
    await migrate(pools.commits);
  } catch (error) {
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
    throw error;
  }
  return storeOn(engineOn(pools));
}
