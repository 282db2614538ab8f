// The draft: one user of a call, with what the call wants of them and what there is to judge it by.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { User } from '../../../core/model/user.ts';
import type { Call } from '../method.ts';
import { groupsIn } from '../wire/groups.ts';
import { writeRoleId } from '../wire/ids.ts';
import { isFromDirectory } from '../wire/own-fields.ts';
import { writeUsername } from '../wire/user-row.ts';
import type { MediaWish, UserWish } from './shape.ts';

/**
 * `path` of the element in the call, from `/1`; `medias` as far as they have been read, null: the wish does not name any; `user` as stored,
 * null for one who is to be made.
 */
export type Draft = {
  readonly path: string;
  readonly wish: Omit<UserWish, 'medias' | 'userid' | 'current_passwd'> & { readonly current_passwd?: string };
  readonly medias: readonly MediaWish[] | null;
  readonly user: User | null;
};

/** What the users of a call are judged by, as it is at that moment. `authentication`: all values as on the wire. */
export type Bench = {
  readonly call: Call;
  readonly objects: RealmObjects;
  readonly authentication: Readonly<Record<string, string>>;
};

/** True for the caller's own user. */
export function isOwn({ call }: Bench, { user }: Draft): boolean {
  return user !== null && user.id === call.caller.user.id;
}

/** What the user will go by. */
export function usernameOf({ wish, user }: Draft): string {
  return wish.username ?? (user === null ? '' : writeUsername(user));
}

/** True for a user whom a directory keeps elsewhere. */
export function isProvisioned({ user }: Draft): boolean {
  return user !== null && isFromDirectory(user);
}

/** True when the wish is for another role than the user is shown with; a role that there is not is shown as none. */
export function changesRole({ objects }: Bench, { wish, user }: Draft): boolean {
  const role = user === null || user.role === null || !objects.roles.has(user.role) ? null : user.role;
  return wish.roleid !== undefined && wish.roleid !== writeRoleId(role);
}

/** True when the wish asks for other groups than the user has. */
export function changesGroups({ objects }: Bench, { wish, user }: Draft): boolean {
  if (wish.usrgrps === undefined) return false;
  const had = new Set(groupsIn(objects, user).map(({ id }) => id));
  return had.size !== wish.usrgrps.length || wish.usrgrps.some(({ usrgrpid }) => !had.has(usrgrpid));
}
