// The keys a realm is reached with: made or pinned, kept as a digest, or sealed where it signs.

import { createHash } from 'node:crypto';
import { newAppKey, openAppKeys } from '../core/commands/app-keys.ts';
import { readRealmObjects } from '../core/commands/find-realm-objects.ts';
import type { ApiKey, ApiKeyKind } from '../core/model/realm.ts';
import type { Clock, Random, Store, Vault } from '../core/ports.ts';

/** What is stored of a key. */
export function storedKey(options: {
  readonly random: Random;
  readonly realm: string;
  readonly kind: ApiKeyKind;
  readonly secret: string;
  readonly now: number;
}): ApiKey {
  const { random, realm, kind, secret, now } = options;
  return { id: random.uuid(now), realm, kind, digest: digestOf(secret), hint: secret.slice(-4), createdAt: now };
}

/** Adds the key to the realm unless it is known. */
export async function addKey(store: Store, key: ApiKey): Promise<void> {
  if ((await store.loadApiKey(key.digest)) === null) await store.insertApiKey(key);
}

/** Adds an app's key to the realm unless it is known. */
export async function addAppKey(
  { store, vault, random, clock }: { store: Store; vault: Vault; random: Random; clock: Clock },
  realm: string,
  secret: string,
): Promise<void> {
  const ports = { store, vault, clock };
  const { extras } = await readRealmObjects({ ports, realm: { id: realm } });
  if (openAppKeys(ports, extras).some((known) => known.secret === secret)) return;
  const document = newAppKey(ports, realm, { id: random.uuid(clock()), secret });
  const none = { users: [], images: [], sessions: [], changes: [], mails: [] };
  await store.commit({ realm, ...none, documents: [{ op: 'insert', document, keys: [] }] });
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
