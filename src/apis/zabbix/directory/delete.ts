// Deleting user directories; the users they have brought in stay, and are nobody's from then on.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { UpdateRequest } from '../../../core/commands/update-users.ts';
import { walkUsers } from '../../../core/commands/walk-users.ts';
import { untouched } from '../../../core/model/patch.ts';
import { everybody } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import { authentication } from '../defaults/authentication.ts';
import { badInput, noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { valuesOf } from '../settings/values.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { apiName } from '../wire/ids.ts';
import { extrasOf, ownValuesOf, textOf } from '../wire/objects.ts';
import { keptOf, ownFieldsOf } from '../wire/own-fields.ts';
import { type Directory, directoryOf, findDirectory } from './read.ts';
import { setDefault } from './set-default.ts';

const shape = ids({ unique: true });

async function usersToLetGo(context: Context, numbers: ReadonlySet<string>): Promise<readonly UpdateRequest[]> {
  const patch = (user: User) => {
    const { medias } = ownFieldsOf(user);
    const own = medias?.filter(({ userdirectory_mediaid }) => userdirectory_mediaid === '0') ?? null;
    const value = keptOf({ userdirectoryid: '0', medias: own });
    return { ...untouched, extras: { op: 'merge', api: apiName, value } } as const;
  };
  const requests: UpdateRequest[] = [];
  for await (const user of walkUsers(context, { ...everybody, system: true })) {
    if (numbers.has(ownFieldsOf(user).userdirectoryid)) {
      requests.push({ reference: { by: 'id', id: user.id }, patch, ifRev: null });
    }
  }
  return requests;
}

/** Refuses what is the default and still needed, then what a group refers to. */
function check(objects: RealmObjects, directories: readonly Directory[], numbers: ReadonlySet<string>): void {
  const settings = valuesOf(objects, 'authentication', authentication);
  const needsDefault = (): never => badInput('Cannot delete default user directory.');
  if (settings.saml_auth_enabled === '1' && directories.some(({ isLdap }) => !isLdap)) needsDefault();
  const left = extrasOf(objects, 'userdirectory').filter(
    (extra) => directoryOf(extra).isLdap && !numbers.has(extra.number),
  );
  const isLdapOn = settings.ldap_auth_enabled === '1';
  const hitsDefault = numbers.has(settings.ldap_userdirectoryid ?? '0');
  if (hitsDefault && (isLdapOn || left.length > 0)) needsDefault();
  const groups = [...objects.groups.values()].filter(({ signIn }) => signIn === 'default' || signIn === 'directory');
  const used = new Set(groups.map((group) => textOf(ownValuesOf(group), 'userdirectoryid', '0')));
  const inUse = directories.find(({ extra }) => used.has(extra.number));
  if (inUse !== undefined) badInput(`Cannot delete user directory "${inUse.extra.name ?? ''}".`);
}

/** Deletes directories, all or none, and lets their users go in the same commit. Answers their ids. */
export async function remove({ context }: Call, params: object): Promise<unknown> {
  const userdirectoryids = read(shape, params, '/');
  const numbers = new Set(userdirectoryids);
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const directories = userdirectoryids.map((number) => findDirectory(objects, number) ?? noPermissions());
    check(objects, directories, numbers);
    const removals = directories.map(({ extra }): Intent => ({ op: 'remove', before: extra }));
    const { ldap_userdirectoryid = '0' } = valuesOf(objects, 'authentication', authentication);
    const defaults = numbers.has(ldap_userdirectoryid)
      ? [setDefault(context, objects, { ldap_userdirectoryid: '0' })]
      : [];
    const users = await usersToLetGo(context, numbers);
    return { intents: [...removals, ...defaults], users, numbering: null, result: null };
  });
  return { userdirectoryids };
}
