// The redirect URIs of a realm: listed, registered and taken off the register.

import Type from 'typebox';
import { createRedirectUri } from '../../core/commands/create-redirect-uri.ts';
import { deleteRedirectUri } from '../../core/commands/delete-redirect-uri.ts';
import { findRedirectUris, redirectUrisMax } from '../../core/commands/find-redirect-uris.ts';
import type { RedirectUri } from '../../core/model/redirect-uri.ts';
import { jsonBody, noBody, type Route, route } from './route.ts';
import { closed, time } from './schema-basics.ts';
import { writeTime } from './times.ts';

const none = closed({});
const Registered = closed({ id: Type.String(), uri: Type.String(), createdAt: time() });

function registered({ id, uri, createdAt }: RedirectUri) {
  return { id, uri, createdAt: writeTime(createdAt) };
}

const list = route({
  method: 'GET',
  path: '/redirect-uris',
  id: 'findRedirectUris',
  summary: 'List the addresses to which people may be sent back',
  description: 'The oldest first: it is meant where none is named.',
  answers: { 200: { description: 'All of them.', schema: closed({ items: Type.Array(Registered) }) } },
  refusals: [],
  query: none,
  body: noBody,
  async handle({ context }) {
    const found = await findRedirectUris(context, { direction: 'ascending', after: null, limit: redirectUrisMax });
    return { status: 200, body: { items: found.map(registered) } };
  },
});

const create = route({
  method: 'POST',
  path: '/redirect-uris',
  id: 'createRedirectUri',
  summary: 'Register an address to which people may be sent back',
  description: '`https`, `http` on a loopback address, or a scheme of an app’s own; without a fragment.',
  answers: { 201: { description: 'It is registered.', schema: Registered } },
  refusals: [409, 422],
  query: none,
  body: jsonBody(closed({ uri: Type.String() })),
  async handle({ context, body }) {
    return { status: 201, body: registered(await createRedirectUri(context, body.uri)) };
  },
});

const remove = route({
  method: 'DELETE',
  path: '/redirect-uris/{id}',
  id: 'deleteRedirectUri',
  summary: 'Take an address off the register',
  answers: { 204: { description: 'Nobody is sent there any more.', schema: null } },
  refusals: [404],
  query: none,
  body: noBody,
  async handle({ context, parameter }) {
    await deleteRedirectUri(context, parameter('id'));
    return { status: 204 };
  },
});

export const redirectUriRoutes: readonly Route[] = [list, create, remove];
