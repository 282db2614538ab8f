// Authenticating a caller by key.

import { hash } from 'node:crypto';
import { refuse } from '../model/error.ts';
import type { Actor, ApiKey, Realm } from '../model/realm.ts';
import type { Ports } from '../ports.ts';
import type { Memory } from './remember.ts';

/** Whom a key speaks for. */
export type Caller = { readonly realm: Realm; readonly actor: Actor };

/** Finds the realm of a secret key, and whom it makes of its holder. @fails not-authenticated. */
export type Authenticate = (key: string) => Promise<Caller>;

/** How long a key may be remembered: what is revoked stops working after this at the latest. */
const memoryMs = 5_000;
const remembered = 1_000;

/**
 * Makes the function that tells who calls. Keys are looked up by their SHA-256, so nothing is compared byte by byte with a
 * secret; what was found is remembered for five seconds, the realm for as long as `realms` does.
 */
export function openAuthentication(
  ports: Pick<Ports, 'store' | 'clock'>,
  realms: Pick<Memory<Realm | null>, 'of'>,
): Authenticate {
  const memory = new Map<string, { key: ApiKey; until: number }>();
  return async (key) => {
    const digest = hash('sha256', key, 'hex');
    const now = ports.clock();
    const known = memory.get(digest);
    const isKnown = known !== undefined && known.until > now;
    const found = isKnown ? known.key : await ports.store.loadApiKey(digest);
    const realm = found === null || found.kind !== 'secret' ? null : await realms.of(found.realm);
    if (found === null || realm === null) {
      memory.delete(digest);
      return refuse({ code: 'not-authenticated' });
    }
    if (!isKnown) {
      if (memory.size >= remembered) memory.clear();
      memory.set(digest, { key: found, until: now + memoryMs });
    }
    return { realm, actor: { kind: 'secret-key', keyId: found.id } };
  };
}
