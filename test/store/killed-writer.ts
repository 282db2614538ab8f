// A process that writes users as fast as it can, says what was acknowledged, then kills itself in the middle of it.

import { writeSync } from 'node:fs';
import type { Store } from '../../src/core/ports.ts';
import { add, newFounding, plainUpdate } from './fixtures.ts';

/** Writes to the `killed` realm of the store until it has said enough. */
export async function writeUntilKilled(store: Store): Promise<never> {
  await store.foundRealm(newFounding('killed'));
  let said = 0;
  const live = async (): Promise<void> => {
    const user = await add(store, 'killed');
    for (let rev = 1; ; rev++) {
      await store.commit(plainUpdate({ ...user, rev }));
      writeSync(1, `${user.id} ${rev + 1}\n`);
      said += 1;
      if (said === 400) process.kill(process.pid, 'SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 16 }, live));
  throw new Error('nobody killed this process');
}

const [path] = process.argv.slice(2);
if (import.meta.main && path !== undefined) {
  const { openPostgres, openSqlite } = await import('../../src/store/index.ts');
  await writeUntilKilled(path.includes('://') ? await openPostgres({ url: path }) : await openSqlite({ path }));
}
