// Trying deliveries again now, whatever pause they are in.

import type { Delivery } from '../model/endpoint.ts';
import { type Context, demand } from './context.ts';
import { noSteps } from './delete-user.ts';
import { findOfEndpoint } from './delete-webhook-endpoint.ts';
import { getWebhookEndpoint } from './find-webhook-endpoints.ts';
import { redeliveriesMax } from './redeliver-events.ts';

async function makeDue({ ports, realm }: Context, delivery: Delivery): Promise<void> {
  const now = ports.clock();
  if (delivery.nextAt <= now) return;
  // Who is faster has just tried it: then there is nothing left to hurry.
  const document = { ...delivery, nextAt: now, rev: delivery.rev + 1, updatedAt: now };
  const step = { op: 'update', document, rev: delivery.rev, addKeys: [], removeKeys: [] } as const;
  await ports.store.commit({ ...noSteps, realm: realm.id, documents: [step], mails: [] });
}

/** Ends the pause of everything that the endpoint is still to be told. @fails not-found, forbidden. */
export async function retryDeliveries(context: Context, endpointId: string): Promise<void> {
  demand(context, 'settings.update');
  const { id } = await getWebhookEndpoint(context, endpointId);
  const deliveries = await findOfEndpoint(context, 'delivery', id, redeliveriesMax + 1);
  await Promise.all(deliveries.map((delivery) => makeDue(context, delivery)));
}
