// The wish: user groups as usergroup.create and usergroup.update send them.

import { badInput, badParameter } from '../fault.ts';
import { id, ids } from '../validate/id.ts';
import { type IntegerOptions, integer } from '../validate/integer.ts';
import { type ObjectOf, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { read, type Validator } from '../validate/validator.ts';

/** What a group has of the properties that others depend on. */
export type Footing = { readonly guiAccess: number; readonly mfaStatus: number };

const newFooting: Footing = { guiAccess: 0, mfaStatus: 0 };

const name = text({ lengthMax: 64 });
const flag: IntegerOptions = { oneOf: [0, 1] };
const list = { empty: true, normalise: true };
const rights = objects(
  { id: required(id()), permission: required(integer({ oneOf: [0, 2, 3] })) },
  { ...list, unique: [['id']] },
);
const tagText = optional(text({ lengthMax: 255, empty: true }));
const tagFilters = objects(
  { groupid: required(id()), tag: tagText, value: tagText },
  { empty: true, unique: [['groupid', 'tag', 'value']] },
);
const users = objects({ userid: required(id()) }, { ...list, unique: [['userid']] });

/** The path of the object that a member is in. */
const above = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The fields in their order. `footings`: what there is of a group before the call, by the path at which it stands in it. */
function fieldsOver(footings: ReadonlyMap<string, Footing>) {
  const guiAccess = new Map<string, number>();
  const mfaStatus = new Map<string, number>();
  const deprecated = new Set<string>();
  const noted =
    (values: Map<string, number>, options: IntegerOptions): Validator<number> =>
    (value, path, later) => {
      const number = integer(options)(value, path, later);
      values.set(above(path), number);
      return number;
    };
  const footingAt = (row: string): Footing => {
    const { guiAccess: access, mfaStatus: status } = footings.get(row) ?? newFooting;
    return { guiAccess: guiAccess.get(row) ?? access, mfaStatus: mfaStatus.get(row) ?? status };
  };
  const userdirectoryid: Validator<string> = (value, path, later) => {
    const row = above(path);
    if ([1, 3].includes(footingAt(row).guiAccess)) badParameter(row, 'unexpected parameter "userdirectoryid"');
    return id()(value, path, later);
  };
  const mfaid: Validator<string> = (value, path, later) =>
    id({ zero: footingAt(above(path)).mfaStatus === 0 })(value, path, later);
  const oldRights: typeof rights = (value, path, later) => {
    deprecated.add(above(path));
    return rights(value, `${above(path)}/hostgroup_rights`, later);
  };
  const hostRights: typeof rights = (value, path, later) => {
    const old = `${above(path)}/rights`;
    if (deprecated.has(above(path))) badInput(`Deprecated parameter "${old}" cannot be used with "${path}".`);
    return rights(value, path, later);
  };
  return {
    debug_mode: optional(integer(flag)),
    gui_access: optional(noted(guiAccess, { oneOf: [0, 1, 2, 3] })),
    users_status: optional(integer(flag)),
    userdirectoryid: optional(userdirectoryid),
    mfa_status: optional(noted(mfaStatus, flag)),
    mfaid: optional(mfaid),
    rights: optional(oldRights),
    hostgroup_rights: optional(hostRights),
    templategroup_rights: optional(rights),
    tag_filters: optional(tagFilters),
    userids: optional(ids({ ...list, unique: true })),
    users: optional(users),
  };
}

type Properties = ObjectOf<ReturnType<typeof fieldsOver>>;

/** A group as it is wanted; what is absent stays as it is, or is as a new group has it. `members`: the ids of all its users. */
export type GroupWish = Omit<Properties, 'rights' | 'userids' | 'users'> & {
  readonly name?: string;
  readonly members: readonly string[] | null;
};

/** Puts the deprecated names aside for those that have taken their place. */
function modern<Own extends Properties>({ rights, hostgroup_rights, userids, users, ...rest }: Own) {
  if (userids !== undefined && users !== undefined) badInput('Parameter "userids" is deprecated.');
  const members = userids ?? users?.map(({ userid }) => userid) ?? null;
  const granted = rights ?? hostgroup_rights;
  return { ...rest, ...(granted !== undefined && { hostgroup_rights: granted }), members };
}

/** Reads groups to be made. */
export function readNewGroups(params: object): readonly (GroupWish & { readonly name: string })[] {
  const fields = { name: required(name), ...fieldsOver(new Map()) };
  const rows = read(objects(fields, { normalise: true, unique: [['name']] }), params, '/');
  return rows.map(modern);
}

const named = objects(
  { usrgrpid: required(id()), users_status: optional((value: unknown) => value) },
  { normalise: true, open: true, unique: [['usrgrpid']] },
);

/** Reads which groups are to be changed, and what is said of their status, of which nothing is checked yet. */
export function readNamedGroups(
  params: object,
): readonly { readonly usrgrpid: string; readonly users_status?: unknown }[] {
  return read(named, params, '/');
}

/** Reads what they are to become; `footings` of each, in the order of the call. */
export function readChangedGroups(params: object, footings: readonly Footing[]): readonly GroupWish[] {
  const byPath = new Map(footings.map((footing, index) => [`/${index + 1}`, footing]));
  const fields = { usrgrpid: optional(id()), name: optional(name), ...fieldsOver(byPath) };
  return read(objects(fields, { normalise: true, unique: [['name']] }), params, '/').map(modern);
}
