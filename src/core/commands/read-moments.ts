// Reading moments: what the changes of a page were about, as it stood right after each of them.

import { type Change, type ChangeType, documentChangeTypes, noUser } from '../model/change.ts';
import type { AnyDocument } from '../model/document.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import type { Organization } from '../model/organization.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import type { Store } from '../ports.ts';
import { sessionAt } from './session-at.ts';
import { usersAt } from './users-at.ts';

/**
 * A change with what it was about. `user`: right after the change (of a deletion: right before), traces of use as they are
 * now; null: it is no user's, or nothing is known of the user. `session` of changes of sessions, `before` and `after` of changes
 * of documents, without what is sealed. `organization` and `named` (by id) are those that a document names, as they are now.
 */
export type Moment = {
  readonly change: Change;
  readonly user: User | null;
  readonly session: Session | null;
  readonly before: AnyDocument | null;
  readonly after: AnyDocument | null;
  readonly organization: Organization | null;
  readonly named: ReadonlyMap<string, User>;
};

/** What a history keeps of a document was one when it was written. */
function isDocument(value: unknown): value is AnyDocument {
  return isJsonObject(value) && typeof value.kind === 'string' && typeof value.id === 'string';
}

function documentIn(value: Json | undefined): AnyDocument | null {
  return isDocument(value) ? { ...value, sealed: null } : null;
}

type Documents = Pick<Moment, 'before' | 'after'>;

/** A value of any other change may merely look like a document. */
const ofDocuments: ReadonlySet<ChangeType> = new Set(documentChangeTypes);

function documentsOf({ type, diff: [difference] }: Change): Documents {
  if (!ofDocuments.has(type)) return { before: null, after: null };
  return { before: documentIn(difference?.before), after: documentIn(difference?.after) };
}

/** Ids of the users a document names beside the one it belongs to. */
function namesIn(document: AnyDocument | null): readonly string[] {
  if (document?.kind !== 'invitation') return [];
  return [document.inviterId, document.acceptedUserId].flatMap((id) => id ?? []);
}

async function namedBy(store: Store, realm: string, { before, after }: Documents): Promise<Moment['named']> {
  const ids = [...new Set(namesIn(after ?? before))];
  const found = await Promise.all(ids.map((id) => store.loadUser(realm, { by: 'id', id })));
  return new Map(found.flatMap((stored) => (stored === null ? [] : [[stored.user.id, stored.user]])));
}

async function organizationOf(store: Store, realm: string, { before, after }: Documents): Promise<Organization | null> {
  const document = after ?? before;
  if (document?.kind !== 'membership' || document.organizationId === null) return null;
  return await store.loadDocument(realm, 'organization', document.organizationId);
}

/** Reads what each of the changes was about. Walks the history of each user once; changes nothing. */
export async function readMoments(store: Store, realm: string, changes: readonly Change[]): Promise<readonly Moment[]> {
  const ofUsers = Map.groupBy(
    changes.filter(({ userId }) => userId !== noUser),
    ({ userId }) => userId,
  );
  const found = await Promise.all([...ofUsers].map(([userId, own]) => usersAt(store, realm, userId, own)));
  const users = new Map(found.flatMap((states) => [...states]));
  return await Promise.all(
    changes.map(async (change) => {
      const documents = documentsOf(change);
      return {
        change,
        user: users.get(change.seq) ?? null,
        session: await sessionAt(store, realm, change),
        ...documents,
        organization: await organizationOf(store, realm, documents),
        named: await namedBy(store, realm, documents),
      };
    }),
  );
}
