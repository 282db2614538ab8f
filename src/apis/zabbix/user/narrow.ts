// Narrowing user.get: the options that name users by what belongs to them, and where to look for those who are meant.

import type { Relation } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import type { Options } from '../get/options.ts';
import { readLooseIds } from '../get/read-loose.ts';
import { groupReader } from '../group/describe.ts';
import { type Call, isSuper } from '../method.ts';
import { readRoleId, writeUserId } from '../wire/ids.ts';
import { serialOfMediaId } from '../wire/media.ts';
import { isCaller } from './describe.ts';
import { mediaReader } from './read-medias.ts';
import type { Trace } from './see.ts';

type Ids = ReadonlySet<string> | null;

/** Ids of which a user must have one; null: any user will do. */
export type Narrowing = {
  readonly userids: Ids;
  readonly usrgrpids: Ids;
  readonly mediaids: Ids;
  readonly mediatypeids: Ids;
};

/** Reads the options. Refuses what is no id (-32500). */
export function readNarrowing(members: ReadonlyMap<string, unknown>): Narrowing {
  return {
    userids: readLooseIds(members.get('userids')),
    usrgrpids: readLooseIds(members.get('usrgrpids')),
    mediaids: readLooseIds(members.get('mediaids')),
    mediatypeids: readLooseIds(members.get('mediatypeids')),
  };
}

/** Makes the test that users must pass. Media count for the caller's own record only, unless by a super administrator. */
export function narrowingTest(call: Call, narrowing: Narrowing): (user: User) => boolean {
  const { userids, usrgrpids, mediaids, mediatypeids } = narrowing;
  const groupsOf = groupReader(call);
  const mediasOf = mediaReader(call.objects);
  const seesMedias = (user: User) => isSuper(call) || isCaller(call, user);
  return (user) => {
    if (userids !== null && !userids.has(writeUserId(user))) return false;
    if (usrgrpids !== null && !groupsOf(user).some(({ id }) => usrgrpids.has(id))) return false;
    if (mediaids === null && mediatypeids === null) return true;
    const matching = mediasOf(user).filter(
      ({ mediaid, type }) => (mediaids?.has(mediaid) ?? true) && (mediatypeids?.has(type.number) ?? true),
    );
    return seesMedias(user) && matching.length > 0;
  };
}

/** The values of which a user must have one in the field, as far as the filter says so by itself. */
function demanded({ filter, searchByAny }: Options, field: string): Ids {
  if (searchByAny && filter.length > 1) return null;
  return filter.find((one) => one.field === field)?.values ?? null;
}

function relationsOf(kind: Relation['kind'], ids: readonly string[]): Trace {
  return { by: 'relation', relations: ids.map((id) => ({ kind, id })) };
}

/** The shortest way to all who may be meant. */
export function traceOf({ objects }: Call, { userids, mediaids, usrgrpids }: Narrowing, options: Options): Trace {
  const named = userids ?? demanded(options, 'userid');
  if (named !== null) return { by: 'userid', userids: named };
  if (mediaids !== null) return { by: 'userid', userids: new Set([...mediaids].map((id) => `${serialOfMediaId(id)}`)) };
  const usernames = demanded(options, 'username');
  if (usernames !== null) return { by: 'username', usernames };
  if (usrgrpids !== null) {
    const ids = [...usrgrpids].filter((id) => objects.groups.has(id));
    return relationsOf('group', ids);
  }
  const roleids = demanded(options, 'roleid');
  if (roleids === null || roleids.has('0')) return { by: 'nothing' };
  const ids = [...roleids].flatMap((id) => readRoleId(id) ?? []);
  return relationsOf('role', ids);
}
