// The check of names: no two MFA methods have the same.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { badInput } from '../fault.ts';
import { extrasOf } from '../wire/objects.ts';

/** Refuses a name that a method has already, whatever the same call makes of that one. */
export function checkNames(objects: Pick<RealmObjects, 'extras'>, names: readonly string[]): void {
  const taken = new Set(extrasOf(objects, 'mfa').map(({ name }) => name));
  const first = names.find((name) => taken.has(name));
  if (first !== undefined) badInput(`MFA method "${first}" already exists.`);
}
