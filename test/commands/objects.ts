// The objects of a realm, made and changed as operators do.

import { changeRealmObjects, type Intent, type RealmObject } from '../../src/core/commands/change-realm-objects.ts';
import type { Context } from '../../src/core/commands/context.ts';
import type { Group } from '../../src/core/model/group.ts';
import type { World } from './world.ts';

/** Does what the intents say, and nothing else. */
export function carryOut(context: Context, intents: readonly Intent[]): Promise<null> {
  return changeRealmObjects(context, async () => ({ intents, users: [], numbering: null, result: null }));
}

/** Makes objects. */
export function make({ context }: World, ...documents: readonly RealmObject[]): Promise<null> {
  return carryOut(
    context,
    documents.map((document) => ({ op: 'create', document })),
  );
}

/** The group as it is stored. */
export async function groupOf({ ports }: World, id: string): Promise<Group> {
  const group = await ports.store.loadDocument('default', 'group', id);
  if (group === null) throw new Error(`there is no group ${id}`);
  return group;
}

/** Changes a group. */
export async function changeGroup(world: World, id: string, fields: Partial<Group>): Promise<Group> {
  const before = await groupOf(world, id);
  const after = { ...before, ...fields, rev: before.rev + 1 };
  await carryOut(world.context, [{ op: 'replace', before, after }]);
  return after;
}
