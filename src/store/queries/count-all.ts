// The count of all users, which needs no list: from the counter that every coming and going keeps.

import type { UserFilter } from '../../core/model/query.ts';
import { integer } from '../cells.ts';
import type { Engine } from '../engine.ts';

/** True when the filter leaves everybody, or everybody who is not built in. */
export function isOpen(filter: UserFilter): boolean {
  const ranges = [filter.createdAt, filter.lastActiveAt, filter.lastSignInAt];
  return (
    filter.ids.include === null &&
    filter.ids.exclude.length === 0 &&
    filter.keys.every((keys) => keys.include === null && keys.exclude.length === 0) &&
    filter.texts.length === 0 &&
    filter.relations.length === 0 &&
    filter.banned === null &&
    ranges.every((range) => range.after === null && range.before === null)
  );
}

/** How many users the realm has, with those who are built in or without. */
export async function countAll(engine: Engine, realm: string, system: boolean): Promise<number> {
  const [row] = await engine.read('counter.read', [realm]);
  if (row === undefined) return 0;
  return integer(row[0]) + (system ? integer(row[1]) : 0);
}
