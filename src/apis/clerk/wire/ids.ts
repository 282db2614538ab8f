// The ids of the wire: a prefix, then the KSUID of the UUID; an id kept from an old system wins for users.

import { isUuid, ksuidOfUuid, uuidOfKsuid } from '../../../core/model/id.ts';
import type { User, UserReference } from '../../../core/model/user.ts';

/** The name under which this API's aliases and extras are stored. */
export const apiName = 'clerk';

/** What the ids of each sort of object begin with. */
const prefixes = {
  user: 'user_',
  identification: 'idn_',
  externalAccount: 'eac_',
  session: 'sess_',
  client: 'client_',
  instance: 'ins_',
  image: 'img_',
} as const;

type Prefix = keyof typeof prefixes;

function write(prefix: Prefix, uuid: string): string {
  return prefixes[prefix] + ksuidOfUuid(uuid);
}

function read(prefix: Prefix, text: string): string | null {
  const start = prefixes[prefix];
  const stem = text.slice(start.length);
  return text.startsWith(start) && stem.length === 27 ? uuidOfKsuid(stem) : null;
}

/** A user's id on the wire. */
export function writeUserId(user: Pick<User, 'id' | 'aliases'>): string {
  return user.aliases[apiName] ?? write('user', user.id);
}

/** What the core calls a user it did not find, as the caller spelled it. */
export function writeUserIdOfReference(id: string): string {
  return isUuid(id) ? write('user', id) : id;
}

/** Reads a user id in this API's own form; null for anything else. */
export function readUserId(text: string): UserReference | null {
  if (!/^user_[0-9A-Za-z]{27}$/.test(text)) return null;
  return userReferenceOf(text);
}

/** The user that the caller means. What we did not make may be an id from an old system, so any text is one. */
export function userReferenceOf(text: string): UserReference {
  const id = read('user', text);
  return id === null ? { by: 'alias', api: apiName, alias: text } : { by: 'id', id };
}

/** The id of an email address, phone number or wallet. */
export function writeIdentificationId(uuid: string): string {
  return write('identification', uuid);
}

export function readIdentificationId(text: string): string | null {
  return read('identification', text);
}

export function writeExternalAccountId(uuid: string): string {
  return write('externalAccount', uuid);
}

/** Reads either id that an external account has. */
export function readExternalAccountId(text: string): string | null {
  return read('externalAccount', text) ?? read('identification', text);
}

/** A session's id; text that is no id of ours stays as it is. */
export function writeSessionId(id: string): string {
  return isUuid(id) ? write('session', id) : id;
}

export function readSessionId(text: string): string | null {
  return read('session', text);
}

export function writeClientId(uuid: string): string {
  return write('client', uuid);
}

export function readClientId(text: string): string | null {
  return read('client', text);
}

/** The id of the instance, which is also the id of its signing key. */
export function writeInstanceId(uuid: string): string {
  return write('instance', uuid);
}

export function readImageId(text: string): string | null {
  return read('image', text);
}

/** The beginning of a user id, without its prefix; null when the text cannot be one. */
export function userIdStem(text: string): string | null {
  return text.startsWith(prefixes.user) ? text.slice(prefixes.user.length) : null;
}
