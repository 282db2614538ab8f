// Deleting users.

import { deleteUsers } from '../../../core/commands/delete-users.ts';
import type { User } from '../../../core/model/user.ts';
import { badInput, noPermissions } from '../fault.ts';
import { guestSerial } from '../furnish.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { writeUsername } from '../wire/user-row.ts';
import { findKnown } from './find-known.ts';

const shape = ids({ unique: true });

function judge({ caller }: Call, user: User): void {
  if (user.id === caller.user.id) badInput('User is not allowed to delete oneself.');
  if (user.system && user.serial === guestSerial) {
    badInput(`Cannot delete Zabbix internal user "${writeUsername(user)}", try disabling that user.`);
  }
}

/** Deletes users with all that is theirs, all of them or none. Nobody deletes oneself, the guest or the last super administrator. */
export async function remove(call: Call, params: object): Promise<unknown> {
  const userids = read(shape, params, '/');
  const requests = [];
  for (const userid of userids) {
    const user = (await findKnown(call, userid)) ?? noPermissions();
    judge(call, user);
    requests.push({ reference: { by: 'id', id: user.id }, ifRev: null } as const);
  }
  await deleteUsers(call.context, requests, { system: true });
  return { userids };
}
