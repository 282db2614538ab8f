// Finding the objects of a realm: groups, roles, and what only one API knows.

import type { ApiToken } from '../model/api-token.ts';
import type { DocumentKind, DocumentOf } from '../model/document.ts';
import type { Extra } from '../model/extra.ts';
import type { Group } from '../model/group.ts';
import type { UserRole } from '../model/user-role.ts';
import { type Place, walkDocuments } from './walk-documents.ts';

/** All of them at one moment, in the order in which they were made; groups and roles by id. */
export type RealmObjects = {
  readonly groups: ReadonlyMap<string, Group>;
  readonly roles: ReadonlyMap<string, UserRole>;
  readonly extras: readonly Extra[];
};

const batchSize = 500;

async function readAll<Kind extends DocumentKind>(place: Place, kind: Kind): Promise<readonly DocumentOf<Kind>[]> {
  const query = { kind, userId: null, organizationId: null, subject: null, direction: 'ascending' } as const;
  return (await Array.fromAsync(walkDocuments<Kind>(place, { ...query, after: null }, batchSize))).flat();
}

/** Reads them all; changes nothing. */
export async function readRealmObjects(place: Place): Promise<RealmObjects> {
  const [groups, roles, extras] = await Promise.all([
    readAll(place, 'group'),
    readAll(place, 'user-role'),
    readAll(place, 'extra'),
  ]);
  return {
    groups: new Map(groups.map((group) => [group.id, group])),
    roles: new Map(roles.map((role) => [role.id, role])),
    extras,
  };
}

/** Reads the API tokens of a user (null: of everybody); changes nothing. */
export async function* walkApiTokens(place: Place, userId: string | null): AsyncGenerator<ApiToken> {
  const query = { kind: 'api-token', userId, organizationId: null, subject: null, direction: 'ascending' } as const;
  for await (const batch of walkDocuments(place, { ...query, after: null }, batchSize)) yield* batch;
}
