// Groups, roles, tokens and extras for tests: complete, with every field overridable.

import type { ApiToken } from '../src/core/model/api-token.ts';
import type { DocumentBase } from '../src/core/model/document.ts';
import type { Extra } from '../src/core/model/extra.ts';
import type { Group } from '../src/core/model/group.ts';
import type { UserRole } from '../src/core/model/user-role.ts';

const at = 1_760_000_000_000;

function base(id: string): DocumentBase {
  const owners = { forgetAt: null, userId: null, organizationId: null, subject: null, sealed: null };
  return { realm: 'default', id, rev: 1, createdAt: at, updatedAt: at, ...owners };
}

/** A group that lets its members in. */
export function newGroup(id: string, fields: Partial<Group> = {}): Group {
  return { ...base(id), kind: 'group', name: `Group ${id}`, active: true, signIn: 'default', extras: {}, ...fields };
}

/** A role of an ordinary user. */
export function newUserRole(id: string, fields: Partial<UserRole> = {}): UserRole {
  return { ...base(id), kind: 'user-role', name: `Role ${id}`, rank: 'user', builtIn: false, extras: {}, ...fields };
}

/** A token that has no secret yet. */
export function newApiToken(id: string, userId: string, fields: Partial<ApiToken> = {}): ApiToken {
  const own = { kind: 'api-token', name: `Token ${id}`, description: '', active: true, expireAt: null } as const;
  return { ...base(id), ...own, userId, creatorId: userId, lastUsedAt: null, digest: null, ...fields };
}

/** An object that only the API `other` knows. */
export function newExtra(type: string, number: string, fields: Partial<Extra> = {}): Extra {
  const own = { kind: 'extra', api: 'other', type, number, name: null, values: {} } as const;
  return { ...base(`other/${type}/${number}`), ...own, subject: `other/${type}`, ...fields };
}
