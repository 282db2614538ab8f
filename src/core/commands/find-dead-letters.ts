// Listing the events that an endpoint could not be told.

import type { DeadLetter } from '../model/endpoint.ts';
import { type Context, demand } from './context.ts';
import { getWebhookEndpoint } from './find-webhook-endpoints.ts';

/** Reads a page of an endpoint's dead letters, the newest first; changes nothing. @fails not-found, forbidden. */
export async function findDeadLetters(
  context: Context,
  endpointId: string,
  page: { readonly after: { readonly createdAt: number; readonly id: string } | null; readonly limit: number },
): Promise<readonly DeadLetter[]> {
  demand(context, 'event.read');
  await getWebhookEndpoint(context, endpointId);
  return await context.ports.store.findDocuments(context.realm.id, {
    ...{ kind: 'dead-letter', userId: null, organizationId: null, subject: endpointId },
    ...{ direction: 'descending', ...page },
  });
}
