// Provisioning users: bringing what is kept of them in line with what the directory says.

import { changeRealmObjects } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Entry } from '../../../core/model/directory-server.ts';
import { untouched } from '../../../core/model/patch.ts';
import type { User } from '../../../core/model/user.ts';
import type { OpenCall } from '../method.ts';
import { apiName } from '../wire/ids.ts';
import { ownFieldsOf } from '../wire/own-fields.ts';
import { provision } from './provisioning.ts';
import { findDirectory } from './read.ts';
import { patchForLinked } from './to-user.ts';

/** A user whom this directory has brought in, and what its server says of them; null: it has nobody of that name. */
export type Found = { readonly user: User; readonly userdirectoryid: string; readonly entry: Entry | null };

/** What directories do is done in Muster's own name. */
export function ownContext({ host, realm, requestId }: Pick<OpenCall, 'host' | 'realm' | 'requestId'>): Context {
  return { ports: host.ports, realm, actor: { kind: 'system' }, api: apiName, requestId };
}

/** Changes all of them or none; nothing of somebody who is the directory's no more, and nothing when it is gone. */
export async function provisionUsers(context: Context, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const users = found.flatMap(({ user: { id }, userdirectoryid, entry }) => {
      const directory = findDirectory(objects, userdirectoryid);
      if (directory === null) return [];
      const made = provision(directory, objects, entry);
      const patch = (user: User) =>
        ownFieldsOf(user).userdirectoryid === userdirectoryid
          ? patchForLinked(context, objects, user, made)
          : untouched;
      return [{ reference: { by: 'id', id }, patch, ifRev: null } as const];
    });
    return { intents: [], users, numbering: null, result: null };
  });
}
