// The names of media types: each is there once.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { badInput } from '../fault.ts';
import { extrasOf } from '../wire/objects.ts';

/** Refuses the first name that a media type has already, also one that is to get another name. @fails -32602. */
export function checkNames(objects: RealmObjects, names: readonly string[]): void {
  const known = new Set(extrasOf(objects, 'mediatype').map(({ name }) => name));
  const taken = names.find((name) => known.has(name));
  if (taken !== undefined) badInput(`Media type "${taken}" already exists.`);
}
