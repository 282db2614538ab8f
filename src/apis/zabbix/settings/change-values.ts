// Changing the values of a table of properties, together with the law where it has a say.

import { isDeepStrictEqual } from 'node:util';
import { documentChange, replacing } from '../../../core/commands/change-documents.ts';
import { changePolicy, type LawCompanion } from '../../../core/commands/change-policy.ts';
import { realmObjectsTurn } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { inTurn } from '../../../core/commands/turns.ts';
import { noUser } from '../../../core/model/change.ts';
import type { Extra } from '../../../core/model/extra.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { Policy } from '../../../core/model/realm.ts';
import type { Property } from '../defaults/bounds.ts';
import { newObject } from '../furnish.ts';
import { apiName } from '../wire/ids.ts';
import { extraId, extraOf } from '../wire/objects.ts';
import { onlyNumber, type TableType, type Values } from './values.ts';

/** What is to be. `law` makes the next law of the present one; `judge` refuses `values` by what there is at the moment. */
export type ValuesChange = {
  readonly type: TableType;
  readonly table: ReadonlyMap<string, Property>;
  readonly values: Values;
  readonly law: (policy: Policy) => Policy;
  readonly judge: (objects: RealmObjects) => void;
};

function made(context: Context, type: TableType, values: JsonObject): Extra {
  const own = { kind: 'extra', api: apiName, type, number: onlyNumber, name: null, values } as const;
  return { ...newObject(context, extraId(type, onlyNumber)), ...own, subject: `${apiName}/${type}` };
}

/** The steps that keep the values, of which those of a fresh server are left out; none where nothing is different. */
function keeping(context: Context, before: Extra | null, { type, table, values }: ValuesChange) {
  const all: JsonObject = { ...before?.values, ...values };
  const kept = Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== table.get(name)?.value));
  if (isDeepStrictEqual(kept, before?.values ?? {})) return {};
  const at = context.ports.clock();
  if (before === null) {
    const extra = made(context, type, kept);
    const told = documentChange(context, 'extra.created', [null, extra], { id: noUser, rev: 1 }, at);
    return { documents: [{ op: 'insert', document: extra, keys: [] } as const], changes: [told] };
  }
  const after = { ...before, rev: before.rev + 1, updatedAt: at, values: kept };
  const told = documentChange(context, 'extra.updated', [before, after], { id: noUser, rev: after.rev }, at);
  return { documents: [replacing(before, after)], changes: [told] };
}

/**
 * Makes the values what they are to be, and the law with them, in one commit; what is so already is not written again.
 * @fails what `judge` refuses, forbidden, conflict.
 */
export async function changeValues(context: Context, wish: ValuesChange): Promise<void> {
  const along: LawCompanion = async () => {
    const objects = await readRealmObjects(context);
    wish.judge(objects);
    return keeping(context, extraOf(objects, wish.type, onlyNumber), wish);
  };
  // What the values refer to is not changed meanwhile.
  await inTurn(context.realm.id, [realmObjectsTurn], async () => await changePolicy(context, wish.law, along));
}
