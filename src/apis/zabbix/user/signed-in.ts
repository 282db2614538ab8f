// The signed-in user: what a login tells whoever logs in of themselves.

import { createHmac } from 'node:crypto';
import type { Group } from '../../../core/model/group.ts';
import type { User } from '../../../core/model/user.ts';
import { authenticationOf } from '../authentication/read.ts';
import { writeRank } from '../caller.ts';
import type { OpenCall } from '../method.ts';
import { settingsOf } from '../settings/read.ts';
import { accessOf, groupsIn } from '../wire/groups.ts';
import { byDefault } from '../wire/languages.ts';
import { extraOf, ownValuesOf, textOf } from '../wire/objects.ts';
import { writeUser } from '../wire/user-row.ts';

type Place = Pick<OpenCall, 'objects' | 'realm' | 'address'>;
type Texts = Readonly<Record<string, string>>;

const none = '0';
const ldap = '1';
const on = '1';

/** The `mfaid` of the method by which the members of these groups have to confirm a login; `0`: they need not. */
export function mfaIdFor({ objects, realm }: Pick<Place, 'objects' | 'realm'>, groups: readonly Group[]): string {
  const { mfa_status, mfaid = none } = authenticationOf(objects, realm.policy);
  if (mfa_status !== on) return none;
  const asking = groups.map(ownValuesOf).filter((own) => textOf(own, 'mfa_status', none) === on);
  const numbers = asking.map((own) => textOf(own, 'mfaid', none));
  if (numbers.includes(none) && mfaid !== none) return mfaid;
  const methods = numbers.flatMap((number) => extraOf(objects, 'mfa', number) ?? []);
  const [first] = methods.toSorted((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1));
  return first?.number ?? none;
}

/** 0: the password is kept here, 1: a directory knows it. */
function authTypeOf({ objects }: Place, userdirectoryid: string, guiAccess: number, authentication: Texts): number {
  const directory = extraOf(objects, 'userdirectory', userdirectoryid);
  if (directory !== null && textOf(directory.values, 'idp_type', ldap) === ldap) return 1;
  return guiAccess === 1 || guiAccess === 2 ? guiAccess - 1 : Number(authentication.authentication_type);
}

/** Flags that are off are numbers on the wire, and texts when they are on: the one is what PHP begins with, the other comes from a database. */
function writeFlag(flag: number): number | string {
  return flag === 0 ? 0 : String(flag);
}

/** What goes along with a session: a word of 32 hex digits that is the session's own, and opens nothing here. */
function secretOf(sessionid: string): string {
  return createHmac('sha256', sessionid).update('secret').digest('hex').slice(0, 32);
}

/** The user as `user.login` and `user.checkAuthentication` show them; `sessionid` null: they have come by a token. */
export function writeSignedIn(place: Place, user: User, sessionid: string | null): object {
  const { objects, realm, address } = place;
  const settings = settingsOf(objects, realm.policy);
  const authentication = authenticationOf(objects, realm.policy);
  const { provisioned, ...row } = writeUser(user);
  const groups = groupsIn(objects, user);
  const { debug_mode, gui_access } = accessOf(groups);
  const role = user.role === null ? null : (objects.roles.get(user.role) ?? null);
  return {
    ...row,
    lang: row.lang === byDefault ? settings.default_lang : row.lang,
    timezone: row.timezone === byDefault ? settings.default_timezone : row.timezone,
    debug_mode: writeFlag(debug_mode),
    deprovisioned: provisioned === on && groups.some(({ id }) => id === authentication.disabled_usrgrpid),
    gui_access: writeFlag(gui_access),
    mfaid: Number(mfaIdFor(place, groups)),
    auth_type: authTypeOf(place, row.userdirectoryid, gui_access, authentication),
    type: writeRank(role?.rank ?? 'user'),
    userip: address,
    ...(sessionid !== null && { sessionid, secret: secretOf(sessionid) }),
  };
}
