// Getting media types.

import type { Extra } from '../../../core/model/extra.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { answer, pick } from '../get/answer.ts';
import { collect } from '../get/collect.ts';
import { isTruthy, partsOf } from '../get/parts.ts';
import { readFields } from '../get/read-fields.ts';
import { readLoose, readLooseIds } from '../get/read-loose.ts';
import { readSelect } from '../get/read-select.ts';
import { type Call, isSuper } from '../method.ts';
import { userFields, writeSeenUser } from '../user/describe.ts';
import { mediaReader } from '../user/read-medias.ts';
import { seeByUserid, seeOneself, seeUsers } from '../user/see.ts';
import { serialOfMediaId } from '../wire/media.ts';
import { extrasOf } from '../wire/objects.ts';
import { describeMediaType, mediaTypeFields, mediaTypeRow, writeParameters } from './describe.ts';
import { templateFields, writeTemplates } from './templates.ts';

type Members = ReadonlyMap<string, unknown>;

/** Those of the users whose media the caller sees: all who are seen, or only oneself. */
async function readOwners(call: Call, userids: ReadonlySet<string>): Promise<readonly User[]> {
  return isSuper(call) ? await seeByUserid(call, userids) : [call.caller.user];
}

/** The types of the media by which types are asked for; null: they are not. */
async function readUsedTypes(call: Call, members: Members): Promise<ReadonlySet<string> | null> {
  const userids = readLooseIds(members.get('userids'));
  const mediaids = readLooseIds(members.get('mediaids'));
  if (userids === null && mediaids === null) return null;
  const serials = userids ?? new Set([...(mediaids ?? [])].map((id) => String(serialOfMediaId(id))));
  const owners = await readOwners(call, serials);
  const mediasOf = mediaReader(call.objects);
  const medias = owners
    .filter(({ serial }) => serials.has(String(serial)))
    .flatMap(mediasOf)
    .filter(({ mediaid }) => mediaids?.has(mediaid) ?? true);
  return new Set(medias.map(({ type }) => type.number));
}

async function readUsers(call: Call, types: ReadonlySet<string>, fields: readonly string[]) {
  const mediasOf = mediaReader(call.objects);
  const users = new Map<string, JsonObject[]>([...types].map((type) => [type, []]));
  for await (const user of isSuper(call) ? seeUsers(call, { by: 'nothing' }) : seeOneself(call)) {
    const row = pick(writeSeenUser(call, user), fields);
    for (const type of new Set(mediasOf(user).map((media) => media.type.number))) users.get(type)?.push(row);
  }
  return users;
}

async function userTeller(call: Call, value: unknown, told: readonly Extra[]): Promise<(type: Extra) => JsonObject> {
  const fields = readSelect(value, userFields(call), 'userid');
  if (fields === null || fields === 'count' || told.length === 0) return () => ({});
  const users = await readUsers(call, new Set(told.map(({ number }) => number)), fields);
  return ({ number }) => ({ users: users.get(number) ?? [] });
}

/** Templates are for super administrators. */
function templateTeller(call: Call, value: unknown): (type: Extra) => JsonObject {
  const fields = isSuper(call) ? readSelect(value, templateFields, null) : null;
  if (fields === null || fields === 'count') return () => ({});
  return (type) => ({ message_templates: writeTemplates(type, fields) });
}

/**
 * Tells media types: to super administrators wholly but for the password, to others who they are. Throws Fault -32500 for sorting
 * by a field that is not for it and for what is no id (Zabbix 7.0 manual, "mediatype.get"; 2026-11).
 */
export async function get(call: Call, params: object): Promise<unknown> {
  if (!isSuper(call) && isTruthy(partsOf(params).get('editable'))) return [];
  const description = describeMediaType(call);
  const { options, members } = readLoose(description, params);
  const numbers = readLooseIds(members.get('mediatypeids'));
  const used = await readUsedTypes(call, members);
  const found = collect<Extra>(description, options);
  for (const type of extrasOf(call.objects, 'mediatype')) {
    const isMeant = (numbers?.has(type.number) ?? true) && (used?.has(type.number) ?? true);
    if (isMeant) found.add(mediaTypeRow(type), type);
  }
  const told = options.countOutput ? [] : found.kept().map(({ of }) => of);
  const tellUsers = await userTeller(call, members.get('selectUsers'), told);
  const tellTemplates = templateTeller(call, members.get('selectMessageTemplates'));
  // There are no actions here, so none uses a media type.
  const actions = (members.get('selectActions') ?? null) === null ? {} : { actions: [] };
  const output = members.has('output') ? members.get('output') : 'extend';
  const fields = readFields(output, mediaTypeFields(call), null);
  return answer(description, options, found, ({ of }) => ({
    ...writeParameters(of, fields),
    ...tellUsers(of),
    ...tellTemplates(of),
    ...actions,
  }));
}
