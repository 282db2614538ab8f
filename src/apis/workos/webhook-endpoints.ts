// The endpoints of webhook endpoints.

import { createWebhookEndpoint } from '../../core/commands/create-webhook-endpoint.ts';
import { deleteWebhookEndpoint } from '../../core/commands/delete-webhook-endpoint.ts';
import {
  findWebhookEndpoints,
  getWebhookEndpoint,
  openEndpointSecret,
} from '../../core/commands/find-webhook-endpoints.ts';
import { updateWebhookEndpoint } from '../../core/commands/update-webhook-endpoint.ts';
import type { WebhookEndpoint } from '../../core/model/endpoint.ts';
import { isJsonObject } from '../../core/model/json.ts';
import { badCursor, listObject, type PageWish, pageOf, readPage, type Stretch } from './paging.ts';
import { type Call, idOfPath, type Route, route } from './route.ts';
import { Body, entryOf } from './wire/body.ts';
import { endpointObject } from './wire/endpoint-object.ts';
import type { OwnWords } from './wire/errors.ts';
import { apiName, readId, writeId } from './wire/ids.ts';
import { badParameters, missing, reject, wireError } from './wire/rejected.ts';

const path = '/webhook_endpoints';
const unprocessable = 'Request could not be processed.';

/** WorkOS' OpenAPI file 0.61, refusals of `/webhook_endpoints`; 2026-08. */
const says: OwnWords = {
  taken: () => wireError(409, 'duplicate_endpoint', unprocessable),
  invalid: ({ issues }) => {
    if (issues.some((issue) => issue.path === 'url')) return wireError(422, 'invalid_url', unprocessable);
    return badParameters([{ code: 'unknown_event_type', message: 'events holds a name that is not known.' }]);
  },
  'limit-reached': ({ max }) =>
    badParameters([{ code: 'webhook_endpoint_limit_reached', message: `There can be ${max} at most.` }]),
};

const creationNames: ReadonlySet<string> = new Set(['endpoint_url', 'events']);
const updateNames: ReadonlySet<string> = new Set(['endpoint_url', 'events', 'status']);

/** A list of names; null when it is not there. */
function readEvents({ body }: Call): readonly string[] | null {
  const value = isJsonObject(body) && Object.hasOwn(body, 'events') ? body.events : undefined;
  if (value === undefined || value === null) return null;
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  if (!Array.isArray(value) || names.length < value.length)
    return reject(badParameters([entryOf('events', 'invalid', 'must be a list of names of events.')]));
  return names;
}

function readCreation(call: Call) {
  const body = new Body(call.body, creationNames);
  const url = body.requiredText('endpoint_url');
  const events = readEvents(call);
  if (events === null) body.fault('events', 'required', 'must be a list of names of events.');
  body.settle();
  return { api: apiName, url, events: events ?? [], enabled: true };
}

function readUpdate(call: Call) {
  const body = new Body(call.body, updateNames);
  const url = body.filledText('endpoint_url') ?? null;
  const status = body.text('status') ?? null;
  if (status !== null && status !== 'enabled' && status !== 'disabled')
    body.fault('status', 'invalid', 'must be one of enabled, disabled.');
  const events = readEvents(call);
  body.settle();
  return { url, events, enabled: status === null ? null : status === 'enabled', rotateSecret: false };
}

/** The endpoint that the path names; those that are told in the words of another API are not to be seen here. */
async function named(call: Call): Promise<WebhookEndpoint> {
  const text = idOfPath(call.params) ?? '';
  const id = readId('endpoint', text) ?? reject(missing('Webhook Endpoint', text));
  const endpoint = await getWebhookEndpoint(call.context, id);
  return endpoint.api === apiName ? endpoint : reject(missing('Webhook Endpoint', text));
}

async function list({ context }: Call, wish: PageWish) {
  const all = (await findWebhookEndpoints(context)).filter(({ api }) => api === apiName);
  const idOf = ({ id }: WebhookEndpoint) => writeId('endpoint', id);
  const read = async ({ direction, beyond, limit }: Stretch) => {
    const ordered = direction === 'descending' ? all : all.toReversed();
    const place = ordered.findIndex((endpoint) => idOf(endpoint) === beyond);
    if (beyond !== null && place < 0) reject(badParameters([badCursor(wish.before === null ? 'after' : 'before')]));
    return ordered.slice(place + 1, place + 1 + limit);
  };
  return await pageOf(wish, read, idOf);
}

const shown = (call: Call, endpoint: WebhookEndpoint) =>
  endpointObject(endpoint, openEndpointSecret(call.context, endpoint));

/** WorkOS' OpenAPI file 0.61, tag webhooks; 2026-08. */
export const webhookEndpointRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    parse: ({ query }) => readPage(query),
    run: list,
    render: (page, call) => listObject(page, (endpoint) => shown(call, endpoint)),
  }),
  route({
    method: 'POST',
    path,
    status: 201,
    says,
    parse: readCreation,
    run: (call, wish) => createWebhookEndpoint(call.context, call.host.webhooks, wish),
    render: ({ endpoint, secret }) => endpointObject(endpoint, secret),
  }),
  route({
    method: 'PATCH',
    path: `${path}/:id`,
    says,
    parse: readUpdate,
    run: async (call, patch) => {
      const { id } = await named(call);
      return await updateWebhookEndpoint(call.context, call.host.webhooks, id, patch);
    },
    render: (endpoint, call) => shown(call, endpoint),
  }),
  route({
    method: 'DELETE',
    path: `${path}/:id`,
    status: 204,
    parse: () => null,
    run: async (call) => await deleteWebhookEndpoint(call.context, (await named(call)).id),
    render: () => null,
  }),
];
