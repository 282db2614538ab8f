// Getting user groups.

import type { Group } from '../../../core/model/group.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { answer, pick } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import { isContainer, isTruthy, partsOf, valuesOf } from '../get/parts.ts';
import { readLoose, readLooseIds } from '../get/read-loose.ts';
import { readSelect } from '../get/read-select.ts';
import { type Call, isSuper } from '../method.ts';
import { userFields, writeSeenUser } from '../user/describe.ts';
import { seeByUserid, seeColleagues, seeUsers } from '../user/see.ts';
import { accessTeller } from '../user/select.ts';
import { writeGroup } from '../wire/groups.ts';
import { describeGroup, seenGroups } from './describe.ts';

type Members = ReadonlyMap<string, unknown>;

/** Options that compare a field of the group, and the field. The last one names what only super administrators see. */
const idOptions = [
  ['usrgrpids', 'usrgrpid'],
  ['status', 'users_status'],
  ['mfa_status', 'mfa_status'],
  ['mfaids', 'mfaid'],
] as const;

async function groupTest(call: Call, members: Members): Promise<(group: Group) => boolean> {
  const wanted = idOptions
    .filter(([option]) => option !== 'mfaids' || isSuper(call))
    .map(([option, field]) => ({ field, ids: readLooseIds(members.get(option)) }));
  const userids = readLooseIds(members.get('userids'));
  const users = userids === null ? null : await seeByUserid(call, userids);
  const joined = users === null ? null : new Set(users.flatMap(({ groups }) => groups));
  return (group) => {
    const row = writeGroup(group);
    return (joined?.has(group.id) ?? true) && wanted.every(({ field, ids }) => ids?.has(row[field]) ?? true);
  };
}

async function readMembers(call: Call, groups: readonly Group[]): Promise<ReadonlyMap<string, readonly User[]>> {
  if (!isSuper(call)) {
    const colleagues = await seeColleagues(call);
    return new Map(groups.map(({ id }) => [id, colleagues.filter((user) => user.groups.includes(id))]));
  }
  const found = new Map<string, readonly User[]>();
  for (const { id } of groups) {
    const trace = { by: 'relation', relations: [{ kind: 'group', id }] } as const;
    found.set(id, await Array.fromAsync(seeUsers(call, trace)));
  }
  return found;
}

const accessFields: readonly unknown[] = ['gui_access', 'debug_mode', 'users_status'];

/** Whether the three fields of access are told with users: any of them names all. */
function wantsAccess(value: unknown): boolean {
  return value === 'extend' || (isContainer(value) && valuesOf(value).some((name) => accessFields.includes(name)));
}

async function userTeller(call: Call, value: unknown, groups: readonly Group[]): Promise<(group: Group) => JsonObject> {
  const fields = readSelect(value, userFields(call), 'userid');
  if (fields === null || fields === 'count') return () => ({});
  const access = wantsAccess(value) ? accessTeller(call) : () => ({});
  const members = await readMembers(call, groups);
  const tell = (user: User): Json => ({ ...pick(writeSeenUser(call, user), fields), ...access(user) });
  return ({ id }) => ({ users: (members.get(id) ?? []).map(tell) });
}

/** There are no host groups here, so there are no rights to any. */
const emptySelects = [
  ['selectHostGroupRights', 'hostgroup_rights'],
  ['selectTemplateGroupRights', 'templategroup_rights'],
  ['selectRights', 'rights'],
  ['selectTagFilters', 'tag_filters'],
] as const;

function readEmptySelects(members: Members): JsonObject {
  const asked = emptySelects.filter(([option]) => {
    const value = members.get(option) ?? null;
    return value !== null && value !== 'count';
  });
  return Object.fromEntries(asked.map(([, name]) => [name, []]));
}

/**
 * Tells user groups: to super administrators all, to others their own. Throws Fault -32500 for sorting by a field that is not
 * for it and for what is no id (Zabbix 7.0 manual, "usergroup.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  if (!isSuper(call) && isTruthy(partsOf(params).get('editable'))) return [];
  const description = describeGroup(call);
  const { options, members } = readLoose(description, params);
  const isMeant = await groupTest(call, members);
  const found = collect<Group>(description, options);
  for (const group of seenGroups(call)) if (isMeant(group)) found.add(writeGroup(group), group);
  const told = options.countOutput ? [] : found.kept().map(({ of }) => of);
  const tellUsers = await userTeller(call, members.get('selectUsers'), told);
  const more = readEmptySelects(members);
  return answer(description, options, found, ({ of }) => ({ ...tellUsers(of), ...more }));
}
