// Unblocking users.

import { unblockUsers } from '../../../core/commands/unblock-users.ts';
import { noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { readUserId } from '../wire/ids.ts';

const shape = ids({ unique: true });

/** Lets users log in again who have failed to too often, all of them or none; the others stay as they are. */
export async function unblock({ context }: Call, params: object): Promise<unknown> {
  const userids = read(shape, params, '/');
  await unblockUsers(
    context,
    userids.map((userid) => readUserId(userid) ?? noPermissions()),
  );
  return { userids };
}
