// The laying over: what a group becomes by a wish.

import type { Group } from '../../../core/model/group.ts';
import { signInOf, writeGroup } from '../wire/groups.ts';
import { apiName } from '../wire/ids.ts';
import type { GroupWish } from './wish.ts';

/** The group as wished. It keeps a directory only while one may ask it, and an MFA method only while MFA is on. */
export function layOver(group: Group, wish: GroupWish): Group {
  const was = writeGroup(group);
  const signIn = wish.gui_access === undefined ? group.signIn : signInOf(wish.gui_access);
  const asksDirectory = signIn === 'default' || signIn === 'directory';
  const mfa_status = String(wish.mfa_status ?? was.mfa_status);
  const own = {
    debug_mode: String(wish.debug_mode ?? was.debug_mode),
    userdirectoryid: asksDirectory ? (wish.userdirectoryid ?? was.userdirectoryid) : '0',
    mfa_status,
    mfaid: mfa_status === '1' ? (wish.mfaid ?? was.mfaid) : '0',
  };
  return {
    ...group,
    name: wish.name ?? group.name,
    active: wish.users_status === undefined ? group.active : wish.users_status === 0,
    signIn,
    extras: { ...group.extras, [apiName]: own },
  };
}

/** True for a group in which nobody is to put themselves. */
export function isShut({ active, signIn }: Group): boolean {
  return !active || signIn === 'none';
}
