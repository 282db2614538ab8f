// The feed: the changes of a realm in order, as far as they are settled.

import type { Store } from '../core/ports.ts';
import type { Engine } from './engine.ts';
import { changeOf } from './rows/others.ts';

/** The feed on an engine. */
export function feed(engine: Engine): Pick<Store, 'readChanges'> {
  return {
    async readChanges(realm, { direction, beyond, types, from, to, limit }) {
      const forward = direction === 'ascending';
      const start = beyond ?? (forward ? 0 : Number.MAX_SAFE_INTEGER);
      const chosen = types === null ? null : JSON.stringify(types);
      const times = [from ?? 0, to ?? Number.MAX_SAFE_INTEGER];
      const read = async (through: number) => {
        const name = forward ? 'change.forward' : 'change.backward';
        return (await engine.read(name, [realm, start, through, ...times, chosen, limit])).map(changeOf);
      };
      // What is long settled fills the page, or the end has to be looked for.
      const known = forward ? await read(await engine.settledChange(realm, 'known')) : [];
      return known.length === limit ? known : await read(await engine.settledChange(realm, 'now'));
    },
  };
}
