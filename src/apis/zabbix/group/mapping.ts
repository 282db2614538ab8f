// The mapping: which groups and roles a directory gives to whom it brings in.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { isJsonObject, type JsonObject } from '../../../core/model/json.ts';
import { extrasOf } from '../wire/objects.ts';

function listIn(values: JsonObject, name: string): readonly JsonObject[] {
  const list = Object.hasOwn(values, name) ? values[name] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** The first directory that has a mapping (one of its `provision_groups`) like this; null: none has. */
export function directoryMapping(
  objects: Pick<RealmObjects, 'extras'>,
  isLike: (mapping: JsonObject) => boolean,
): Extra | null {
  const directories = extrasOf(objects, 'userdirectory');
  return directories.find(({ values }) => listIn(values, 'provision_groups').some(isLike)) ?? null;
}

/** The ids of the groups that a mapping gives. */
export function groupsOfMapping(mapping: JsonObject): readonly unknown[] {
  return listIn(mapping, 'user_groups').map(({ usrgrpid }) => usrgrpid);
}
