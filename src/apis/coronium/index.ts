// Coronium Core's users module: games that keep their users there work by changing the server and its key.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Api, Host } from '../api.ts';
import { requestOf } from './envelope/request.ts';
import { Fault } from './fault.ts';
import { registerOperator } from './operator/register.ts';
import { registerPages } from './pages.ts';
import { registerServerFunctions } from './server/register.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';

const bodyMax = 262_144;

/** For games in a browser: what they may send from whichever page they are on. The key is in the game, not in the browser. */
const sharing = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'Content-Type,X-Project-Id,X-Action,X-Scope,X-Request-Time,X-Request-Auth,X-Session-Token,Idempotency-Key',
  'access-control-allow-methods': 'POST,OPTIONS',
  'access-control-max-age': '86400',
};

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.code(200).headers(sharing).header('content-type', 'application/json').send(body);
}

/** What the server says of a request that it could not take; null: our bug. */
function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Fault(801, 'The request is too large.');
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status >= 400 && status < 500 ? new Fault(801, 'The request is malformed.') : null;
}

async function serve(server: FastifyInstance, host: Host): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  server.setErrorHandler(async (error, request, reply) => {
    const { writeFault } = await import('./carry-out.ts');
    const known = faultOf(error);
    if (known === null) request.log.error({ err: error }, 'unexpected error');
    // What is left of a body that is not read to its end is no next request.
    if (known?.message.includes('too large') === true) reply.header('connection', 'close');
    return send(reply, writeFault(known ?? new Fault(810, 'The server has failed. It was logged.')));
  });
  await registerPages(server, host, async (id) => (id === null ? await host.publicRealm() : await host.realms.of(id)));
  await registerOperator(server, host);
  await registerServerFunctions(server, host);
  server.options('/', async (request, reply) => {
    // Only a browser that asks for a game's page.
    if (request.headers['access-control-request-method'] === undefined) return reply.callNotFound();
    return reply.code(204).headers(sharing).send();
  });
  server.post('/', { bodyLimit: bodyMax }, async (request, reply) => {
    if (request.headers['x-project-id'] === undefined) return reply.callNotFound();
    const { answerRequest } = await import('./run.ts');
    return send(reply, await answerRequest(host, requestOf(request)));
  });
}

/** The users module of Coronium Core 2.7 for its client plugin 2.6.5, both versions of the protocol; 2019-09. */
export const api: Api = {
  name: apiName,
  path: '/',
  register: serve,
  readUserId,
  writeUserId,
  furnish: null,
  beginsSessions: false,
  events: null,
};
