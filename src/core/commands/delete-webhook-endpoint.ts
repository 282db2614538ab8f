// Deleting a webhook endpoint.

import type { DeadLetter, Delivery } from '../model/endpoint.ts';
import type { DocumentStep } from '../ports.ts';
import { type Context, demand } from './context.ts';
import { noSteps } from './delete-user.ts';
import { getWebhookEndpoint } from './find-webhook-endpoints.ts';

const atOnceMax = 200;

/** Some of the documents that belong to an endpoint, the oldest first. */
export async function findOfEndpoint<Kind extends 'delivery' | 'dead-letter'>(
  { ports, realm }: Context,
  kind: Kind,
  endpointId: string,
  limit: number,
) {
  const everybody = { userId: null, organizationId: null, after: null };
  const query = { kind, ...everybody, subject: endpointId, direction: 'ascending', limit } as const;
  return await ports.store.findDocuments(realm.id, query);
}

const removal = ({ kind, id, rev }: Delivery | DeadLetter): DocumentStep => ({ op: 'delete', kind, id, rev });

/** Removes an endpoint with all that it was still to be told. @fails not-found, forbidden. */
export async function deleteWebhookEndpoint(context: Context, id: string): Promise<void> {
  demand(context, 'settings.update');
  const remove = async (documents: readonly DocumentStep[]) =>
    await context.ports.store.commit({ ...noSteps, realm: context.realm.id, documents, mails: [] });
  while (true) {
    const { kind, rev } = await getWebhookEndpoint(context, id);
    const deliveries = await findOfEndpoint(context, 'delivery', id, atOnceMax);
    const outcome = await remove([{ op: 'delete', kind, id, rev }, ...deliveries.map(removal)]);
    if (outcome.ok) break;
  }
  while (true) {
    const letters = await findOfEndpoint(context, 'dead-letter', id, atOnceMax);
    if (letters.length === 0) return;
    await remove(letters.map(removal));
  }
}
