// Two get methods over rows at hand, one of each family, for the tests of this folder.

import { boolean } from '../validate/boolean.ts';
import { ids } from '../validate/id.ts';
import { object, optional } from '../validate/object.ts';
import { nullable, read } from '../validate/validator.ts';
import { answer } from './answer.ts';
import { collect } from './collect.ts';
import type { LooseDescription, Row, StrictDescription } from './description.ts';
import { select } from './output.ts';
import { readLoose, readLooseIds } from './read-loose.ts';
import { readSelect } from './read-select.ts';
import { strictFields } from './strict-fields.ts';
import { strictOptions } from './strict-options.ts';

/** A loose object. */
export const user: LooseDescription = {
  id: 'userid',
  fields: {
    userid: 'id',
    username: 'text',
    name: 'text',
    autologin: 'integer',
    autologout: 'duration',
    roleid: 'id',
  },
  sortable: ['userid', 'username'],
  secrets: { passwd: 'user password' },
};

/** A strict object. */
export const role: StrictDescription = {
  id: 'roleid',
  fields: { roleid: 'id', name: 'text', type: 'integer', readonly: 'integer' },
  sortable: ['roleid', 'name'],
  filter: ['roleid', 'name', 'type', 'readonly'],
  search: ['name'],
};

/** user.get over the rows given; a user is in the group that has the id of the role. */
export function getUsers(rows: readonly Row[], params: unknown) {
  const { options, members } = readLoose(user, params);
  const userids = readLooseIds(members.get('userids'));
  const groups = readSelect(members.get('selectUsrgrps'), ['usrgrpid', 'name'], 'usrgrpid');
  const found = collect<null>(user, options);
  for (const row of rows) if (userids === null || userids.has(row.userid ?? '')) found.add(row, null);
  return answer(user, options, found, ({ row }) =>
    groups === null || groups === 'count'
      ? {}
      : { usrgrps: [Object.fromEntries(groups.map((field) => [field, row.roleid ?? '']))] },
  );
}

/** role.get over the rows given. */
export function getRoles(rows: readonly Row[], params: unknown) {
  const shape = object({
    roleids: optional(nullable(ids({ normalise: true, empty: true }))),
    ...strictFields(role),
    selectUsers: optional(select(['userid', 'username'], { countable: true })),
    editable: optional(boolean()),
  });
  const asked = read(shape, params, '/');
  const options = strictOptions(role, asked);
  const roleids = asked.roleids ?? null;
  const found = collect<null>(role, options);
  for (const row of rows) if (roleids === null || roleids.includes(row.roleid ?? '')) found.add(row, null);
  const users = asked.selectUsers ?? null;
  return answer(role, options, found, () => (users === null ? {} : { users: users === 'count' ? '2' : [...users] }));
}
