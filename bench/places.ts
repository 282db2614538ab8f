// Where the directories of a run live: a folder that goes away, and a throw-away PostgreSQL when one is needed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster } from '../test/postgres/cluster.ts';
import type { EngineName } from './options.ts';

/** One empty directory. `databaseUrl` null: SQLite in the folder. */
export type Place = { readonly folder: string; readonly databaseUrl: string | null };

/** Hands out places; `close` takes all of them away. */
export type Places = {
  readonly create: (engine: EngineName) => Promise<Place>;
  readonly close: () => Promise<void>;
};

/** Opens the places of a run. */
export function openPlaces(): Places {
  const root = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  process.once('exit', remove);
  let cluster: Promise<Cluster> | null = null;
  return {
    async create(engine) {
      const folder = mkdtempSync(join(root, 'data-'));
      if (engine === 'sqlite') return { folder, databaseUrl: null };
      cluster ??= startCluster();
      return { folder, databaseUrl: (await (await cluster).createDatabase()).url };
    },
    async close() {
      remove();
      await (await cluster)?.stop();
    },
  };
}
