// The ids of the wire: a prefix, then the ULID of the UUID; an id kept from WorkOS wins for users.

import { isUuid, ulidOfUuid, uuidOfUlid } from '../../../core/model/id.ts';
import type { User, UserReference } from '../../../core/model/user.ts';

/** The name under which this API's aliases are stored. */
export const apiName = 'workos';

/** What an id begins with, by what it is the id of. WorkOS' OpenAPI file 0.61, examples; 2026-08. */
const prefixes = {
  user: 'user_',
  session: 'session_',
  organization: 'org_',
  domain: 'org_domain_',
  membership: 'om_',
  invitation: 'invitation_',
  role: 'role_',
  factor: 'auth_factor_',
  challenge: 'auth_challenge_',
  emailVerification: 'email_verification_',
  passwordReset: 'password_reset_',
  magicAuth: 'magic_auth_',
  redirectUri: 'redirect_uri_',
  endpoint: 'we_',
  event: 'event_',
} as const;

/** The things that have an id of their own on the wire. */
export type Named = keyof typeof prefixes;

/** Only a UUIDv7 is an id of ours: one ULID made elsewhere in 64 looks like it. */
const ownUuid = /^.{14}7.{4}[89ab]/;

function read(prefix: Named, text: string): string | null {
  const start = prefixes[prefix];
  const uuid = text.startsWith(start) ? uuidOfUlid(text.slice(start.length)) : null;
  return uuid !== null && ownUuid.test(uuid) ? uuid : null;
}

/** A user's id on the wire. */
export function writeUserId(user: Pick<User, 'id' | 'aliases'>): string {
  return user.aliases[apiName] ?? prefixes.user + ulidOfUuid(user.id);
}

/** Reads a user id in this API's own form; null for anything else. */
export function readUserId(text: string): UserReference | null {
  return /^user_[0-9A-HJKMNP-TV-Z]{26}$/.test(text) ? userReferencesOf(text)[0] : null;
}

/** Whom the caller may mean, the likelier first: what reads like an id of ours may still be one from WorkOS. */
export function userReferencesOf(text: string): readonly [UserReference, ...UserReference[]] {
  const id = read('user', text);
  const alias: UserReference = { by: 'alias', api: apiName, alias: text };
  return id === null ? [alias] : [{ by: 'id', id }, alias];
}

/** The UUID in a user id of ours; null when there is none. */
export function readUserUuid(text: string): string | null {
  return read('user', text);
}

/** A session's id; text that is no id of ours stays as it is. */
export function writeSessionId(id: string): string {
  return isUuid(id) ? prefixes.session + ulidOfUuid(id) : id;
}

export function readSessionId(text: string): string | null {
  return read('session', text);
}

/** The id of anything but a user. */
export function writeId(named: Exclude<Named, 'user'>, id: string): string {
  return prefixes[named] + ulidOfUuid(id);
}

/** The UUID in such an id; null when there is none. */
export function readId(named: Exclude<Named, 'user'>, text: string): string | null {
  return read(named, text);
}
