// The values of a table of properties: as kept, else as on a fresh server.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Property } from '../defaults/bounds.ts';
import { extraOf, textOf } from '../wire/objects.ts';

/** The types of object that there is one of. */
export type TableType = 'authentication' | 'settings';

/** Properties by name, each as a text of the wire. */
export type Values = Readonly<Record<string, string>>;

/** The number of that one. */
export const onlyNumber = '1';

/** Every property of the table; what is kept of the object of this type counts before the table. */
export function valuesOf(
  objects: Pick<RealmObjects, 'extras'>,
  type: TableType,
  table: ReadonlyMap<string, Property>,
): Values {
  const kept = extraOf(objects, type, onlyNumber)?.values ?? {};
  return Object.fromEntries([...table].map(([name, { value }]) => [name, textOf(kept, name, value)]));
}
