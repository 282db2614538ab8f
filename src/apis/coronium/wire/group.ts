// The group of a user: a label among the groups, so that whoever lists users by group finds them.

import type { User } from '../../../core/model/user.ts';

const prefix = 'coronium:';

/** The label that stands for a group. */
export function groupLabel(group: string): string {
  return `${prefix}${group}`;
}

/** The group of a user; null: none. */
export function groupOf({ groups }: Pick<User, 'groups'>): string | null {
  return groups.find((label) => label.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/** The groups of a user once they are in this group, or (null) in none. */
export function withGroup({ groups }: Pick<User, 'groups'>, group: string | null): readonly string[] {
  const others = groups.filter((label) => !label.startsWith(prefix));
  return group === null ? others : [...others, groupLabel(group)];
}
