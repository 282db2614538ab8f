// The first boot: a realm with its keys and its built-in accounts, all or nothing.

import { randomUUID } from 'node:crypto';
import { newAppKey } from '../core/commands/app-keys.ts';
import { secretsContext } from '../core/commands/context.ts';
import type { NewChange } from '../core/model/change.ts';
import { defaultPolicy, type Realm } from '../core/model/realm.ts';
import { noSecrets, type User } from '../core/model/user.ts';
import { superAdministrator } from '../core/model/user-role.ts';
import type { Clock, Founding, Hasher, Random, Store, UserStep } from '../core/ports.ts';
import { blankUser } from '../core/rules/creation.ts';
import { differenceOf } from '../core/rules/difference.ts';
import { keysOf } from '../core/rules/keys.ts';
import { searchTextOf } from '../core/rules/search-text.ts';
import { createSigningKey, sealSigningKey } from '../credentials/signer.ts';
import type { TextVault } from '../credentials/vault.ts';
import { addAppKey, addKey, storedKey } from './api-keys.ts';
import { randomLetters } from './random.ts';

/** The realm there is. */
export const realmId = 'default';

/** What an operator pinned; null: made up. */
export type Pins = {
  readonly secretKey: string | null;
  readonly coroniumKey: string | null;
  readonly adminPassword: string | null;
};

/** What the new realm is reached with, in clear; nothing keeps it. */
export type Founded = { readonly secretKey: string; readonly coroniumKey: string; readonly adminPassword: string };

type Founder = {
  readonly store: Store;
  readonly vault: TextVault;
  readonly hasher: Hasher;
  readonly random: Random;
  readonly clock: Clock;
};

/** A realm as it begins, with the key that signs its tokens. */
async function newRealm(
  { vault, random, clock }: Pick<Founder, 'vault' | 'random' | 'clock'>,
  { id, name }: Pick<Realm, 'id' | 'name'>,
): Promise<Pick<Founding, 'realm' | 'signingKey'>> {
  const signingKey = await createSigningKey();
  const now = clock();
  return {
    realm: { id, name, instanceId: random.uuid(now), policy: defaultPolicy, rev: 1, createdAt: now },
    signingKey: { id: signingKey.id, sealed: sealSigningKey(vault, id, signingKey), createdAt: now },
  };
}

/** Founds a further realm, without keys and accounts. Does nothing where it is there already. */
export async function foundFurtherRealm(
  founder: Omit<Founder, 'hasher'>,
  realm: Pick<Realm, 'id' | 'name'>,
): Promise<void> {
  const none = { users: [], sessions: [], documents: [], changes: [], mails: [] };
  const founding = { ...(await newRealm(founder, realm)), keys: [], users: { realm: realm.id, ...none } };
  await founder.store.foundRealm(founding);
}

/** Founds the realm. Null when another process was faster: then nothing was written and what was made up is void. */
export async function foundRealm(founder: Founder, pins: Pins): Promise<Founded | null> {
  const founded: Founded = {
    secretKey: pins.secretKey ?? `sk_test_${randomLetters(48)}`,
    coroniumKey: pins.coroniumKey ?? randomUUID(),
    adminPassword: pins.adminPassword ?? randomLetters(20),
  };
  const { store, random, clock } = founder;
  const [begun, administrator] = await Promise.all([
    newRealm(founder, { id: realmId, name: realmId }),
    newAdministrator(founder, founded),
  ]);
  const now = clock();
  const appKey = { id: random.uuid(now), secret: founded.coroniumKey };
  const accounts = [administrator, newAccount(founder, { username: 'guest' }, null)];
  const founding: Founding = {
    ...begun,
    keys: [storedKey({ random, realm: realmId, kind: 'secret', secret: founded.secretKey, now })],
    users: {
      realm: realmId,
      users: accounts,
      sessions: [],
      documents: [{ op: 'insert', document: newAppKey(founder, realmId, appKey), keys: [] }],
      changes: accounts.map(({ user }) => created(user)),
      mails: [],
    },
  };
  return (await store.foundRealm(founding)) ? founded : null;
}

/** Adds the pinned keys that the realm does not know yet. Those it knows stay valid. */
export async function addPinnedKeys(founder: Omit<Founder, 'hasher'>, { secretKey, coroniumKey }: Pins): Promise<void> {
  const { store, random, clock } = founder;
  const now = clock();
  if (secretKey !== null)
    await addKey(store, storedKey({ random, realm: realmId, kind: 'secret', secret: secretKey, now }));
  if (coroniumKey !== null) await addAppKey(founder, realmId, coroniumKey);
}

type Insert = Extract<UserStep, { op: 'insert' }>;

async function newAdministrator(founder: Founder, { adminPassword }: Founded): Promise<Insert> {
  const passwords = await founder.hasher.hash(adminPassword, 'none', defaultPolicy.password.clientHash);
  return newAccount(founder, { username: 'Admin', role: superAdministrator }, passwords);
}

/** A built-in account. The store numbers them in order. */
function newAccount(
  { random, clock, vault }: Founder,
  own: Partial<Pick<User, 'username' | 'role'>>,
  passwords: Awaited<ReturnType<Hasher['hash']>> | null,
): Insert {
  const now = clock();
  const blank = blankUser(realmId, random.uuid(now), now);
  const credentials =
    passwords === null
      ? blank.credentials
      : { ...blank.credentials, password: { compromised: false }, passwordUpdatedAt: now };
  const user: User = { ...blank, ...own, rev: 1, system: true, credentials };
  const secrets = passwords === null ? null : vault.seal({ ...noSecrets, passwords }, secretsContext(realmId, user.id));
  return { op: 'insert', user, secrets, keys: keysOf(user), search: searchTextOf(user) };
}

function created(user: User): NewChange {
  return {
    realm: realmId,
    userId: user.id,
    rev: user.rev,
    at: user.createdAt,
    actor: { kind: 'system' },
    api: 'boot',
    requestId: 'first-boot',
    type: 'user.created',
    diff: differenceOf(null, user),
  };
}
