// The choice of the store: in memory, in the data folder, or in PostgreSQL.

import { join } from 'node:path';
import type { Store } from '../core/ports.ts';
import { BootError } from './boot-error.ts';

/** Where things are kept. `folder` null: nowhere that lasts. */
export type Place = { readonly databaseUrl: string | null; readonly folder: string | null };

/** Opens the store. Throws BootError in the database's words when it cannot, as when a newer Muster has written it. */
export async function openStore(place: Place): Promise<Store> {
  try {
    if (place.folder !== null && place.databaseUrl !== null) {
      const { openPostgres } = await import('../store/postgres/open.ts');
      return await openPostgres({ url: place.databaseUrl });
    }
    const { openSqlite } = await import('../store/sqlite/open.ts');
    return await openSqlite({ path: place.folder === null ? ':memory:' : join(place.folder, 'muster.db') });
  } catch (error) {
    throw new BootError(`the database (${describe(place)}) cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
}

/** Where the database is, without its password. */
export function describe({ databaseUrl, folder }: Place): string {
  if (folder === null) return 'in memory';
  if (databaseUrl === null) return join(folder, 'muster.db');
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  return url === null ? 'PostgreSQL' : `PostgreSQL at ${url.host}${url.pathname}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message || error.name;
}
