// The shape of a user as it is sent to be made or changed.

import { locales, themes } from '../defaults/locales.ts';
import { timeZones } from '../settings/time-zones.ts';
import { id } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { type ObjectOf, object, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { sendto } from '../validate/sendto.ts';
import { text } from '../validate/text.ts';
import { timePeriod } from '../validate/time-period.ts';
import { timeUnit } from '../validate/time-unit.ts';
import { url } from '../validate/url.ts';
import { membersOf, read, type Validator } from '../validate/validator.ts';
import { byDefault } from '../wire/languages.ts';

const username = text({ lengthMax: 100 });
const passwd = text({ lengthMax: 255 });
const usrgrps = objects({ usrgrpid: required(id()) }, { empty: true, unique: [['usrgrpid']] });

const mediaSettings = {
  active: optional(integer({ oneOf: [0, 1] })),
  severity: optional(integer({ oneOf: [[0, 63]] })),
  period: optional(timePeriod({ lengthMax: 1024 })),
};
const newMedia = { mediatypeid: required(id()), sendto: required(sendto()), ...mediaSettings };
const changedMedia = {
  ...{ mediaid: optional(id()), mediatypeid: optional(id()), sendto: optional(sendto()) },
  ...mediaSettings,
};
const namedMedias = objects({ mediaid: optional(id()) }, { empty: true, open: true, unique: [['mediaid']] });

/** Media as they are sent to be changed, with the id of the one that is meant; null: a new one. Nothing else of them is read yet. */
const sentMedias: Validator<readonly SentMedia[]> = (value, path, later) => {
  const named = namedMedias(value, path, later);
  return [...membersOf(value, path).values()].map((sent, index) => ({ mediaid: named[index]?.mediaid ?? null, sent }));
};

/** Reads the rest of such a media, as one that there is (`isKnown`) or as a new one. */
export function readMedia({ sent }: SentMedia, isKnown: boolean, path: string): MediaWish {
  return isKnown ? read(object(changedMedia), sent, path) : read(object(newMedia), sent, path);
}

const names = {
  name: optional(text({ empty: true, lengthMax: 100 })),
  surname: optional(text({ empty: true, lengthMax: 100 })),
};

/** What follows the password in both; `schemes` as for `url`. */
function preferences(schemes: string | null) {
  return {
    url: optional(url({ lengthMax: 2048, schemes })),
    autologin: optional(integer({ oneOf: [0, 1] })),
    autologout: optional(timeUnit({ oneOf: [0, [90, 86_400]] })),
    lang: optional(text({ oneOf: [byDefault, ...locales] })),
    refresh: optional(timeUnit({ oneOf: [[0, 3600]] })),
    theme: optional(text({ empty: true, oneOf: [byDefault, ...themes] })),
    rows_per_page: optional(integer({ oneOf: [[1, 999_999]] })),
    timezone: optional(text({ empty: true, oneOf: [byDefault, ...timeZones] })),
    roleid: optional(id()),
    usrgrps: optional(usrgrps),
  };
}

function creationFields(schemes: string | null) {
  return {
    username: required(username),
    ...names,
    passwd: optional(passwd),
    ...preferences(schemes),
    medias: optional(objects(newMedia, { empty: true })),
  };
}

function updateFields(schemes: string | null) {
  return {
    userid: required(id()),
    username: optional(username),
    ...names,
    current_passwd: optional(passwd),
    passwd: optional(passwd),
    ...preferences(schemes),
    medias: optional(sentMedias),
  };
}

/** What somebody wants of a user who is to be made, or of one that there is. */
export type CreationWish = ObjectOf<ReturnType<typeof creationFields>>;
export type UpdateWish = ObjectOf<ReturnType<typeof updateFields>>;
export type UserWish = CreationWish | UpdateWish;
export type MediaWish = ObjectOf<typeof changedMedia>;
export type SentMedia = { readonly mediaid: string | null; readonly sent: unknown };

/** Users to be made (Zabbix 7.0 manual, "user.create"; 2026-08). */
export function creationShape(schemes: string | null) {
  return objects(creationFields(schemes), { normalise: true, unique: [['username']] });
}

/** Users to be changed (Zabbix 7.0 manual, "user.update"; 2026-08). */
export function updateShape(schemes: string | null) {
  return objects(updateFields(schemes), { normalise: true, unique: [['userid'], ['username']] });
}
