// The user directory as it is kept.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Extra } from '../../../core/model/extra.ts';
import { isJsonObject, type JsonObject } from '../../../core/model/json.ts';
import { readRoleId } from '../wire/ids.ts';
import { extraOf, textOf } from '../wire/objects.ts';
import { ldap, plainTexts } from './fields.ts';
import type { GroupMapping } from './shape.ts';

/** A media that users are given, as it is kept and told; each text as on the wire. */
export type MediaMapping = {
  readonly userdirectory_mediaid: string;
  readonly mediatypeid: string;
  readonly name: string;
  readonly attribute: string;
  readonly active: string;
  readonly severity: string;
  readonly period: string;
};

/** A directory: `texts` are its fields, `groups` and `medias` what it gives to the users it brings in. */
export type Directory = {
  readonly extra: Extra;
  readonly isLdap: boolean;
  readonly provisions: boolean;
  readonly texts: Readonly<Record<string, string>>;
  readonly groups: readonly GroupMapping[];
  readonly medias: readonly MediaMapping[];
};

function listIn(values: JsonObject, name: string): readonly JsonObject[] {
  const list = Object.hasOwn(values, name) ? values[name] : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

function groupsIn(values: JsonObject): readonly GroupMapping[] {
  return listIn(values, 'provision_groups').map((mapping) => ({
    name: textOf(mapping, 'name', ''),
    roleid: textOf(mapping, 'roleid', '0'),
    user_groups: listIn(mapping, 'user_groups').map((group) => ({ usrgrpid: textOf(group, 'usrgrpid', '0') })),
  }));
}

function mediasIn(values: JsonObject): readonly MediaMapping[] {
  return listIn(values, 'provision_media').map((media) => ({
    userdirectory_mediaid: textOf(media, 'userdirectory_mediaid', '0'),
    mediatypeid: textOf(media, 'mediatypeid', '0'),
    name: textOf(media, 'name', ''),
    attribute: textOf(media, 'attribute', ''),
    active: textOf(media, 'active', '0'),
    severity: textOf(media, 'severity', '63'),
    period: textOf(media, 'period', '1-7,00:00-24:00'),
  }));
}

/** Reads a directory as it is kept. */
export function directoryOf(extra: Extra): Directory {
  const { values } = extra;
  const type = textOf(values, 'idp_type', ldap);
  const texts = Object.fromEntries(
    Object.entries(plainTexts(type)).map(([name, otherwise]) => [name, textOf(values, name, otherwise)]),
  );
  return {
    extra,
    isLdap: type === ldap,
    provisions: texts.provision_status === '1',
    texts,
    groups: groupsIn(values),
    medias: mediasIn(values),
  };
}

/** The directory with this number; null: there is none. */
export function findDirectory(objects: Pick<RealmObjects, 'extras'>, number: string): Directory | null {
  const extra = extraOf(objects, 'userdirectory', number);
  return extra === null ? null : directoryOf(extra);
}

/** The mappings without groups and roles that are gone. */
export function presentGroups({ groups }: Pick<Directory, 'groups'>, objects: RealmObjects): readonly GroupMapping[] {
  return groups
    .filter(({ roleid }) => objects.roles.has(readRoleId(roleid) ?? ''))
    .map((mapping) => ({
      ...mapping,
      user_groups: mapping.user_groups.filter(({ usrgrpid }) => objects.groups.has(usrgrpid)),
    }));
}
