// Webhook endpoints on the wire.

import type { WebhookEndpoint } from '../../../core/model/endpoint.ts';
import { writeId } from './ids.ts';

/** WorkOS' OpenAPI file 0.61, `WebhookEndpointJson`; 2026-08. */
export function endpointObject(endpoint: WebhookEndpoint, secret: string): object {
  return {
    object: 'webhook_endpoint',
    id: writeId('endpoint', endpoint.id),
    endpoint_url: endpoint.url,
    secret,
    status: endpoint.enabled ? 'enabled' : 'disabled',
    events: endpoint.events,
    created_at: new Date(endpoint.createdAt).toISOString(),
    updated_at: new Date(endpoint.updatedAt).toISOString(),
  };
}
