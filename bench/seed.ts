// The seeding: fills a directory that was founded with people, many per transaction.

import pg from 'pg';
import { realmId } from '../src/boot/first-boot.ts';
import { openStore } from '../src/boot/open-store.ts';
import type { Store, UserStep, Write } from '../src/core/ports.ts';
import { differenceOf } from '../src/core/rules/difference.ts';
import { keysOf } from '../src/core/rules/keys.ts';
import { searchTextOf } from '../src/core/rules/search-text.ts';
import { person } from './people.ts';
import type { Place } from './places.ts';

const perWrite = 250;
const underWay = 4;

function writeOf(from: number, to: number, total: number): Write {
  const people = Array.from({ length: to - from }, (_, offset) => person(realmId, from + offset, total));
  return {
    realm: realmId,
    users: people.map((user): UserStep => {
      return { op: 'insert', user, secrets: null, keys: keysOf(user), search: searchTextOf(user) };
    }),
    images: [],
    sessions: [],
    documents: [],
    changes: people.map((user) => ({
      ...{ realm: realmId, userId: user.id, rev: 1, at: user.createdAt, actor: { kind: 'command-line' } },
      ...{ api: 'bench', requestId: 'seed', type: 'user.created', diff: differenceOf(null, user) },
    })),
    mails: [],
  };
}

async function fill(store: Store, total: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < total) {
      const from = next;
      next = Math.min(total, from + perWrite);
      const outcome = await store.commit(writeOf(from, next, total));
      if (!outcome.ok) throw new Error(`seeding failed: ${JSON.stringify(outcome)}`);
    }
  };
  await Promise.all(Array.from({ length: underWay }, lane));
}

/** What the database does by itself within a minute, and would do in the middle of what is measured: its planner has to know the tables. */
async function analyze({ databaseUrl }: Place): Promise<void> {
  if (databaseUrl === null) return;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('ANALYZE');
  await client.end();
}

/** Adds `total` people to a directory that no server has open; resolves with the seconds it took. */
export async function seed(place: Place, total: number): Promise<number> {
  const begun = performance.now();
  const store = await openStore(place);
  try {
    await fill(store, total);
  } finally {
    await store.close();
  }
  await analyze(place);
  return (performance.now() - begun) / 1000;
}
