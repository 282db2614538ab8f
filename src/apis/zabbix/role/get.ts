// Getting user roles.

import { countUsers } from '../../../core/commands/find-users.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { everybody } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import type { UserRole } from '../../../core/model/user-role.ts';
import { writeRank } from '../caller.ts';
import { answer, pick } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import { output, select } from '../get/output.ts';
import type { Select } from '../get/read-select.ts';
import { strictFields } from '../get/strict-fields.ts';
import { strictOptions } from '../get/strict-options.ts';
import { type Call, isSuper } from '../method.ts';
import { userFields, writeSeenUser } from '../user/describe.ts';
import { seeOneself, seeUsers } from '../user/see.ts';
import { boolean } from '../validate/boolean.ts';
import { ids } from '../validate/id.ts';
import { object, optional } from '../validate/object.ts';
import { nullable, read } from '../validate/validator.ts';
import { ownValuesOf } from '../wire/objects.ts';
import { roleDescription, seenRoles, writeRole } from './describe.ts';
import { expandRules, ruleNames } from './rules/expand.ts';

function shapeFor(call: Call) {
  const { sortfield, sortorder, limit, preservekeys, ...selection } = strictFields(roleDescription);
  return object({
    roleids: optional(nullable(ids({ normalise: true, empty: true }))),
    ...selection,
    selectRules: optional(nullable(output(ruleNames))),
    selectUsers: optional(select(userFields(call), { countable: true })),
    sortfield,
    sortorder,
    limit,
    editable: optional(boolean()),
    preservekeys,
  });
}

/** The users of the role; all but super administrators see only themselves. */
async function readHolders(call: Call, { id }: UserRole): Promise<readonly User[]> {
  if (!isSuper(call)) return seeOneself(call);
  return await Array.fromAsync(seeUsers(call, { by: 'relation', relations: [{ kind: 'role', id }] }));
}

async function tellHolders(call: Call, role: UserRole, fields: Select): Promise<Json> {
  if (fields === 'count' && isSuper(call)) {
    const relations = [{ kind: 'role', id: role.id }] as const;
    return String(await countUsers(call.context, { ...everybody, system: true, relations }));
  }
  const holders = await readHolders(call, role);
  if (fields === 'count') return String(holders.length);
  return holders.map((user) => pick(writeSeenUser(call, user), fields));
}

/**
 * Tells user roles: to super administrators all, to others their own. Throws Fault -32602 for any option that it does not
 * know or understand (Zabbix 7.0 manual, "role.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  const asked = read(shapeFor(call), params, '/');
  const options = strictOptions(roleDescription, asked);
  if (options.editable && !isSuper(call)) return options.countOutput ? '0' : [];
  const { roleids = null, selectRules = null, selectUsers = null } = asked;
  const found = collect<UserRole>(roleDescription, options);
  for (const role of seenRoles(call)) {
    const row = writeRole(role);
    if (roleids?.includes(row.roleid ?? '') ?? true) found.add(row, role);
  }
  const more = new Map<string, JsonObject>();
  for (const { of: role } of options.countOutput ? [] : found.kept()) {
    const rules =
      selectRules === null ? {} : { rules: expandRules(ownValuesOf(role), writeRank(role.rank), selectRules) };
    const users = selectUsers === null ? {} : { users: await tellHolders(call, role, selectUsers) };
    more.set(role.id, { ...rules, ...users });
  }
  return answer(roleDescription, options, found, ({ of }) => more.get(of.id) ?? {});
}
