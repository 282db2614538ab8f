// Finding the objects of a realm: groups, roles, and what only one API knows.

import type { DocumentKind, DocumentOf } from '../model/document.ts';
import type { Extra } from '../model/extra.ts';
import type { Group } from '../model/group.ts';
import type { Realm } from '../model/realm.ts';
import type { UserRole } from '../model/user-role.ts';
import type { Ports } from '../ports.ts';

/** All of them at one moment, in the order in which they were made; groups and roles by id. */
export type RealmObjects = {
  readonly groups: ReadonlyMap<string, Group>;
  readonly roles: ReadonlyMap<string, UserRole>;
  readonly extras: readonly Extra[];
};

const batchSize = 500;

async function readAll<Kind extends DocumentKind>(
  { ports, realm }: { readonly ports: Pick<Ports, 'store'>; readonly realm: Pick<Realm, 'id'> },
  kind: Kind,
): Promise<readonly DocumentOf<Kind>[]> {
  const found: DocumentOf<Kind>[] = [];
  const query = { kind, userId: null, organizationId: null, subject: null, direction: 'ascending' } as const;
  while (true) {
    const after = found.at(-1) ?? null;
    const batch = await ports.store.findDocuments<Kind>(realm.id, { ...query, after, limit: batchSize });
    found.push(...batch);
    if (batch.length < batchSize) return found;
  }
}

/** Reads them all; changes nothing. */
export async function readRealmObjects(place: {
  readonly ports: Pick<Ports, 'store'>;
  readonly realm: Pick<Realm, 'id'>;
}): Promise<RealmObjects> {
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
export async function* walkApiTokens(
  place: { readonly ports: Pick<Ports, 'store'>; readonly realm: Pick<Realm, 'id'> },
  userId: string | null,
): AsyncGenerator<DocumentOf<'api-token'>> {
  const query = { kind: 'api-token', userId, organizationId: null, subject: null, direction: 'ascending' } as const;
  let after: DocumentOf<'api-token'> | null = null;
  while (true) {
    const batch: readonly DocumentOf<'api-token'>[] = await place.ports.store.findDocuments(place.realm.id, {
      ...query,
      after,
      limit: batchSize,
    });
    yield* batch;
    after = batch.at(-1) ?? null;
    if (after === null || batch.length < batchSize) return;
  }
}
