// Getting and listing webhook endpoints, and the secrets they are signed with.

import type { WebhookEndpoint } from '../model/endpoint.ts';
import { refuse } from '../model/error.ts';
import { isText } from '../rules/text.ts';
import { type Context, demand } from './context.ts';

/** A realm has so many at most. */
export const endpointsMax = 100;

/** What the vault binds an endpoint's secret to. */
export function endpointContext(realm: string, id: string): string {
  return `endpoint:${realm}:${id}`;
}

/** Reads one endpoint; changes nothing. @fails not-found, forbidden. */
export async function getWebhookEndpoint(context: Context, id: string): Promise<WebhookEndpoint> {
  demand(context, 'settings.read');
  const { store } = context.ports;
  const found = isText(id) ? await store.loadDocument(context.realm.id, 'webhook-endpoint', id) : null;
  return found ?? refuse({ code: 'not-found', what: 'webhook-endpoint', id });
}

/** Reads all endpoints, the newest first; changes nothing. @fails forbidden. */
export async function findWebhookEndpoints(context: Context): Promise<readonly WebhookEndpoint[]> {
  demand(context, 'settings.read');
  return await context.ports.store.findDocuments(context.realm.id, {
    ...{ kind: 'webhook-endpoint', userId: null, organizationId: null, subject: null, after: null },
    ...{ direction: 'descending', limit: endpointsMax },
  });
}

/** Opens the secret of an endpoint; changes nothing. @fails forbidden. */
export function openEndpointSecret(context: Context, { id, sealed }: WebhookEndpoint): string {
  demand(context, 'settings.read');
  if (sealed === null) throw new Error(`the endpoint ${id} has no secret`);
  return context.ports.vault.openText(sealed, endpointContext(context.realm.id, id));
}
