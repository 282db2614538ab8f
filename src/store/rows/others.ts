// The smaller objects as rows: realm, keys, change, session, image, mail.

import type { Change, ChangeType } from '../../core/model/change.ts';
import { type ApiKey, type ApiKeyKind, defaultPolicy, type Policy, type Realm } from '../../core/model/realm.ts';
import type { Session } from '../../core/model/session.ts';
import type { KeyKind } from '../../core/model/user.ts';
import type { Image, MailOrder, StoredImage } from '../../core/ports.ts';
import { bytes, type Cell, integer, integerOrNull, type Row, text, textOrNull, trusted, word } from '../cells.ts';

/** The kinds of keys, as they stand in the table. */
export const keyKinds: Record<KeyKind, true> = {
  username: true,
  email: true,
  phone: true,
  wallet: true,
  'external-id': true,
  identity: true,
  alias: true,
  contact: true,
  role: true,
  group: true,
};
const apiKeyKinds: Record<ApiKeyKind, true> = { secret: true, app: true };
/** Every type of change, as it stands in the table. */
export const changeTypes: Record<ChangeType, true> = {
  'user.created': true,
  'user.updated': true,
  'user.deleted': true,
  'session.created': true,
  'session.ended': true,
  'realm.exported': true,
  'sign-in.succeeded': true,
  'sign-in.failed': true,
  'ticket.created': true,
  'password.reset': true,
  'organization.created': true,
  'organization.updated': true,
  'organization.deleted': true,
  'membership.created': true,
  'membership.updated': true,
  'membership.deleted': true,
  'invitation.created': true,
  'invitation.resent': true,
  'invitation.accepted': true,
  'invitation.revoked': true,
  'role.created': true,
  'role.updated': true,
  'role.deleted': true,
  'group.created': true,
  'group.updated': true,
  'group.deleted': true,
  'user-role.created': true,
  'user-role.updated': true,
  'user-role.deleted': true,
  'api-token.created': true,
  'api-token.updated': true,
  'api-token.deleted': true,
  'extra.created': true,
  'extra.updated': true,
  'extra.deleted': true,
  'realm.updated': true,
};
const sessionStatuses: Record<Session['status'], true> = {
  active: true,
  revoked: true,
  removed: true,
  ended: true,
  expired: true,
};
const mailTemplates: Record<MailOrder['template'], true> = {
  'primary-email-changed': true,
  'email-verification': true,
  'email-change': true,
  'magic-code': true,
  'password-reset': true,
  confirmation: true,
  invitation: true,
  letter: true,
};

/** A policy as it was written, with what has been added to the law since at its default. */
function policyOf(stored: Partial<Policy>): Policy {
  const { password, username, lockout, sessions } = defaultPolicy;
  return {
    ...defaultPolicy,
    ...stored,
    password: { ...password, ...stored.password },
    username: { ...username, ...stored.username },
    lockout: { ...lockout, ...stored.lockout },
    sessions: { ...sessions, ...stored.sessions },
  };
}

/** Reads `id, name, instance_id, policy, created_at, rev`. */
export function realmOf(row: Row): Realm {
  return {
    id: text(row[0]),
    name: text(row[1]),
    instanceId: text(row[2]),
    policy: policyOf(trusted(row[3])),
    rev: integer(row[5]),
    createdAt: integer(row[4]),
  };
}

/** Reads `id, realm, kind, digest, hint, created_at`. */
export function apiKeyOf(row: Row): ApiKey {
  return {
    id: text(row[0]),
    realm: text(row[1]),
    kind: word(row[2], apiKeyKinds),
    digest: text(row[3]),
    hint: text(row[4]),
    createdAt: integer(row[5]),
  };
}

/** The values of an API key in the order that `apiKeyOf` reads. */
export function apiKeyCells(key: ApiKey): readonly Cell[] {
  return [key.id, key.realm, key.kind, key.digest, key.hint, key.createdAt];
}

/** Reads `seq, realm, user_id, rev, at, type, api, request_id, actor, diff`. */
export function changeOf(row: Row): Change {
  return {
    seq: integer(row[0]),
    realm: text(row[1]),
    userId: text(row[2]),
    rev: integer(row[3]),
    at: integer(row[4]),
    type: word(row[5], changeTypes),
    api: text(row[6]),
    requestId: text(row[7]),
    actor: trusted(row[8]),
    diff: trusted(row[9]),
  };
}

/** The columns of a session, in the order of `sessionOf` and `sessionCells`. */
export const sessionColumns = [
  'realm',
  'id',
  'user_id',
  'client',
  'status',
  'method',
  'ip_address',
  'user_agent',
  'created_at',
  'updated_at',
  'last_active_at',
  'expire_at',
  'abandon_at',
  'ended_at',
  'organization_id',
] as const;

/** Reads `sessionColumns`. */
export function sessionOf(row: Row): Session {
  return {
    realm: text(row[0]),
    id: text(row[1]),
    userId: text(row[2]),
    client: text(row[3]),
    status: word(row[4], sessionStatuses),
    method: text(row[5]),
    ipAddress: textOrNull(row[6]),
    userAgent: textOrNull(row[7]),
    createdAt: integer(row[8]),
    updatedAt: integer(row[9]),
    lastActiveAt: integer(row[10]),
    expireAt: integer(row[11]),
    abandonAt: integer(row[12]),
    endedAt: integerOrNull(row[13]),
    organizationId: textOrNull(row[14]),
  };
}

/** The values of a session in the order of `sessionColumns`. */
export function sessionCells(session: Session): readonly Cell[] {
  return [
    session.realm,
    session.id,
    session.userId,
    session.client,
    session.status,
    session.method,
    session.ipAddress,
    session.userAgent,
    session.createdAt,
    session.updatedAt,
    session.lastActiveAt,
    session.expireAt,
    session.abandonAt,
    session.endedAt,
    session.organizationId,
  ];
}

/** Reads `content_type, bytes`. */
export function imageOf(row: Row): Image {
  return { contentType: text(row[0]), bytes: bytes(row[1]) };
}

/** Reads `id, user_id, content_type, created_at, bytes`. */
export function storedImageOf(row: Row): StoredImage {
  return {
    id: text(row[0]),
    userId: text(row[1]),
    contentType: text(row[2]),
    createdAt: integer(row[3]),
    bytes: bytes(row[4]),
  };
}

/** Reads `id, realm, template, recipient, content, created_at, sealed, attempts`. */
export function mailOf(row: Row): MailOrder & { readonly attempts: number } {
  return {
    id: text(row[0]),
    realm: text(row[1]),
    template: word(row[2], mailTemplates),
    to: text(row[3]),
    values: trusted(row[4]),
    createdAt: integer(row[5]),
    sealed: textOrNull(row[6]),
    attempts: integer(row[7]),
  };
}
