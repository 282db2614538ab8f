// Reads the media of users, those of a media type that there is.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import type { User } from '../../../core/model/user.ts';
import { addressesOf, emailTypeIdOf, isEmailType, keptMediasOf, mediaIdOf } from '../wire/media.ts';
import { extrasOf } from '../wire/objects.ts';
import type { KeptMedia } from '../wire/own-fields.ts';

/** One of a user's media, with its id on the wire and its type. */
export type SeenMedia = { readonly mediaid: string; readonly type: Extra; readonly kept: KeptMedia };

/** The fields of a media, in the order in which they are shown; the user directory's is for super administrators. */
export const mediaFields = [
  'mediaid',
  'mediatypeid',
  'sendto',
  'active',
  'severity',
  'period',
  'userdirectory_mediaid',
  'provisioned',
];

/** Makes a reader of users' media from the objects of their realm. */
export function mediaReader(objects: Pick<RealmObjects, 'extras'>): (user: User) => readonly SeenMedia[] {
  const types = new Map(extrasOf(objects, 'mediatype').map((type) => [type.number, type]));
  const emailTypeId = emailTypeIdOf(objects);
  return (user) =>
    keptMediasOf(user, emailTypeId).flatMap((kept) => {
      const type = types.get(kept.mediatypeid);
      return type === undefined ? [] : [{ mediaid: mediaIdOf(user.serial, kept.index), type, kept }];
    });
}

/** The named fields of a media; the address is a list for those of email. */
export function writeMedia(user: User, { mediaid, type, kept }: SeenMedia, fields: readonly string[]): JsonObject {
  const addresses = addressesOf(user, kept);
  const values = new Map<string, Json>([
    ['mediaid', mediaid],
    ['mediatypeid', kept.mediatypeid],
    ['sendto', isEmailType(type) ? addresses : addresses.join('\n')],
    ['active', kept.active],
    ['severity', kept.severity],
    ['period', kept.period],
    ['userdirectory_mediaid', kept.userdirectory_mediaid],
    ['provisioned', kept.userdirectory_mediaid === '0' ? '0' : '1'],
  ]);
  return Object.fromEntries(fields.map((field) => [field, values.get(field) ?? '']));
}
