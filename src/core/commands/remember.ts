// Remembering what is read with every call and hardly ever changes.

import type { Clock } from '../ports.ts';

/** What was read of each realm, for a while. */
export type Memory<Value> = {
  /** As it was at most `lifetimeMs` ago, and after everything that was forgotten since. */
  readonly of: (realm: string) => Promise<Value>;
  /** From now on it is read anew. */
  readonly forget: (realm: string) => void;
};

/** How many are kept: callers may ask for realms that there are not. */
const remembered = 1000;

/**
 * Makes a memory. Callers who ask while it is read share the answer; a failure is not remembered. What another process changes is seen
 * when `lifetimeMs` are over at the latest.
 */
export function openMemory<Value>(
  read: (realm: string) => Promise<Value>,
  clock: Clock,
  lifetimeMs: number,
): Memory<Value> {
  const known = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return {
    of(realm) {
      const now = clock();
      const found = known.get(realm);
      if (found !== undefined && found.until > now) return found.value;
      const value = read(realm);
      const entry = { value, until: now + lifetimeMs };
      if (known.size >= remembered) known.clear();
      known.set(realm, entry);
      value.catch(() => {
        if (known.get(realm) === entry) known.delete(realm);
      });
      return value;
    },
    forget: (realm) => void known.delete(realm),
  };
}
