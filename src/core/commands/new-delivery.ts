// A new delivery: what an endpoint is yet to be told.

import type { Delivery } from '../model/endpoint.ts';
import { refuse } from '../model/error.ts';
import type { Context } from './context.ts';

/**
 * The number of the latest change. @fails conflict (it is not known yet: a realm has changes from its founding on, so that none is
 * to be read says only that somebody is writing for long).
 */
export async function latestSeq({ ports, realm }: Context): Promise<number> {
  const end = { direction: 'descending', beyond: null, types: null, from: null, to: null, limit: 1 } as const;
  const [latest] = await ports.store.readChanges(realm.id, end);
  return latest?.seq ?? refuse({ code: 'conflict', rev: 0 });
}

/** A delivery that has not begun, due at once. */
export function newDelivery(
  { ports, realm }: Context,
  endpointId: string,
  stretch: Pick<Delivery, 'place' | 'through'>,
): Delivery {
  const now = ports.clock();
  return {
    ...{ kind: 'delivery', realm: realm.id, id: ports.random.uuid(now), rev: 1, createdAt: now, updatedAt: now },
    ...{ forgetAt: null, userId: null, organizationId: null, subject: endpointId, sealed: null },
    ...{ endpointId, ...stretch, attempts: 0, lastError: null, nextAt: now, heldUntil: 0 },
  };
}
