// Users, writes and realms for the store's tests: complete, distinct, with every field overridable.

import { randomBytes } from 'node:crypto';
import type { NewChange } from '../../src/core/model/change.ts';
import { everybody, type UserFilter, type UserQuery } from '../../src/core/model/query.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { Session } from '../../src/core/model/session.ts';
import { noActivity, type User, type UserKey } from '../../src/core/model/user.ts';
import type { Founding, MailOrder, SearchText, Store, UserStep, Write } from '../../src/core/ports.ts';

let counter = 0;

/** A UUIDv7 that sorts after all before it. */
export function newId(): string {
  counter += 1;
  const time = (1_760_000_000_000 + counter).toString(16).padStart(12, '0');
  const noise = randomBytes(8).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-8${noise.slice(3, 6)}-${noise.slice(4)}`;
}

const nobody: Omit<User, 'realm' | 'id' | 'createdAt' | 'updatedAt'> = {
  ...{ serial: 0, rev: 1, system: false, aliases: {} },
  ...{ username: null, firstName: null, lastName: null, name: null, locale: null, timezone: null, externalId: null },
  ...{ profileImageId: null, emails: [], primaryEmailId: null, phones: [], primaryPhoneId: null },
  ...{ wallets: [], primaryWalletId: null, identities: [] },
  ...{ active: true, confirmation: 'none', bannedAt: null, lockedAt: null, lockedUntil: null, legalAcceptedAt: null },
  ...{ deleteSelfEnabled: true, createOrganizationEnabled: true, createOrganizationsLimit: null },
  ...{ role: null, groups: [], metadata: { public: {}, private: {}, unsafe: {}, labels: {}, extra: {} }, extras: {} },
  credentials: {
    password: null,
    passwordUpdatedAt: null,
    totp: null,
    backupCodes: null,
    mfaEnabledAt: null,
    mfaDisabledAt: null,
  },
  activity: noActivity,
};

/** A user of the realm. */
export function newUser(realm: string, fields: Partial<User> = {}): User {
  const createdAt = fields.createdAt ?? 1_760_000_000_000 + counter;
  return { ...nobody, realm, id: newId(), createdAt, updatedAt: createdAt, ...fields };
}

/** What lists sort and search by: nothing but what is given. */
export function searchText(sort: Partial<SearchText['sort']> = {}, text: Partial<SearchText['text']> = {}): SearchText {
  const none = { username: null, email: null, phone: null, wallet: null, firstName: null, lastName: null };
  const empty = { username: '', email: '', phone: '', wallet: '', name: '' };
  return { sort: { ...none, ...sort }, text: { ...empty, ...text } };
}

/** A change of the user by the command line. */
export function newChange(user: User, fields: Partial<NewChange> = {}): NewChange {
  const { realm, id: userId, rev, updatedAt: at } = user;
  const by = { actor: { kind: 'command-line' }, api: 'native', requestId: `request-${rev}` } as const;
  return { realm, userId, rev, at, ...by, type: 'user.updated', diff: [], ...fields };
}

/** A write of the given parts. */
export function newWrite(realm: string, parts: Partial<Write>): Write {
  return { realm, users: [], images: [], sessions: [], documents: [], changes: [], mails: [], ...parts };
}

/** The insert of a user. */
export function insertStep(user: User, keys: readonly UserKey[] = [], search: SearchText = searchText()): UserStep {
  return { op: 'insert', user, secrets: null, keys, search };
}

type UpdateStep = Extract<UserStep, { op: 'update' }>;

/** The update of a user from the `rev` it carries. */
export function updateStep(user: User, fields: Partial<User> = {}, parts: Partial<UpdateStep> = {}): UpdateStep {
  const next = { ...user, ...fields, rev: user.rev + 1 };
  return {
    op: 'update',
    user: next,
    rev: user.rev,
    secrets: 'keep',
    addKeys: [],
    removeKeys: [],
    search: null,
    restart: [],
    ...parts,
  };
}

/** A plain update with its change: what the commit queue takes together. */
export function plainUpdate(user: User, fields: Partial<User> = {}): Write {
  const step = updateStep(user, fields);
  return newWrite(user.realm, { users: [step], changes: [newChange(step.user)] });
}

/** Inserts a user and answers it as stored. */
export async function add(
  store: Store,
  realm: string,
  fields: Partial<User> = {},
  keys: readonly UserKey[] = [],
  search: SearchText = searchText(),
): Promise<User> {
  const user = newUser(realm, fields);
  const outcome = await store.commit(newWrite(realm, { users: [insertStep(user, keys, search)] }));
  if (!outcome.ok) throw new Error(`the user was not added: ${JSON.stringify(outcome)}`);
  return { ...user, serial: outcome.serials[0] ?? 0 };
}

/** The founding of a realm. */
export function newFounding(realm: string, users: Partial<Write> = {}): Founding {
  const createdAt = 1_760_000_000_000;
  return {
    realm: { id: realm, name: `Realm ${realm}`, instanceId: newId(), policy: defaultPolicy, rev: 1, createdAt },
    keys: [{ id: newId(), realm, kind: 'secret', digest: `digest-${realm}`, hint: 'abcd', createdAt }],
    signingKey: { id: newId(), sealed: 'sealed', createdAt },
    users: newWrite(realm, users),
  };
}

/** Founds a realm of its own for a test. */
export async function newRealm(store: Store): Promise<string> {
  const realm = `realm-${newId()}`;
  await store.foundRealm(newFounding(realm));
  return realm;
}

/** A session of the user. */
export function newSession(realm: string, userId: string, fields: Partial<Session> = {}): Session {
  const at = 1_760_000_000_000 + counter;
  const times = {
    createdAt: at,
    updatedAt: at,
    lastActiveAt: at,
    expireAt: at + 1e9,
    abandonAt: at + 1e9,
    endedAt: null,
  };
  const from = { method: 'password', ipAddress: '203.0.113.9', userAgent: null, organizationId: null };
  return { realm, id: newId(), userId, client: newId(), status: 'active', ...from, ...times, ...fields };
}

/** A mail to be sent. */
export function newMail(realm: string, createdAt: number): MailOrder {
  return {
    id: newId(),
    realm,
    template: 'primary-email-changed',
    to: 'ann@example.com',
    values: { old: 'a', new: 'b' },
    sealed: null,
    createdAt,
  };
}

/** A query for users; everybody, oldest first, unless told. */
export function newQuery(fields: Partial<UserQuery> = {}, filter: Partial<UserFilter> = {}): UserQuery {
  const sort = { field: 'createdAt', direction: 'ascending' } as const;
  return { sort, limit: 100, offset: 0, after: null, filter: { ...everybody, ...filter }, ...fields };
}
