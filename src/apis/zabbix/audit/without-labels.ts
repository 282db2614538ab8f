// Leaving out labels: of what a change says of a user's groups, those that are no group's.

import { findNumbering } from '../../../core/commands/take-numbers.ts';
import type { Change, Difference } from '../../../core/model/change.ts';
import type { Json } from '../../../core/model/json.ts';
import { freshGroups } from '../defaults/groups.ts';
import { firstNumbers } from '../furnish.ts';
import type { Call } from '../method.ts';

function only(groups: Json, isGroup: (id: Json) => boolean): Json {
  return Array.isArray(groups) ? groups.filter(isGroup) : null;
}

/**
 * Makes a reader of changes that passes over labels. A number that groups have been given, present or gone, is taken for a group's: which of
 * them were skipped is not kept.
 */
export async function labelsLeftOut({ context }: Pick<Call, 'context'>): Promise<(change: Change) => Change> {
  const fresh = new Set(freshGroups.map(({ usrgrpid }) => usrgrpid));
  const next = (await findNumbering(context))?.next.group ?? 0;
  const isGroup = (id: Json): boolean => {
    if (typeof id !== 'string' || !/^[1-9]\d*$/.test(id)) return false;
    return fresh.has(id) || (Number(id) >= firstNumbers.group && Number(id) < next);
  };
  const clean = (one: Difference): Difference =>
    one.path === 'groups' ? { ...one, before: only(one.before, isGroup), after: only(one.after, isGroup) } : one;
  return (change) => ({ ...change, diff: change.diff.map(clean) });
}
