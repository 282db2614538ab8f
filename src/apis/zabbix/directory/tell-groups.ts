// Telling the user groups that refer to a directory or to an MFA method.

import type { Group } from '../../../core/model/group.ts';
import type { Json } from '../../../core/model/json.ts';
import { pick } from '../get/answer.ts';
import type { Select } from '../get/read-select.ts';
import { writeGroup } from '../wire/groups.ts';

/** Every field of a user group. */
export const groupFields: readonly string[] = [
  'usrgrpid',
  'name',
  'gui_access',
  'users_status',
  'debug_mode',
  'userdirectoryid',
  'mfa_status',
  'mfaid',
];

/** How many groups there are, as text, or what was asked of each but for the field that refers. */
export function tellGroups(groups: readonly Group[], wanted: Select, referring: string): Json {
  if (wanted === 'count') return String(groups.length);
  const output = wanted.filter((name) => name !== referring);
  return groups.map((group) => pick(writeGroup(group), output));
}
