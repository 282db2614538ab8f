// The check of names: no two roles have the same.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { badInput } from '../fault.ts';

/** Refuses a name that a role has already, whatever the same call makes of that one. */
export function checkNames({ roles }: Pick<RealmObjects, 'roles'>, names: readonly string[]): void {
  const taken = new Set([...roles.values()].map(({ name }) => name));
  const first = names.find((name) => taken.has(name));
  if (first !== undefined) badInput(`User role "${first}" already exists.`);
}
