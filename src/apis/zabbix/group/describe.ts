// The user group as the get methods know one: which fields there are, which groups and fields a caller sees.

import type { Group } from '../../../core/model/group.ts';
import type { User } from '../../../core/model/user.ts';
import type { Kind, LooseDescription } from '../get/description.ts';
import { type Call, isSuper } from '../method.ts';

const kinds: Readonly<Record<string, Kind>> = {
  usrgrpid: 'id',
  name: 'text',
  gui_access: 'integer',
  users_status: 'integer',
  debug_mode: 'integer',
  userdirectoryid: 'id',
  mfa_status: 'integer',
  mfaid: 'id',
};

const superFields = ['userdirectoryid', 'mfaid'];

/** The group as this caller may ask for it (Zabbix 7.0 manual, "User group object"; 2026-11). */
export function describeGroup(call: Call): LooseDescription {
  const shown = Object.entries(kinds).filter(([field]) => isSuper(call) || !superFields.includes(field));
  return { id: 'usrgrpid', fields: Object.fromEntries(shown), sortable: ['usrgrpid', 'name'], secrets: {} };
}

/** The groups that the caller sees: all, or their own. */
export function seenGroups(call: Call): readonly Group[] {
  return isSuper(call) ? [...call.objects.groups.values()] : call.caller.groups;
}

/** Makes a reader of the groups of users, of those that the caller sees, in the order of their ids. */
export function groupReader(call: Call): (user: Pick<User, 'groups'>) => readonly Group[] {
  const seen = new Map(seenGroups(call).map((group) => [group.id, group]));
  return ({ groups }) =>
    groups.flatMap((id) => seen.get(id) ?? []).toSorted((left, right) => Number(left.id) - Number(right.id));
}
