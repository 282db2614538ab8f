// Webhook endpoints: addresses that are told what happens, in the words of any API.

import { createWebhookEndpoint } from '../../core/commands/create-webhook-endpoint.ts';
import { deleteWebhookEndpoint } from '../../core/commands/delete-webhook-endpoint.ts';
import {
  findWebhookEndpoints,
  getWebhookEndpoint,
  openEndpointSecret,
} from '../../core/commands/find-webhook-endpoints.ts';
import { updateWebhookEndpoint } from '../../core/commands/update-webhook-endpoint.ts';
import type { WebhookEndpoint } from '../../core/model/endpoint.ts';
import { jsonBody, noBody, type Route, route } from './route.ts';
import { closed } from './schema-basics.ts';
import { writeTime } from './times.ts';
import { redeliveryRoutes } from './webhook-redelivery-routes.ts';
import {
  Endpoint,
  EndpointCreation,
  EndpointList,
  EndpointPatch,
  EndpointSecret,
  EndpointWithSecret,
} from './webhook-schemas.ts';

const none = closed({});

/** An answer with a secret: nobody keeps it on the way. */
const unkept = { 'cache-control': 'no-store' } as const;

function endpointDocument({ id, api, url, events, enabled, createdAt, updatedAt }: WebhookEndpoint) {
  return { id, api, url, events, enabled, createdAt: writeTime(createdAt), updatedAt: writeTime(updatedAt) };
}

const list = route({
  method: 'GET',
  path: '/webhook-endpoints',
  id: 'findWebhookEndpoints',
  summary: 'List webhook endpoints',
  description: 'All of them, the newest first, whichever API made them.',
  answers: { 200: { description: 'The endpoints.', schema: EndpointList } },
  refusals: [],
  query: none,
  body: noBody,
  async handle({ context }) {
    const endpoints = await findWebhookEndpoints(context);
    return { status: 200, body: { items: endpoints.map(endpointDocument) } };
  },
});

const create = route({
  method: 'POST',
  path: '/webhook-endpoints',
  id: 'createWebhookEndpoint',
  summary: 'Add a webhook endpoint',
  description: 'It is told of everything from now on, each event once the one before has arrived.',
  answers: { 201: { description: 'The endpoint, with its secret.', schema: EndpointWithSecret } },
  refusals: [409, 422],
  query: none,
  body: jsonBody(EndpointCreation),
  async handle({ host, context, body }) {
    const { api, url, events = [], enabled = true } = body;
    const { endpoint, secret } = await createWebhookEndpoint(context, host.webhooks, { api, url, events, enabled });
    return { status: 201, body: { ...endpointDocument(endpoint), secret }, headers: unkept };
  },
});

const get = route({
  method: 'GET',
  path: '/webhook-endpoints/{id}',
  id: 'getWebhookEndpoint',
  summary: 'Read a webhook endpoint',
  answers: { 200: { description: 'The endpoint.', schema: Endpoint } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    return { status: 200, body: endpointDocument(await getWebhookEndpoint(context, parameter('id'))) };
  },
});

const getSecret = route({
  method: 'GET',
  path: '/webhook-endpoints/{id}/secret',
  id: 'getWebhookSecret',
  summary: 'Read the secret that calls are signed with',
  answers: { 200: { description: 'The secret.', schema: EndpointSecret } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    const endpoint = await getWebhookEndpoint(context, parameter('id'));
    return { status: 200, body: { secret: openEndpointSecret(context, endpoint) }, headers: unkept };
  },
});

const update = route({
  method: 'PATCH',
  path: '/webhook-endpoints/{id}',
  id: 'updateWebhookEndpoint',
  summary: 'Change a webhook endpoint',
  answers: { 200: { description: 'The endpoint.', schema: Endpoint } },
  refusals: [404, 409, 422],
  query: none,
  body: jsonBody(EndpointPatch),
  async handle({ host, context, body, parameter }) {
    const { url = null, events = null, enabled = null, rotateSecret = false } = body;
    const patch = { url, events, enabled, rotateSecret };
    const endpoint = await updateWebhookEndpoint(context, host.webhooks, parameter('id'), patch);
    return { status: 200, body: endpointDocument(endpoint) };
  },
});

const remove = route({
  method: 'DELETE',
  path: '/webhook-endpoints/{id}',
  id: 'deleteWebhookEndpoint',
  summary: 'Remove a webhook endpoint',
  description: 'With all that it was still to be told.',
  answers: { 204: { description: 'It is gone.', schema: null } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    await deleteWebhookEndpoint(context, parameter('id'));
    return { status: 204 };
  },
});

export const webhookRoutes: readonly Route[] = [list, create, get, getSecret, update, remove, ...redeliveryRoutes];
