// The user role as the get methods know one: which fields there are, and which roles a caller sees.

import type { UserRole } from '../../../core/model/user-role.ts';
import { writeRank } from '../caller.ts';
import type { Row, StrictDescription } from '../get/description.ts';
import { type Call, isSuper } from '../method.ts';
import { writeRoleId } from '../wire/ids.ts';

const fields = { roleid: 'id', name: 'text', type: 'integer', readonly: 'integer' } as const;

/** The fields in their order (Zabbix 7.0 manual, "Role object"; 2026-11). */
export const roleDescription: StrictDescription = {
  id: 'roleid',
  fields,
  sortable: ['roleid', 'name'],
  filter: Object.keys(fields),
  search: ['name'],
};

/** The role with all its fields. */
export function writeRole({ id, name, rank, builtIn }: UserRole): Row {
  return { roleid: writeRoleId(id), name, type: String(writeRank(rank)), readonly: builtIn ? '1' : '0' };
}

/** The roles that the caller sees: all, or their own. */
export function seenRoles(call: Call): readonly UserRole[] {
  if (isSuper(call)) return [...call.objects.roles.values()];
  return call.caller.role === null ? [] : [call.caller.role];
}
