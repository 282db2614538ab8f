// Provisioning: what a directory makes of a user, by what its server says of them.

import type { RealmObjects } from '../../../core/commands/find-realm-objects.ts';
import type { Entry } from '../../../core/model/directory-server.ts';
import { writeRank } from '../caller.ts';
import { Fault } from '../fault.ts';
import { emailSendto, textSendto } from '../validate/sendto.ts';
import { read } from '../validate/validator.ts';
import { readRoleId, writeRoleId } from '../wire/ids.ts';
import { isEmailType } from '../wire/media.ts';
import { extraOf } from '../wire/objects.ts';
import { type Directory, type MediaMapping, presentGroups } from './read.ts';

/** A media that a user is given, and where it goes. */
export type GivenMedia = MediaMapping & { readonly sendto: readonly string[] };

/** What becomes of a user. `name` and `surname` null: the directory does not say. `groups` empty: the user has no business here. */
export type Provisioned = {
  readonly name: string | null;
  readonly surname: string | null;
  readonly roleid: string;
  readonly groups: readonly string[];
  readonly medias: readonly GivenMedia[];
};

/** Whether a group has this name, in which `*` stands for any run; with one, the rest may stand anywhere. */
function isNamed(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  let from = 0;
  for (const part of pattern.split('*')) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** Of several roles the highest, of those the first by name. */
function highestRole(objects: RealmObjects, roleids: readonly string[]): string {
  const roles = roleids.flatMap((roleid) => objects.roles.get(readRoleId(roleid) ?? '') ?? []);
  const [first] = roles.toSorted(
    (one, other) => writeRank(other.rank) - writeRank(one.rank) || (one.name < other.name ? -1 : 1),
  );
  return writeRoleId(first?.id ?? null);
}

function accessFrom(
  directory: Pick<Directory, 'groups'>,
  objects: RealmObjects,
  names: readonly string[],
): Pick<Provisioned, 'roleid' | 'groups'> {
  const mappings = presentGroups(directory, objects).filter(
    ({ name }) => name === '*' || names.some((group) => isNamed(name, group)),
  );
  const groups = [...new Set(mappings.flatMap(({ user_groups }) => user_groups.map(({ usrgrpid }) => usrgrpid)))];
  if (groups.length === 0) return { roleid: '0', groups };
  return {
    roleid: highestRole(
      objects,
      mappings.map(({ roleid }) => roleid),
    ),
    groups,
  };
}

function placesOf(objects: RealmObjects, mediatypeid: string, value: string): readonly string[] {
  const type = extraOf(objects, 'mediatype', mediatypeid);
  if (type === null || value === '') return [];
  try {
    const lengthMax = 1024;
    if (isEmailType(type)) return read(emailSendto({ lengthMax }), [value], '/sendto');
    return [read(textSendto({ lengthMax }), value, '/sendto')];
  } catch (error) {
    // What no media can go to is left out, as by Zabbix.
    if (error instanceof Fault) return [];
    throw error;
  }
}

function firstOf({ attributes }: Entry, attribute: string | undefined): string | null {
  return attribute === undefined || attribute === '' ? null : (attributes[attribute]?.[0] ?? null);
}

/** What the directory makes of the user with this entry (Zabbix 7.0, `CProvisioning`; 2026-11); null: it has none, so there is nothing left. */
export function provision(
  directory: Omit<Directory, 'extra'>,
  objects: RealmObjects,
  entry: Entry | null,
): Provisioned {
  if (entry === null) return { name: null, surname: null, roleid: '0', groups: [], medias: [] };
  const medias = directory.medias.flatMap((media): readonly GivenMedia[] => {
    const sendto = placesOf(objects, media.mediatypeid, firstOf(entry, media.attribute) ?? '');
    return sendto.length === 0 ? [] : [{ ...media, sendto }];
  });
  return {
    name: firstOf(entry, directory.texts.user_username),
    surname: firstOf(entry, directory.texts.user_lastname),
    ...accessFrom(directory, objects, entry.groups),
    medias,
  };
}
