// The keys a realm is reached with: made or pinned, kept only as a digest.

import { createHash } from 'node:crypto';
import type { ApiKey, ApiKeyKind } from '../core/model/realm.ts';
import type { Random, Store } from '../core/ports.ts';

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

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
