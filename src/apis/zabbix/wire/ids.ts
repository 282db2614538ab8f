// Zabbix' spelling of ids: numbers, in digits.

import type { User, UserReference } from '../../../core/model/user.ts';

/** The name under which this API stands in the history and in what only it knows of users. */
export const apiName = 'zabbix';

/** Roles that every realm has go by a name; all others by their number. */
const roleIds: ReadonlyMap<string, string> = new Map([
  ['user', '1'],
  ['admin', '2'],
  ['super-admin', '3'],
  ['guest', '4'],
]);
const rolesById: ReadonlyMap<string, string> = new Map([...roleIds].map(([role, id]) => [id, role]));

/** The `roleid` of a role of the core; `0`: none, or a label of another system. */
export function writeRoleId(role: string | null): string {
  if (role === null) return '0';
  return roleIds.get(role) ?? (/^[1-9][0-9]{0,18}$/.test(role) ? role : '0');
}

/** The role of the core with this `roleid`, whether or not there is one; null for `0`. */
export function readRoleId(id: string): string | null {
  return id === '0' ? null : (rolesById.get(id) ?? id);
}

/** A user's id: the serial. */
export function writeUserId({ serial }: User): string {
  return String(serial);
}

/** Reads a `userid`; null when it is none. Does not look anything up. */
export function readUserId(text: string): UserReference | null {
  return /^[1-9][0-9]{0,14}$/.test(text) ? { by: 'serial', serial: Number(text) } : null;
}
