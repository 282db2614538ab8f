// The administrators: those who may do everything, of whom a realm keeps one.

import type { Group } from '../model/group.ts';
import type { User } from '../model/user.ts';
import { superAdministrator } from '../model/user-role.ts';

/** True for a user who may do everything and is not shut out. */
export function isAdministrator({ role, active, bannedAt }: User): boolean {
  return role === superAdministrator && active && bannedAt === null;
}

/** True when one of these groups shuts its members out. */
export function isShut(groups: readonly Group[]): boolean {
  return groups.some(({ active }) => !active);
}

/** True when somebody with these groups gets in: there is one, and none that shuts its members out or keeps them from the pages. */
export function isOpenTo(groups: readonly Group[]): boolean {
  return groups.length > 0 && !isShut(groups) && groups.every(({ signIn }) => signIn !== 'none');
}
