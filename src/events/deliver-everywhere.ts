// Delivering for every realm: each has a deliverer of its own.

import type { Deliverer } from './deliver.ts';

/** The deliverers of all realms, by realm. */
export type Deliverers = {
  /** See `Deliverer`. A realm gets its own with its first `look`: before, nobody in it is to be told anything. */
  readonly wake: (realm: string) => void;
  readonly look: (realm: string) => void;
  readonly close: () => Promise<void>;
};

/** Opens one for each of these realms now, and for others with their first endpoint. */
export function deliverEverywhere(realms: readonly string[], open: (realm: string) => Deliverer): Deliverers {
  const known = new Map<string, Deliverer>();
  const of = (realm: string): Deliverer => {
    const found = known.get(realm) ?? open(realm);
    known.set(realm, found);
    return found;
  };
  for (const realm of realms) of(realm);
  return {
    wake: (realm) => known.get(realm)?.wake(),
    look: (realm) => of(realm).look(),
    async close() {
      await Promise.all([...known.values()].map((deliverer) => deliverer.close()));
    },
  };
}
