// Writing down what a directory makes of a user.

import type { Context } from '../../../core/commands/context.ts';
import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import { clear, keep, set, type UserPatch, untouched } from '../../../core/model/patch.ts';
import type { User } from '../../../core/model/user.ts';
import { authentication } from '../defaults/authentication.ts';
import { valuesOf } from '../settings/values.ts';
import { text } from '../validate/text.ts';
import { read } from '../validate/validator.ts';
import { groupsAfter } from '../wire/groups.ts';
import { apiName, readRoleId } from '../wire/ids.ts';
import { emailTypeIdOf, keptMediasOf } from '../wire/media.ts';
import { type KeptMedia, keptOf, ownFieldsOf } from '../wire/own-fields.ts';
import type { GivenMedia, Provisioned } from './provisioning.ts';

const nameText = text({ empty: true, lengthMax: 100 });

/** A name that somebody here may have; throws Fault -32602 where it is too long. */
function nameOf(value: string | null, path: string): UserPatch['firstName'] {
  return value === null ? keep : set(read(nameText, value, path));
}

function roleOf(roleid: string): UserPatch['role'] {
  const role = readRoleId(roleid);
  return role === null ? clear : set(role);
}

function nowS({ ports }: Pick<Context, 'ports'>): string {
  return String(Math.floor(ports.clock() / 1000));
}

/** What a user begins with who comes in by this directory. The media follow once it is known what they are numbered by. */
export function patchForNew(context: Context, username: string, userdirectoryid: string, made: Provisioned): UserPatch {
  return {
    ...untouched,
    username: { op: 'set', value: username, form: 'free' },
    firstName: nameOf(made.name, '/name'),
    lastName: nameOf(made.surname, '/surname'),
    role: roleOf(made.roleid),
    groups: set(made.groups),
    extras: { op: 'merge', api: apiName, value: keptOf({ userdirectoryid, ts_provisioned: nowS(context) }) },
  };
}

/** The media of a user after those that the directory gives: each keeps its number, the user's own stay. */
function mediasAfter(objects: RealmObjects, user: User, given: readonly GivenMedia[]) {
  const before = keptMediasOf(user, emailTypeIdOf(objects));
  let { mediasMade } = ownFieldsOf(user);
  const places = new Map(given.map((media) => [media.userdirectory_mediaid, media]));
  const kept = before.flatMap((media): readonly KeptMedia[] => {
    const { userdirectory_mediaid: id } = media;
    if (id === '0') return [media];
    const found = places.get(id);
    places.delete(id);
    return found === undefined ? [] : [{ ...media, mediatypeid: found.mediatypeid, sendto: found.sendto }];
  });
  const added = [...places.values()].map(
    ({ name, attribute, ...media }): KeptMedia => ({ ...media, index: ++mediasMade }),
  );
  const isTouched = added.length > 0 || before.some(({ userdirectory_mediaid }) => userdirectory_mediaid !== '0');
  return isTouched ? { medias: [...kept, ...added], mediasMade } : {};
}

/**
 * What becomes of a user whom the directory has brought in. Without groups they lose their role and go to the group for those who have left.
 * What other systems call groups stays.
 */
export function patchForLinked(context: Context, objects: RealmObjects, user: User, made: Provisioned): UserPatch {
  const { disabled_usrgrpid = '0' } = valuesOf(objects, 'authentication', authentication);
  const leaves = made.groups.length === 0;
  const groups = leaves && disabled_usrgrpid !== '0' ? [disabled_usrgrpid] : made.groups;
  const own = { ts_provisioned: nowS(context), ...mediasAfter(objects, user, made.medias) };
  return {
    ...untouched,
    firstName: nameOf(made.name, '/name'),
    lastName: nameOf(made.surname, '/surname'),
    role: roleOf(leaves ? '0' : made.roleid),
    groups: set(groupsAfter(objects, user, groups)),
    extras: { op: 'merge', api: apiName, value: keptOf(own) },
  };
}
