// A small world for the commands: the real store in memory, a clock that is set by hand, ids that count, a cheap hasher.

import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { Context } from '../../src/core/commands/context.ts';
import { createUser } from '../../src/core/commands/create-user.ts';
import type { Change } from '../../src/core/model/change.ts';
import { type Refusal, Refused, refuse } from '../../src/core/model/error.ts';
import type { UserPatch } from '../../src/core/model/patch.ts';
import { everybody } from '../../src/core/model/query.ts';
import { defaultPolicy, type Policy, type Realm } from '../../src/core/model/realm.ts';
import type { Session } from '../../src/core/model/session.ts';
import type { PasswordDigest, User } from '../../src/core/model/user.ts';
import type { Hasher, Ports, Random, UserStep } from '../../src/core/ports.ts';
import { keysOf } from '../../src/core/rules/keys.ts';
import { searchTextOf } from '../../src/core/rules/search-text.ts';
import { digestCode, findCode } from '../../src/credentials/backup-codes.ts';
import { openKnownPasswords } from '../../src/credentials/known-passwords.ts';
import { openTimeCodes } from '../../src/credentials/time-codes.ts';
import { openVault } from '../../src/credentials/vault.ts';
import { openImages } from '../../src/images/read-upload.ts';
import { openSqlite } from '../../src/store/index.ts';
import { idOf, now, patch, secretKey, user } from '../users.ts';

/** What the hasher was asked to do. */
export type Work = { hashed: number; verified: number; decoys: number };

/** Everything a test may look at or turn. */
export type World = {
  readonly context: Context;
  readonly ports: Ports;
  readonly work: Work;
  readonly clock: { now: number };
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A password digest that costs nothing; one of the scheme `old` is made anew when it matches. */
function openCheapHasher(work: Work): Hasher {
  const digestOf = (plain: string): PasswordDigest => ({ scheme: 'new', digest: sha256(plain), preHash: 'none' });
  return {
    async hash(plain, preHash) {
      work.hashed++;
      return [{ ...digestOf(plain), preHash }];
    },
    async verify(plain, digests) {
      work.verified++;
      const match = digests.find(({ digest }) => digest === sha256(plain));
      return { matches: match !== undefined, upgrade: match?.scheme === 'old' ? [digestOf(plain)] : null };
    },
    async verifyClientHash(hash, digests) {
      work.verified++;
      return { matches: digests.some((one) => one.preHash === 'md5' && one.digest === sha256(hash)), upgrade: null };
    },
    async decoy() {
      work.decoys++;
    },
    accept(scheme, digest) {
      if (scheme !== 'old') return refuse({ code: 'digest-unsupported', reason: 'unknown-scheme' });
      if (!/^[0-9a-f]{64}$/.test(digest)) return refuse({ code: 'digest-unsupported', reason: 'malformed' });
      return { scheme, digest, preHash: 'none' };
    },
    digestCode,
    findCode,
    isSound: ({ passwords }) => passwords.every(({ scheme }) => scheme === 'old' || scheme === 'new'),
  };
}

/** A digest in the scheme `old`. */
export const oldDigest = (plain: string) => ({ op: 'set-digest', scheme: 'old', digest: sha256(plain) }) as const;

/** UUIDv7s that count up. */
function openCount(): Random {
  let count = 0;
  return {
    uuid(atMs) {
      const time = atMs.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${(++count).toString(16).padStart(12, '0')}`;
    },
    token: (length) => Buffer.alloc(length, ++count).toString('base64url'),
    digits: (length) => String(++count).padStart(length, '0'),
  };
}

const admin = user({
  id: idOf(1),
  system: true,
  username: 'Admin',
  role: 'super-admin',
  createdAt: now,
  updatedAt: now,
});

function realmOf(policy: Partial<Policy>): Realm {
  return {
    id: 'default',
    name: 'Default',
    instanceId: idOf(2),
    policy: { ...defaultPolicy, ...policy },
    rev: 1,
    createdAt: now,
  };
}

/** Opens a world with a built-in account; it lasts until its store is closed. */
export async function makeWorld(policy: Partial<Policy> = {}, change: Partial<Ports> = {}): Promise<World> {
  const store = await openSqlite({ path: ':memory:' });
  const work: Work = { hashed: 0, verified: 0, decoys: 0 };
  const clock = { now };
  const ports: Ports = {
    store,
    clock: () => clock.now,
    random: openCount(),
    vault: openVault(Buffer.alloc(32, 7)),
    hasher: openCheapHasher(work),
    knownPasswords: openKnownPasswords(),
    timeCodes: openTimeCodes(),
    images: openImages(),
    ...change,
  };
  const realm = realmOf(policy);
  const insert: UserStep = {
    op: 'insert',
    user: admin,
    secrets: null,
    keys: keysOf(admin),
    search: searchTextOf(admin),
  };
  const users = { realm: realm.id, users: [insert], images: [], sessions: [], documents: [], changes: [], mails: [] };
  await store.foundRealm({ realm, keys: [], signingKey: { id: idOf(3), sealed: '', createdAt: now }, users });
  return { context: { ports, realm, actor: secretKey, api: 'test', requestId: 'request' }, ports, work, clock };
}

/** Opens a world with a built-in account; it is gone after the test. */
export async function openWorld(policy: Partial<Policy> = {}, change: Partial<Ports> = {}): Promise<World> {
  const world = await makeWorld(policy, change);
  onTestFinished(() => world.ports.store.close());
  return world;
}

/** Creates a user, whatever the realm requires. */
export function add(world: World, wanted: Partial<UserPatch>): Promise<User> {
  return createUser(world.context, patch(wanted), { identifier: true, password: true });
}

/** All users, built-in ones included, by creation. */
export function allUsers({ ports }: World): Promise<readonly User[]> {
  return ports.store.findUsers('default', {
    filter: { ...everybody, system: true },
    sort: { field: 'serial', direction: 'ascending' },
    limit: 1000,
    offset: 0,
    after: null,
  });
}

/** All sessions, as stored. */
export function allSessions({ ports }: World): Promise<readonly Session[]> {
  const all = { userId: null, client: null, status: null, now: 0, limit: 1000, offset: 0 };
  return ports.store.findSessions('default', all);
}

/** A user's changes, oldest first. */
export async function historyOf({ ports }: World, userId: string): Promise<readonly Change[]> {
  return (await ports.store.readHistory('default', userId, null, 1000)).toReversed();
}

/** Everything that a command could have changed. */
export async function everything(world: World) {
  const users = await allUsers(world);
  const stored = await Promise.all(users.map(({ id }) => world.ports.store.loadUser('default', { by: 'id', id })));
  const history = await Promise.all(users.map(({ id }) => historyOf(world, id)));
  return { users, stored, history, sessions: await allSessions(world) };
}

/** The same after a failed attempt of a user that a right one has forgiven: when it was is still known, and nothing else. */
export function forgiven(before: Awaited<ReturnType<typeof everything>>, userId: string, failedAt: number) {
  const noted = (one: User): User => (one.id === userId ? { ...one, activity: { ...one.activity, failedAt } } : one);
  return {
    ...before,
    users: before.users.map(noted),
    stored: before.stored.map((stored) => stored && { ...stored, user: noted(stored.user) }),
  };
}

/** The refusals of work that is refused. */
export async function refusalsOf(work: () => Promise<unknown>): Promise<readonly Refusal[]> {
  return (await refusedBy(work)).refusals;
}

/** The error of work that is refused. */
export async function refusedBy(work: () => Promise<unknown>): Promise<Refused> {
  const error: unknown = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Refused) return error;
  throw error ?? new Error('this was not refused');
}

/** Expects the work to be refused for this reason alone, and to have changed nothing. */
export async function expectRefused(world: World, work: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await everything(world);
  expect(await refusalsOf(work)).toMatchObject([refusal]);
  expect(await everything(world)).toEqual(before);
}
