// The furniture: what a fresh Zabbix server has, put into a realm once.

import { changeRealmObjects, type Intent } from '../../core/commands/change-realm-objects.ts';
import type { Context } from '../../core/commands/context.ts';
import { findNumbering, nextNumbering } from '../../core/commands/take-numbers.ts';
import type { UpdateRequest } from '../../core/commands/update-users.ts';
import type { DocumentBase } from '../../core/model/document.ts';
import { keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { User } from '../../core/model/user.ts';
import { superAdministrator } from '../../core/model/user-role.ts';
import { readRank } from './caller.ts';
import { freshGroups } from './defaults/groups.ts';
import { freshMediaTypes } from './defaults/media-types.ts';
import { freshRoles } from './defaults/roles.ts';
import { signInOf } from './wire/groups.ts';
import { apiName, readRoleId } from './wire/ids.ts';
import { extraId } from './wire/objects.ts';

const adminSerial = 1;

/** The serial of the account that a fresh server has for whoever does not log in. */
export const guestSerial = 2;

/** What every object of a realm begins with that is made now. */
export function newObject({ realm, ports }: Context, id: string): DocumentBase {
  const now = ports.clock();
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null } as const;
  return { ...owners, realm: realm.id, id, rev: 1, createdAt: now, updatedAt: now };
}

function freshIntents(context: Context): readonly Intent[] {
  const roles = freshRoles.map(({ roleid, name, type, readonly, rules }): Intent => {
    const base = newObject(context, readRoleId(roleid) ?? roleid);
    const extras = { [apiName]: rules };
    return {
      op: 'create',
      document: { ...base, kind: 'user-role', name, rank: readRank(type), builtIn: readonly, extras },
    };
  });
  const groups = freshGroups.map(({ usrgrpid, name, gui_access, users_status, ...own }): Intent => {
    const signIn = signInOf(Number(gui_access));
    const active = users_status === '0';
    const document = {
      ...newObject(context, usrgrpid),
      kind: 'group',
      name,
      active,
      signIn,
      extras: { [apiName]: own },
    } as const;
    return { op: 'create', document };
  });
  const mediaTypes = freshMediaTypes.map(({ mediatypeid, name, ...values }): Intent => {
    const base = newObject(context, extraId('mediatype', mediatypeid));
    const own = { kind: 'extra', api: apiName, type: 'mediatype', number: mediatypeid, name, values } as const;
    return { op: 'create', document: { ...base, ...own, subject: `${apiName}/mediatype` } };
  });
  return [...roles, ...groups, ...mediaTypes];
}

/** Labels do not say which of these groups somebody is to be in; they stay. */
function groupsFrom(groups: readonly string[], ids: readonly string[]): UserPatch['groups'] {
  const isPlaced = freshGroups.some(({ usrgrpid }) => groups.includes(usrgrpid));
  return isPlaced ? keep : set([...groups, ...ids]);
}

function unless<Value>(present: Value | null, value: Value) {
  return present === null ? set(value) : keep;
}

/** What the two accounts of a fresh server are, where nobody has said otherwise. */
const accounts: readonly { readonly serial: number; readonly patch: (user: User) => UserPatch }[] = [
  {
    serial: adminSerial,
    patch: ({ firstName, lastName, groups }) => ({
      ...untouched,
      firstName: unless(firstName, 'Zabbix'),
      lastName: unless(lastName, 'Administrator'),
      groups: groupsFrom(groups, ['7', '13']),
      extras: { op: 'merge', api: apiName, value: { autologin: '1', autologout: '0' } },
    }),
  },
  {
    serial: guestSerial,
    patch: ({ role, groups }) => ({
      ...untouched,
      role: unless(role, 'guest'),
      groups: groupsFrom(groups, ['8', '9', '13']),
    }),
  },
];

async function accountsToFurnish({ ports, realm }: Context): Promise<readonly UpdateRequest[]> {
  const found: UpdateRequest[] = [];
  for (const { serial, patch } of accounts) {
    const stored = await ports.store.loadUser(realm.id, { by: 'serial', serial });
    const isOurs = stored?.user.system === true;
    if (isOurs && (serial !== adminSerial || stored.user.role === superAdministrator)) {
      found.push({ reference: { by: 'id', id: stored.user.id }, patch, ifRev: null });
    }
  }
  return found;
}

/** The numbers that objects made from now on get. */
export const firstNumbers = { group: 14, role: 5, mediatype: 70 } as const;

/** Puts in what is missing: nothing, where it was done before, whatever has been deleted since. */
export async function furnish(context: Context): Promise<void> {
  await changeRealmObjects(context, async () => {
    if ((await findNumbering(context)) !== null) return { intents: [], users: [], numbering: null, result: null };
    const after = nextNumbering(context, null, firstNumbers);
    const users = await accountsToFurnish(context);
    return { intents: freshIntents(context), users, numbering: { before: null, after }, result: null };
  });
}
