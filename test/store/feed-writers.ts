// Writers of changes of every sort, as fast as they can: in this process, or as one of its own.

import type { Store } from '../../src/core/ports.ts';
import { insertDocument, newRole, updateDocument } from './documents.ts';
import { add, newChange, newWrite, plainUpdate } from './fixtures.ts';

/** Makes `count` changes, a multiple of 10, as one writer; their request ids are `<name> <n>`, n from 0 in the order of the commits. */
export async function writeChanges(store: Store, realm: string, name: string, count: number): Promise<void> {
  const user = await add(store, realm);
  const role = newRole(realm);
  await store.commit(newWrite(realm, { documents: [insertDocument(role)] }));
  for (let made = 0, rev = 1; made < count; made += 10, rev++) {
    const changes = Array.from({ length: 10 }, (_, index) => {
      return newChange({ ...user, rev: rev + 1 }, { requestId: `${name} ${made + index}`, type: 'role.updated' });
    });
    const documents = [updateDocument({ ...role, rev })];
    // The one that fails has taken numbers, too.
    const stale = [updateDocument({ ...role, rev: rev + 7 })];
    const writes = [
      { ...plainUpdate({ ...user, rev }), changes: changes.slice(0, 1) },
      newWrite(realm, { documents: stale, changes: changes.slice(1) }),
      newWrite(realm, { documents, changes: changes.slice(1) }),
    ];
    const outcomes = [];
    for (const write of writes) outcomes.push((await store.commit(write)).ok);
    if (outcomes.join() !== 'true,false,true') throw new Error(`${name} was answered ${outcomes.join()}`);
  }
}

const [path, realm, name, count] = process.argv.slice(2);
if (import.meta.main && path !== undefined && realm !== undefined) {
  const { openPostgres, openSqlite } = await import('../../src/store/index.ts');
  const store = path.includes('://') ? await openPostgres({ url: path }) : await openSqlite({ path });
  const writers = Array.from({ length: 4 }, (_, index) =>
    writeChanges(store, realm, `${name}-${index}`, Number(count)),
  );
  await Promise.all(writers);
  await store.close();
}
