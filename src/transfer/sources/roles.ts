// The roles of other systems: labels, none of which lets anybody do everything here.

import { type Edit, keep, set } from '../../core/model/patch.ts';
import { superAdministrator } from '../../core/model/user-role.ts';

/** A role as another system calls it; one that is called as our super administrators' is left out, for it was not meant to be it. */
export function foreignRole(text: string | null): Edit<string> {
  return text === null || text === superAdministrator ? keep : set(text);
}
