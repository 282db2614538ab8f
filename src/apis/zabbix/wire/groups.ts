// The group as Zabbix sees one, and what groups come to for their members.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Group, GroupSignIn } from '../../../core/model/group.ts';
import type { User } from '../../../core/model/user.ts';
import { ownValuesOf, textOf } from './objects.ts';

/** How members get in, by the number of it in `gui_access`. */
export const signIns: readonly GroupSignIn[] = ['default', 'internal', 'directory', 'none'];

/** `gui_access`: 0 as the system says, 1 internal, 2 LDAP, 3 disabled. */
export function guiAccessOf({ signIn }: Pick<Group, 'signIn'>): number {
  return signIns.indexOf(signIn);
}

/** The reverse. */
export function signInOf(guiAccess: number): GroupSignIn {
  return signIns[guiAccess] ?? 'default';
}

/** Every property of a user group that is on the wire, in its order. */
export type GroupRow = {
  readonly usrgrpid: string;
  readonly name: string;
  readonly gui_access: string;
  readonly users_status: string;
  readonly debug_mode: string;
  readonly userdirectoryid: string;
  readonly mfa_status: string;
  readonly mfaid: string;
};

/** The group as `usergroup.get` shows it to a super administrator. */
export function writeGroup(group: Group): GroupRow {
  const own = ownValuesOf(group);
  return {
    usrgrpid: group.id,
    name: group.name,
    gui_access: String(guiAccessOf(group)),
    users_status: group.active ? '0' : '1',
    debug_mode: textOf(own, 'debug_mode', '0'),
    userdirectoryid: textOf(own, 'userdirectoryid', '0'),
    mfa_status: textOf(own, 'mfa_status', '0'),
    mfaid: textOf(own, 'mfaid', '0'),
  };
}

/** The groups a user is in, as far as there are such groups; none of nobody. */
export function groupsIn(
  { groups }: Pick<RealmObjects, 'groups'>,
  user: Pick<User, 'groups'> | null,
): readonly Group[] {
  return (user?.groups ?? []).flatMap((id) => groups.get(id) ?? []);
}

/** What a user's `groups` become who is to be in these and no other. What stays keeps its place, and so do labels: they are no group's ids. */
export function groupsAfter(
  { groups }: Pick<RealmObjects, 'groups'>,
  user: Pick<User, 'groups'> | null,
  ids: readonly string[],
): readonly string[] {
  const kept = (user?.groups ?? []).filter((id) => ids.includes(id) || !groups.has(id));
  return [...new Set([...kept, ...ids])];
}

/** What several groups come to: the highest of each; zeros without any. */
export function accessOf(groups: readonly Group[]): {
  readonly gui_access: number;
  readonly debug_mode: number;
  readonly users_status: number;
} {
  const highest = (pick: (group: Group) => number) => Math.max(0, ...groups.map(pick));
  return {
    gui_access: highest(guiAccessOf),
    debug_mode: highest((group) => (textOf(ownValuesOf(group), 'debug_mode', '0') === '1' ? 1 : 0)),
    users_status: highest((group) => (group.active ? 0 : 1)),
  };
}
