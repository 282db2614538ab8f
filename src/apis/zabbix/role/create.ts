// Creating user roles.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { openNumbers, takeFreeId } from '../../../core/commands/take-numbers.ts';
import type { UserRole } from '../../../core/model/user-role.ts';
import { readRank, writeRank } from '../caller.ts';
import { checkNames } from '../check-names.ts';
import { firstNumbers, newObject } from '../furnish.ts';
import type { Call } from '../method.ts';
import { integer } from '../validate/integer.ts';
import { optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { read, type ValueOf } from '../validate/validator.ts';
import { apiName } from '../wire/ids.ts';
import { checkRules } from './rules/check.ts';
import { mergeRules } from './rules/merge.ts';
import { rulesWish } from './rules/wish.ts';

const shape = objects(
  {
    name: required(text({ lengthMax: 255 })),
    type: required(integer({ oneOf: [1, 2, 3] })),
    rules: optional(rulesWish),
  },
  { normalise: true, unique: [['name']] },
);

type RoleWish = ValueOf<typeof shape>[number];

function newRole(context: Context, id: string, { name, type, rules = {} }: RoleWish): UserRole {
  const rank = readRank(type);
  const extras = { [apiName]: mergeRules({}, rules, writeRank(rank)) };
  return { ...newObject(context, id), kind: 'user-role', name, rank, builtIn: false, extras };
}

/** Makes roles, all or nothing. Answers their ids. Source: Zabbix 7.0 manual, "role.create"; 2026-08. */
export async function create({ context }: Call, params: object): Promise<unknown> {
  const wishes = read(shape, params, '/');
  const roleids = await changeRealmObjects(context, async () => {
    const names = wishes.map(({ name }) => name);
    const { roles } = await readRealmObjects(context);
    checkNames('User role', roles.values(), names);
    for (const { name, type, rules = {} } of wishes) {
      checkRules(rules, { name, rank: writeRank(readRank(type)), before: null });
    }
    const numbers = await openNumbers(context);
    const made: UserRole[] = [];
    for (const wish of wishes)
      made.push(newRole(context, await takeFreeId(context, numbers, 'role', firstNumbers.role), wish));
    const intents = made.map((document): Intent => ({ op: 'create', document }));
    return { intents, users: [], numbering: numbers.taken(), result: made.map(({ id }) => id) };
  });
  return { roleids };
}
