// Everything a server keeps of all realms, so that it can be told whether anything has changed.
import type { DocumentKind } from '../../src/core/model/document.ts';
import { everybody } from '../../src/core/model/query.ts';
import type { Store } from '../../src/core/ports.ts';

const kinds = [
  ...(['organization', 'membership', 'invitation', 'role', 'ticket', 'refresh-token', 'redirect-uri'] as const),
  ...(['receipt', 'webhook-endpoint', 'delivery', 'dead-letter', 'group', 'user-role', 'api-token'] as const),
  ...(['identity-token', 'extra', 'numbering'] as const),
];
/** Fails to compile where a kind is left out. */
const isComplete: DocumentKind extends (typeof kinds)[number] ? true : never = true;

const limit = 1000;

async function usersOf(store: Store, realm: string) {
  const sort = { field: 'serial', direction: 'ascending' } as const;
  const filter = { ...everybody, system: isComplete };
  const users = await store.findUsers(realm, { filter, sort, limit, offset: 0, after: null });
  return await Promise.all(users.map(async ({ id }) => await store.loadUser(realm, { by: 'id', id })));
}

async function documentsOf(store: Store, realm: string) {
  const query = { userId: null, organizationId: null, subject: null, direction: 'ascending', after: null } as const;
  return await Promise.all(kinds.map(async (kind) => await store.findDocuments(realm, { ...query, kind, limit })));
}

async function lastChange(store: Store, realm: string): Promise<number> {
  const query = { beyond: null, types: null, from: null, to: null, direction: 'descending', limit: 1 } as const;
  const [last] = await store.readChanges(realm, query);
  return last?.seq ?? 0;
}

async function realmAsItIs(store: Store, realm: string) {
  const sessions = { userId: null, client: null, status: null, now: 0, limit, offset: 0 };
  return {
    realm: await store.loadRealm(realm),
    users: await usersOf(store, realm),
    documents: await documentsOf(store, realm),
    sessions: await store.findSessions(realm, sessions),
    lastChange: await lastChange(store, realm),
  };
}

/** All realms: their laws, users with their sealed secrets, documents, sessions, and how many changes there were. */
export async function everything(store: Store) {
  return await Promise.all((await store.listRealms()).map(async (realm) => await realmAsItIs(store, realm)));
}

/** The same but for what a failed login leaves: that it is counted, and told in the history. */
export async function everythingButAttempts(store: Store) {
  const realms = await everything(store);
  return realms.map(({ users, lastChange: _, ...rest }) => ({
    ...rest,
    users: users.map((stored) => ({ ...stored, user: { ...stored?.user, activity: null } })),
  }));
}
