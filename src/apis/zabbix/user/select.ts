// What user.get tells of a user besides the fields: access, groups, media, media types and the role.

import type { Json, JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { pick } from '../get/answer.ts';
import { output } from '../get/output.ts';
import { readSelect, type Select } from '../get/read-select.ts';
import { describeGroup, groupReader } from '../group/describe.ts';
import { mediaTypeFields, writeMediaType } from '../mediatype/describe.ts';
import { type Call, isSuper } from '../method.ts';
import { roleDescription, writeRole } from '../role/describe.ts';
import { read } from '../validate/validator.ts';
import { accessOf, writeGroup } from '../wire/groups.ts';
import { isCaller } from './describe.ts';
import { mediaFields, mediaReader, writeMedia } from './read-medias.ts';

/** Adds members to what is told of a user. */
export type Teller = (user: User) => JsonObject;

const nothing: Teller = () => ({});

/** Tells `gui_access`, `debug_mode` and `users_status`, the highest over the groups: texts, but numbers without any group. */
export function accessTeller(call: Call): Teller {
  const groupsOf = groupReader(call);
  return (user) => {
    if (!isSuper(call) && !isCaller(call, user)) return {};
    const groups = groupsOf(user);
    const access = accessOf(groups);
    if (groups.length === 0) return access;
    return Object.fromEntries(Object.entries(access).map(([name, value]) => [name, String(value)]));
  };
}

function groupTeller(call: Call, fields: Select | null): Teller {
  if (fields === null || fields === 'count') return nothing;
  const groupsOf = groupReader(call);
  return (user) => ({ usrgrps: groupsOf(user).map((group) => pick(writeGroup(group), fields)) });
}

function mediaTeller(call: Call, fields: Select | null): Teller {
  if (fields === null || fields === 'count') return nothing;
  const mediasOf = mediaReader(call.objects);
  return (user) => ({ medias: mediasOf(user).map((media) => writeMedia(user, media, fields)) });
}

function mediaTypeTeller(call: Call, fields: Select | null): Teller {
  if (fields === null || fields === 'count') return nothing;
  const mediasOf = mediaReader(call.objects);
  return (user) => {
    const types = new Map(mediasOf(user).map(({ type }) => [Number(type.number), type]));
    const ordered = [...types].toSorted(([left], [right]) => left - right);
    return { mediatypes: ordered.map(([, type]) => writeMediaType(type, fields)) };
  };
}

/** This one is read as role.get reads its output, and refused in the words of that. */
function roleTeller({ objects }: Call, value: unknown): Teller {
  if (value === null || value === undefined) return nothing;
  const fields = read(output(Object.keys(roleDescription.fields)), value, '/output');
  return ({ role: id }) => {
    const role = id === null ? undefined : objects.roles.get(id);
    const told: Json = role === undefined ? [] : pick(writeRole(role), fields);
    return { role: told };
  };
}

/** Reads the options of user.get that tell more of users. Refuses a `selectRole` that role.get would refuse. */
export function readSelects(call: Call, members: ReadonlyMap<string, unknown>): Teller {
  const selected = (name: string, fields: readonly string[], id: string | null) =>
    readSelect(members.get(name), fields, id);
  const shownMediaFields = mediaFields.filter((field) => isSuper(call) || field !== 'userdirectory_mediaid');
  const access = (members.get('getAccess') ?? null) === null ? nothing : accessTeller(call);
  const groups = groupTeller(call, selected('selectUsrgrps', Object.keys(describeGroup(call).fields), 'usrgrpid'));
  const own: readonly Teller[] = [
    mediaTeller(call, selected('selectMedias', shownMediaFields, null)),
    mediaTypeTeller(call, selected('selectMediatypes', mediaTypeFields(call), 'mediatypeid')),
    roleTeller(call, members.get('selectRole')),
  ];
  const tellsOwn = (user: User) => isSuper(call) || isCaller(call, user);
  return (user) => {
    const tellers = [access, groups, ...(tellsOwn(user) ? own : [])];
    return Object.fromEntries(tellers.flatMap((tell) => Object.entries(tell(user))));
  };
}
