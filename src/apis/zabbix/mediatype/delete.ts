// Deleting media types, and with them what users have of them and what directories give of them.

import { changeRealmObjects, type Intent } from '../../../core/commands/change-realm-objects.ts';
import type { Context } from '../../../core/commands/context.ts';
import { type RealmObjects, readRealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { UpdateRequest } from '../../../core/commands/update-users.ts';
import { walkUsers } from '../../../core/commands/walk-users.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { untouched } from '../../../core/model/patch.ts';
import { everybody } from '../../../core/model/query.ts';
import type { User } from '../../../core/model/user.ts';
import { noPermissions } from '../fault.ts';
import type { Call } from '../method.ts';
import { ids } from '../validate/id.ts';
import { read } from '../validate/validator.ts';
import { apiName } from '../wire/ids.ts';
import { extraOf, extrasOf, textOf } from '../wire/objects.ts';
import { keptOf, ownFieldsOf } from '../wire/own-fields.ts';

const shape = ids({ unique: true });

async function mediasToDelete(context: Context, types: ReadonlySet<string>): Promise<readonly UpdateRequest[]> {
  const isOf = ({ mediatypeid }: { readonly mediatypeid: string }) => types.has(mediatypeid);
  const patch = (user: User) => {
    const medias = ownFieldsOf(user).medias?.filter((media) => !isOf(media)) ?? null;
    return { ...untouched, extras: { op: 'merge', api: apiName, value: keptOf({ medias }) } } as const;
  };
  const requests: UpdateRequest[] = [];
  for await (const user of walkUsers(context, { ...everybody, system: true })) {
    if (ownFieldsOf(user).medias?.some(isOf))
      requests.push({ reference: { by: 'id', id: user.id }, patch, ifRev: null });
  }
  return requests;
}

/** What is kept of a directory that brings users in with media of these types, without those media; null: it does not. */
export function withoutMedias(values: JsonObject, types: ReadonlySet<string>): JsonObject | null {
  const isOf = (media: Json) => isJsonObject(media) && types.has(textOf(media, 'mediatypeid', ''));
  const { provision_media: medias = [] } = values;
  if (!Array.isArray(medias) || !medias.some(isOf)) return null;
  return { ...values, provision_media: medias.filter((media) => !isOf(media)) };
}

function directoriesWithout({ ports }: Context, objects: RealmObjects, types: ReadonlySet<string>): readonly Intent[] {
  return extrasOf(objects, 'userdirectory').flatMap((before): readonly Intent[] => {
    const values = withoutMedias(before.values, types);
    if (values === null) return [];
    return [{ op: 'replace', before, after: { ...before, rev: before.rev + 1, updatedAt: ports.clock(), values } }];
  });
}

/** Deletes media types and the users' media of them, all or nothing. Answers their ids. Source: Zabbix 7.0 manual, "mediatype.delete"; 2026-08. */
export async function remove({ context }: Call, params: object): Promise<unknown> {
  const mediatypeids = read(shape, params, '/');
  await changeRealmObjects(context, async () => {
    const objects = await readRealmObjects(context);
    const found = mediatypeids.map((id) => extraOf(objects, 'mediatype', id) ?? noPermissions());
    const types = new Set(mediatypeids);
    const removals = found.map((before): Intent => ({ op: 'remove', before }));
    const intents = [...removals, ...directoriesWithout(context, objects, types)];
    return { intents, users: await mediasToDelete(context, types), numbering: null, result: null };
  });
  return { mediatypeids };
}
