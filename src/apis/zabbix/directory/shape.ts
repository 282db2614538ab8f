// The parameters of the methods that make and change user directories.

import { badParameter } from '../fault.ts';
import { id } from '../validate/id.ts';
import { integer } from '../validate/integer.ts';
import { object, optional, required } from '../validate/object.ts';
import { objects } from '../validate/objects.ts';
import { text } from '../validate/text.ts';
import { timePeriod } from '../validate/time-period.ts';
import { below, membersOf, read, type Validator } from '../validate/validator.ts';
import { varied } from '../validate/varied.ts';
import { choice, fieldsFor, ldap, saml } from './fields.ts';

/** A mapping as it is sent and kept: who is in the directory's group of this name gets the role and the groups. */
export type GroupMapping = {
  readonly name: string;
  readonly roleid: string;
  readonly user_groups: readonly { readonly usrgrpid: string }[];
};

/** What is said of a media that users are given. With `userdirectory_mediaid` it is one that there is. */
export type MediaWish = {
  readonly userdirectory_mediaid?: string;
  readonly name?: string;
  readonly mediatypeid?: string;
  readonly attribute?: string;
  readonly active?: string;
  readonly severity?: string;
  readonly period?: string;
};

/** What is said of a directory: its fields as texts to be kept, mappings and media; null: nothing. */
export type DirectoryWish = {
  readonly texts: Readonly<Record<string, string>>;
  readonly groups: readonly GroupMapping[] | null;
  readonly medias: readonly MediaWish[] | null;
};

/** What is to be read: a directory of this type that brings users in or not, a new one or one that there is. */
type Kind = { readonly type: string; readonly provisions: boolean; readonly isNew: boolean };

/** Reads nothing: what only directories have that bring users in. */
export const empty: Validator<readonly never[]> = (value, path) =>
  membersOf(value, path).size === 0 ? [] : badParameter(path, 'should be empty');

/** Reads which roles and groups members of a directory's groups get. */
export const groupMappings: Validator<readonly GroupMapping[]> = objects(
  {
    name: required(text({ lengthMax: 255 })),
    roleid: required(id()),
    user_groups: required(objects({ usrgrpid: required(id()) }, { unique: [['usrgrpid']] })),
  },
  { normalise: true, unique: [['name']] },
);

const severityOf = integer({ oneOf: [[0, 63]] });
const severity: Validator<string> = (value, path, later) => String(severityOf(value, path, later));
const mediaDetails = {
  active: optional(choice(0, 1)),
  severity: optional(severity),
  period: optional(timePeriod({ lengthMax: 1024 })),
};
const mediaName = text({ lengthMax: 64 });
const attribute = text({ lengthMax: 255 });
const newMedia = object({
  name: required(mediaName),
  mediatypeid: required(id()),
  attribute: required(attribute),
  ...mediaDetails,
});
const presentMedia = object({
  userdirectory_mediaid: required(id()),
  name: optional(mediaName),
  mediatypeid: optional(id()),
  attribute: optional(attribute),
  ...mediaDetails,
});

/** Reads the media that users are given. */
export function mediaMappings(isNew: boolean): Validator<readonly MediaWish[]> {
  const names = isNew ? ['mediatypeid', 'attribute'] : ['userdirectory_mediaid'];
  const shapeOf = (members: ReadonlyMap<string, unknown>): Validator<MediaWish> =>
    !isNew && members.has('userdirectory_mediaid') ? presentMedia : newMedia;
  return varied(shapeOf, { empty: true, unique: { names, of: (media) => media } });
}

/** The texts among what was read, but for the id. */
export function textsOf(row: object): DirectoryWish['texts'] {
  const { userdirectoryid, ...texts } = Object.fromEntries(
    Object.entries(row).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  return texts;
}

function directory({ type, provisions, isNew }: Kind): Validator<DirectoryWish> {
  const name = type === saml ? text({ lengthMax: 128, empty: true }) : text({ lengthMax: 128 });
  const shape = object({
    ...(!isNew && { userdirectoryid: required(id()) }),
    idp_type: isNew ? required(choice(1, 2)) : optional(choice(1, 2)),
    name: isNew && type !== saml ? required(name) : optional(name),
    provision_status: optional(choice(0, 1)),
    description: optional(text({ empty: true, lengthMax: 65_535 })),
    ...fieldsFor(type, isNew),
    provision_groups: optional(provisions ? groupMappings : empty),
    provision_media: optional(provisions ? mediaMappings(isNew) : empty),
  });
  return (value, path, later) => {
    const { provision_groups: groups = null, provision_media: medias = null, ...rest } = shape(value, path, later);
    if (isNew && provisions && groups === null) badParameter(path, 'the parameter "provision_groups" is missing');
    // A SAML directory without a name has the empty one, which is no more unique than any other.
    return { texts: { ...(isNew && { name: '' }), ...textsOf(rest) }, groups, medias };
  };
}

const unique = { names: ['name'], of: ({ texts }: DirectoryWish) => texts };
const isOn = (value: unknown, number: string): boolean =>
  (typeof value === 'number' || typeof value === 'string') && String(value) === number;

/** Reads directories to make. */
export function readCreations(params: object): readonly DirectoryWish[] {
  const kindOf = (members: ReadonlyMap<string, unknown>): Kind => ({
    type: isOn(members.get('idp_type'), saml) ? saml : ldap,
    provisions: isOn(members.get('provision_status'), '1'),
    isNew: true,
  });
  return read(
    varied((members) => directory(kindOf(members)), { unique }),
    params,
    '/',
  );
}

const heads = objects(
  {
    userdirectoryid: required(id()),
    idp_type: optional(choice(1, 2)),
    provision_status: optional(choice(0, 1)),
  },
  { normalise: true, open: true, unique: [['userdirectoryid']] },
);

/** Reads of directories to change which they are, and what the rest of them depends on. */
export function readHeads(params: object) {
  return read(heads, params, '/');
}

/** Reads the rest of them, once it is known what they are. `begins`: one that is to bring users in from now on. */
export function readUpdates(
  params: object,
  kinds: readonly (Omit<Kind, 'isNew'> & { readonly begins: boolean })[],
): readonly DirectoryWish[] {
  const shapeOf = (_: ReadonlyMap<string, unknown>, index: number): Validator<DirectoryWish> => {
    const { type = ldap, provisions = false, begins = false } = kinds[index] ?? {};
    const shape = directory({ type, provisions, isNew: false });
    return (value, path, later) => {
      const wish = shape(value, path, later);
      if (begins && wish.groups === null) badParameter(below(path, 'provision_groups'), 'cannot be empty');
      return wish;
    };
  };
  return read(varied(shapeOf, { unique }), params, '/');
}
