// The furniture of a realm: what has to be there before anybody calls.

import type { Context } from '../core/commands/context.ts';
import type { Realm } from '../core/model/realm.ts';
import type { Ports } from '../core/ports.ts';

/** Puts something into a realm, where it is missing; null: nothing. */
type Furnisher = ((context: Context) => Promise<void>) | null;

/** Lets each see to it that what it needs is there; what is there already stays as it is. */
export async function furnish(furnishers: readonly Furnisher[], ports: Ports, realm: Realm): Promise<void> {
  for (const put of furnishers) {
    await put?.({ ports, realm, actor: { kind: 'system' }, api: 'boot', requestId: 'boot' });
  }
}
