// Provisioning users: reading again from their directories what is kept of them here.

import { DirectoryError } from '../../../core/model/directory-server.ts';
import { type Found, ownContext, provisionUsers } from '../directory/provision-users.ts';
import { type Directory, findDirectory } from '../directory/read.ts';
import { serverOf, tellUnreachable } from '../directory/server.ts';
import { noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { writeUserId } from '../wire/ids.ts';
import { ownFieldsOf } from '../wire/own-fields.ts';
import { writeUsername } from '../wire/user-row.ts';
import { findKnown } from './find-known.ts';

const shape = ids({ unique: true });

async function lookUp(call: Call, directory: Directory, username: string): Promise<Found['entry']> {
  const server = serverOf(call, directory);
  try {
    return await call.host.directories.find(server, username);
  } catch (error) {
    if (error instanceof DirectoryError) tellUnreachable(error.step, server);
    throw error;
  }
}

/**
 * Brings users up to date whom an LDAP directory has brought in, all or none, and answers which they are; others are passed over. Throws
 * Fault -32500 for a directory that brings nobody in any more, and when one cannot be asked: then nobody is taken to have left.
 */
export async function provision(call: Call, params: object): Promise<unknown> {
  const userids = read(shape, params, '/');
  const users = await Promise.all(userids.map((userid) => findKnown(call, userid)));
  const linked = users.flatMap((user) => {
    const { userdirectoryid } = user === null ? { userdirectoryid: '0' } : ownFieldsOf(user);
    if (user === null || userdirectoryid === '0') return [];
    const directory = findDirectory(call.objects, userdirectoryid);
    return directory?.provisions === true ? [{ user, userdirectoryid, directory }] : noPermissions();
  });
  const found: Found[] = [];
  for (const { user, userdirectoryid, directory } of linked) {
    if (!directory.isLdap) continue;
    found.push({ user, userdirectoryid, entry: await lookUp(call, directory, writeUsername(user)) });
  }
  await provisionUsers(ownContext(call), found);
  return { userids: found.map(({ user }) => writeUserId(user)) };
}
