// The record of what became of a user.

import type { Change, Difference } from '../../../core/model/change.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../core/model/json.ts';
import { apiName, writeRoleId } from '../wire/ids.ts';
import { langOf } from '../wire/languages.ts';
import { mediaIdOf } from '../wire/media.ts';
import { type KeptMedia, ownFieldsOf, plainFields, plainMedia } from '../wire/own-fields.ts';
import { detailsOf, type Ground, noValues, type Values } from './details.ts';
import type { Subject } from './people.ts';

type Side = 'before' | 'after';

const { medias: _medias, mediasMade: _made, ...plainTexts } = plainFields;

const ground: Ground = {
  defaults: {
    ...plainTexts,
    ...{ name: '', surname: '', lang: 'default', timezone: 'default', roleid: '0', attempt_failed: '0' },
    ...Object.fromEntries(Object.entries(plainMedia).map(([name, value]) => [`medias.${name}`, value])),
  },
  secrets: ['passwd'],
};

const asText = (value: Json): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const textOrNull = (value: Json): string | null => (typeof value === 'string' ? value : null);

/** The fields of the core that are one of Zabbix', and how they are written there. */
const plain: readonly (readonly [path: string, field: string, write: (value: Json) => string])[] = [
  ['username', 'username', asText],
  ['firstName', 'name', asText],
  ['lastName', 'surname', asText],
  ['locale', 'lang', (value) => langOf(textOrNull(value))],
  ['timezone', 'timezone', (value) => textOrNull(value) ?? 'default'],
  ['role', 'roleid', (value) => writeRoleId(textOrNull(value))],
  ['activity.failedAttempts', 'attempt_failed', asText],
];

/** What the differences tell of this API's own fields, on one side. */
function ownOf(diff: readonly Difference[], side: Side): JsonObject {
  const prefix = `extras.${apiName}`;
  const parts = diff.map(({ path, [side]: value }): JsonObject => {
    if (path.startsWith(`${prefix}.`)) return { [path.slice(prefix.length + 1)]: value };
    const own = path === 'extras' && isJsonObject(value) ? (value[apiName] ?? null) : path === prefix ? value : null;
    return isJsonObject(own) ? own : {};
  });
  return Object.assign({}, ...parts);
}

function mediaRow({ primary, serial }: Subject, media: KeptMedia): [string, string][] {
  const row = `medias[${mediaIdOf(serial, media.index)}]`;
  const sendto = media.sendto.flatMap((one) => one ?? primary ?? []).join('\n');
  const { mediatypeid, active, severity, period, userdirectory_mediaid } = media;
  const shown = { mediatypeid, sendto, active, severity, period, userdirectory_mediaid };
  return Object.entries(shown).map(([name, value]) => [`${row}.${name}`, value]);
}

function groupRows(groups: Json): [string, string][] {
  const ids = Array.isArray(groups) ? groups : [];
  return ids.flatMap((id): [string, string][] => [
    [`usrgrps[${id}].usrgrpid`, String(id)],
    [`usrgrps[${id}].id`, String(id)],
  ]);
}

function valuesOf(subject: Subject, diff: readonly Difference[], side: Side): Values {
  const { medias, mediasMade, ...own } = ownFieldsOf({ extras: { [apiName]: ownOf(diff, side) } });
  const told = new Map(diff.map((each) => [each.path, each[side]]));
  const fields = plain.flatMap(([path, field, write]): [string, string][] => {
    const value = told.get(path);
    return value === undefined ? [] : [[field, write(value)]];
  });
  return new Map([
    ...fields,
    ...Object.entries(own),
    ...groupRows(told.get('groups') ?? null),
    ...(medias ?? []).flatMap((media) => mediaRow(subject, media)),
  ]);
}

function hasPassword(diff: readonly Difference[]): boolean {
  return diff.some(({ path, after }) => path === 'credentials' && isJsonObject(after) && isJsonObject(after.password));
}

/** What is told of a user who came. */
export function creationDetails(subject: Subject, { diff }: Pick<Change, 'diff'>): object {
  const passwd: [string, string][] = hasPassword(diff) ? [['passwd', '']] : [];
  const after = new Map([['userid', subject.userid], ...valuesOf(subject, diff, 'after'), ...passwd]);
  return detailsOf('user', noValues, after, ground);
}

/** What is told of a user who was changed; an object without members: nothing that is Zabbix'. */
export function updateDetails(subject: Subject, { diff }: Pick<Change, 'diff'>): object {
  const sets = diff.some(({ path }) => path === 'secrets.password');
  // Both are masked; they only have to be different.
  const passwd = (value: string): [string, string][] => (sets ? [['passwd', value]] : []);
  const before = new Map([...valuesOf(subject, diff, 'before'), ...passwd('before')]);
  return detailsOf('user', before, new Map([...valuesOf(subject, diff, 'after'), ...passwd('after')]), ground);
}
