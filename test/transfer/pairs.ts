// A process that keeps adding and removing users by twos, each two in one commit, until it is killed.

import type { Store, UserStep, Write } from '../../src/core/ports.ts';
import { keysOf } from '../../src/core/rules/keys.ts';
import { searchTextOf } from '../../src/core/rules/search-text.ts';
import { idOf, user } from '../users.ts';

/** How many pairs there are at a time: more than an export reads at once. */
const pairsMax = 600;

const sides = ['left', 'right'] as const;

function write(users: readonly UserStep[]): Write {
  return { realm: 'default', users, images: [], sessions: [], documents: [], changes: [], mails: [] };
}

function insertion(number: number): Write {
  const steps = sides.map((side, index): UserStep => {
    const one = user({ id: idOf(1_000_000 + number * 2 + index), serial: 0, username: `${side}_${number}` });
    return { op: 'insert', user: one, secrets: null, keys: keysOf(one), search: searchTextOf(one) };
  });
  return write(steps);
}

function removal(number: number): Write {
  return write(sides.map((_, index) => ({ op: 'delete', id: idOf(1_000_000 + number * 2 + index), rev: 1 })));
}

/** Adds pairs for ever, taking the oldest away when there are enough; says so once. */
async function keepPairing(store: Store): Promise<never> {
  const commit = async (wanted: Write) => {
    if (!(await store.commit(wanted)).ok) throw new Error('a pair met a conflict');
  };
  await Promise.all(Array.from({ length: pairsMax }, (_, number) => commit(insertion(number))));
  process.stdout.write('pairs\n');
  for (let number = pairsMax; ; number++) {
    await Promise.all([commit(insertion(number)), commit(removal(number - pairsMax))]);
  }
}

const [path] = process.argv.slice(2);
if (import.meta.main && path !== undefined) {
  const { openPostgres, openSqlite } = await import('../../src/store/index.ts');
  await keepPairing(path.includes('://') ? await openPostgres({ url: path }) : await openSqlite({ path }));
}
