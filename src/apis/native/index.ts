// The native API: the core's patch language spoken plainly, over HTTP and JSON.

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOnce, requestName } from '../../core/commands/answer-once.ts';
import type { Context } from '../../core/commands/context.ts';
import { Refused } from '../../core/model/error.ts';
import type { Api, BodyRefusal, Host } from '../api.ts';
import { findUsersRoute } from './find-users-route.ts';
import { historyRoutes } from './history-route.ts';
import { openApiOf } from './openapi.ts';
import { passwordRoutes } from './password-routes.ts';
import { fault, problemOf, Refusing, type Wording } from './problem.ts';
import { realmRoute } from './realm-route.ts';
import { redirectUriRoutes } from './redirect-uri-routes.ts';
import { wordingOf, wordingOfAll } from './refusal-problems.ts';
import { badBody, badMediaType, badRequest, noSuchPath, tooLarge, unexpected } from './request-problems.ts';
import { roleRoutes } from './role-routes.ts';
import { type Route, writtenAnswer } from './route.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { signInRoute } from './sign-in-route.ts';
import { statisticsRoutes } from './statistics-routes.ts';
import { readOwnId } from './user-reference.ts';
import { userRoutes } from './user-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

const path = '/api';

/** Everything this API serves but its own description. */
const routes: readonly Route[] = [
  findUsersRoute,
  ...userRoutes,
  ...historyRoutes,
  ...statisticsRoutes,
  ...passwordRoutes,
  ...secondFactorRoutes,
  ...sessionRoutes,
  ...roleRoutes,
  ...redirectUriRoutes,
  signInRoute,
  realmRoute,
  ...webhookRoutes,
];

/** How deep a body may nest: a bag as deep as any realm allows, inside a user, inside a patch. */
const depthMax = 40;
const mediaTypes = ['application/json', 'application/merge-patch+json', 'application/json-patch+json'];

function isBodyRefusal(error: unknown): error is BodyRefusal {
  return error instanceof Error && 'code' in error && error.code === 'BODY_REFUSED';
}

/** Faults that the framework finds before a route is asked, by its own code or status. */
const frameworkWordings: Readonly<Record<string, Wording>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: badMediaType(mediaTypes),
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge,
};

function wordingOfError(error: unknown): Wording {
  if (error instanceof Refusing) return error.wording;
  if (error instanceof Refused) return wordingOfAll(error.refusals, { conditional: false });
  if (isBodyRefusal(error)) return badBody(error.reason, error.key);
  const { code = '', statusCode = 500 }: Partial<FastifyError> = error instanceof Error ? error : {};
  const known = frameworkWordings[code];
  if (known !== undefined) return known;
  return statusCode >= 400 && statusCode < 500 ? badRequest([]) : unexpected;
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, wording: Wording): FastifyReply {
  return reply
    .code(wording.status)
    .headers({ ...wording.headers })
    .type('application/problem+json')
    .send(problemOf(wording, request.id));
}

/**
 * Who asks: somebody with a key, or anybody where the route is open to all; who shows a key must show a right one.
 * @throws Refused not-authenticated, Refusing with a challenge when the key is not good.
 */
async function contextOf(host: Host, request: FastifyRequest, open: boolean): Promise<Context> {
  const { authorization } = request.headers;
  if (open && authorization === undefined) {
    const actor = { kind: 'anybody', address: request.ip } as const;
    return { ports: host.ports, realm: await host.publicRealm(), actor, api: api.name, requestId: request.id };
  }
  const key = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) throw new Refused([{ code: 'not-authenticated' }]);
  try {
    const { realm, actor } = await host.authenticate(key);
    return { ports: host.ports, realm, actor, api: api.name, requestId: request.id };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const wording = wordingOf({ code: 'not-authenticated' }, { conditional: false });
    const challenge = 'Bearer realm="muster", error="invalid_token"';
    throw new Refusing({ ...wording, headers: { 'www-authenticate': challenge } });
  }
}

/**
 * The caller's name for a request that may change something; null: none. Who shows no key has none: under the name of another behind
 * the same address, passwords could be guessed uncounted. @throws Refusing
 */
function nameOf({ method }: Route, { headers }: FastifyRequest, { actor }: Context): string | null {
  const name = headers['idempotency-key'];
  if (name === undefined || method === 'GET' || actor.kind === 'anybody') return null;
  if (typeof name === 'string' && requestName.test(name)) return name;
  throw new Refusing(badRequest([fault('Idempotency-Key', 'format')]));
}

/** The answer to a request; to one with a name, the one that was given before. */
async function answerOf(host: Host, route: Route, request: FastifyRequest, context: Context) {
  const name = nameOf(route, request, context);
  const work = async (own: Context) => writtenAnswer(await route.run(host, own, request));
  if (name === null) return { ...(await work(context)), replayed: false };
  const content = [request.method, request.url, request.body, request.headers['if-match'] ?? null];
  return await answerOnce(
    context,
    { name, content, isRefusal: (error) => error instanceof Refusing, tellsSerials: true },
    work,
  );
}

function serve(server: FastifyInstance, host: Host, route: Route, contexts: WeakMap<FastifyRequest, Context>): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    // Before the body is read: who has no key is not listened to.
    onRequest: async (request) => {
      contexts.set(request, await contextOf(host, request, route.open === true));
    },
    handler: async (request, reply) => {
      const context = contexts.get(request);
      if (context === undefined) throw new Error('a request has lost its context');
      const { status, body, headers, replayed } = await answerOf(host, route, request, context);
      reply.code(status).headers({ ...headers, ...(replayed && { 'idempotency-replayed': 'true' }) });
      return await (body === null ? reply.send() : reply.type('application/json').send(body));
    },
  });
}

async function plugin(server: FastifyInstance, host: Host): Promise<void> {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    mediaTypes,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) =>
      bytes.length === 0 ? undefined : host.readJsonBody(bytes, depthMax),
  );
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'private, no-cache' });
  });
  server.setNotFoundHandler((request, reply) => sendProblem(request, reply, noSuchPath));
  server.setErrorHandler((error, request, reply) => {
    const wording = wordingOfError(error);
    if (wording === unexpected) request.log.error({ err: error }, 'unexpected error');
    return sendProblem(request, reply, wording);
  });
  const contexts = new WeakMap<FastifyRequest, Context>();
  for (const route of routes) serve(server, host, route, contexts);
  server.get('/openapi.json', async () => openApiOf(routes, `${host.publicUrl}${path}`));
}

export const api: Api = {
  name: 'native',
  path,
  register: async (server, host) => {
    await server.register((scope) => plugin(scope, host), { prefix: path });
  },
  readUserId: readOwnId,
  writeUserId: (user) => user.id,
  furnish: null,
  beginsSessions: true,
  events: null,
};
