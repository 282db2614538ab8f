// Deleting user roles.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { walkMembers } from '../../../core/commands/walk-users.ts';
import type { UserRole } from '../../../core/model/user-role.ts';
import { noPermissions, refused } from '../fault.ts';
import { directoryMapping } from '../group/mapping.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { readRoleId, writeRoleId } from '../wire/ids.ts';

const shape = ids({ unique: true });

/** Refuses a role that is built in, that somebody has, or that a directory gives to whom it brings in. */
async function check({ context }: Call, objects: RealmObjects, { id, name, builtIn }: UserRole): Promise<void> {
  if (builtIn) refused(`Cannot delete readonly user role "${name}".`);
  const bearer = await walkMembers(context, { kind: 'role', id }).next();
  const directory = directoryMapping(objects, ({ roleid }) => roleid === writeRoleId(id));
  if (!bearer.done || directory !== null) refused(`Cannot delete assigned user role "${name}".`);
}

/** Deletes roles that nobody has, all or nothing. Answers their ids. Source: Zabbix 7.0 manual, "role.delete"; 2026-08. */
export async function remove(call: Call, params: object): Promise<unknown> {
  const roleids = read(shape, params, '/');
  const { context } = call;
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const roles = roleids.map((id) => objects.roles.get(readRoleId(id) ?? '') ?? noPermissions());
    for (const role of roles) await check(call, objects, role);
    const intents = roles.map((before): Intent => ({ op: 'remove', before }));
    return { intents, users: [], numbering: null, result: null };
  });
  return { roleids };
}
