// Authenticating a caller by key.

import { hash } from 'node:crypto';
import { refuse } from '../model/error.ts';
import type { Actor, ApiKey, ApiKeyKind, Realm } from '../model/realm.ts';
import type { Ports } from '../ports.ts';
import type { Memory } from './remember.ts';

/** Whom a key speaks for. */
export type Caller = { readonly realm: Realm; readonly actor: Actor };

/** Finds the realm and actor of a key, by its kind. @fails not-authenticated. */
export type Authenticate = (key: string, kind: ApiKeyKind) => Promise<Caller>;

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
  return async (key, kind) => {
    const digest = hash('sha256', key, 'hex');
    const name = `${kind} ${digest}`;
    const now = ports.clock();
    const known = memory.get(name);
    const isKnown = known !== undefined && known.until > now;
    const found = isKnown ? known.key : await ports.store.loadApiKey(digest);
    const realm = found === null || found.kind !== kind ? null : await realms.of(found.realm);
    if (found === null || realm === null) {
      memory.delete(name);
      return refuse({ code: 'not-authenticated' });
    }
    const actor: Actor =
      kind === 'secret' ? { kind: 'secret-key', keyId: found.id } : { kind: 'app-key', keyId: found.id };
    if (!isKnown) {
      if (memory.size >= remembered) memory.clear();
      memory.set(name, { key: found, until: now + memoryMs });
    }
    return { realm, actor };
  };
}
