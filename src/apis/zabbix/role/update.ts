// Updating user roles.

import { isDeepStrictEqual } from 'node:util';
import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { UserRole } from '../../../core/model/user-role.ts';
import { readRank, writeRank } from '../caller.ts';
import { checkNames } from '../check-names.ts';
import { noPermissions, refused } from '../fault.ts';
import type { Call } from '../method.ts';
import { id } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { read, type ValueOf } from '../validate/validator.ts';
import { apiName, readRoleId } from '../wire/ids.ts';
import { ownValuesOf } from '../wire/objects.ts';
import { checkRules } from './rules/check.ts';
import { mergeRules } from './rules/merge.ts';
import { rulesWish } from './rules/wish.ts';

const shape = objects(
  {
    roleid: required(id()),
    name: optional(text({ lengthMax: 255 })),
    type: optional(integer({ oneOf: [1, 2, 3] })),
    rules: optional(rulesWish),
  },
  { normalise: true, unique: [['name']] },
);

type RoleWish = ValueOf<typeof shape>[number];
type Change = { readonly before: UserRole; readonly after: UserRole; readonly wish: RoleWish };

function changeOf({ roles }: RealmObjects, wish: RoleWish): Change {
  const before = roles.get(readRoleId(wish.roleid) ?? '') ?? noPermissions();
  const rank = wish.type === undefined ? before.rank : readRank(wish.type);
  const rules = mergeRules(ownValuesOf(before), wish.rules ?? {}, writeRank(rank));
  const after = { ...before, name: wish.name ?? before.name, rank, extras: { ...before.extras, [apiName]: rules } };
  return { before, after, wish };
}

function check(objects: RealmObjects, changes: readonly Change[], { caller }: Call): void {
  checkNames(
    'User role',
    objects.roles.values(),
    changes.flatMap(({ before, after }) => (before.name === after.name ? [] : [after.name])),
  );
  for (const { before, after, wish } of changes) {
    if (wish.rules === undefined) continue;
    const was = { rules: ownValuesOf(before), rank: writeRank(before.rank) };
    checkRules(wish.rules, { name: after.name, rank: writeRank(after.rank), before: was });
  }
  for (const { before } of changes) {
    if (before.builtIn) refused(`Cannot update readonly user role "${before.name}".`);
  }
  for (const { before, after } of changes) {
    const isOwn = before.id === caller.user.role;
    if (isOwn && before.rank !== after.rank) refused('Cannot change the user type of own role.');
  }
}

/**
 * Changes roles, all or nothing; at once for whoever has them. What is not named stays, but for what the type does not allow. Answers their
 * ids. Source: Zabbix 7.0 manual, "role.update"; 2026-08.
 */
export async function update(call: Call, params: object): Promise<unknown> {
  const wishes = read(shape, params, '/');
  const roleids = wishes.map(({ roleid }) => roleid);
  const { context } = call;
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const changes = wishes.map((wish) => changeOf(objects, wish));
    if (new Set(roleids).size < roleids.length) noPermissions();
    check(objects, changes, call);
    const updatedAt = context.ports.clock();
    const intents = changes
      .filter(({ before, after }) => !isDeepStrictEqual(before, after))
      .map(
        ({ before, after }): Intent => ({
          op: 'replace',
          before,
          after: { ...after, rev: before.rev + 1, updatedAt },
        }),
      );
    return { intents, users: [], numbering: null, result: null };
  });
  return { roleids };
}
