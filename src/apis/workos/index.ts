// WorkOS' User Management API at the root: unmodified SDKs work by changing the host they call.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerOnce, requestName } from '../../core/commands/answer-once.ts';
import type { Context } from '../../core/commands/context.ts';
import type { Api, Host } from '../api.ts';
import { authenticateRoutes } from './authenticate.ts';
import { eventRoutes } from './events.ts';
import { factorRoutes } from './factors.ts';
import { answerFailure } from './failures.ts';
import { deviceRoutes, serveHosted } from './hosted/index.ts';
import { invitationRoutes } from './invitations.ts';
import { membershipRoutes } from './memberships.ts';
import { organizationRoutes } from './organizations.ts';
import type { QueryValues } from './paging.ts';
import { redirectUriRoutes } from './redirect-uris.ts';
import { type Call, idOfPath, type Route } from './route.ts';
import { sessionRoutes } from './sessions.ts';
import { ticketRoutes } from './tickets.ts';
import { userRoutes } from './users.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';
import { entryOf } from './wire/body.ts';
import { wireErrors } from './wire/errors.ts';
import { eventDialect } from './wire/events.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';
import { badParameters, Rejected, reject } from './wire/rejected.ts';

/** Every endpoint. */
export const routes: readonly Route[] = [
  ...authenticateRoutes,
  ...factorRoutes,
  ...ticketRoutes,
  ...userRoutes,
  ...sessionRoutes,
  ...deviceRoutes,
  ...organizationRoutes,
  ...membershipRoutes,
  ...invitationRoutes,
  ...redirectUriRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
];

type Parts = { readonly Params: Readonly<Record<string, string>>; readonly Querystring: QueryValues };

const userAgentMax = 512;
const formType = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

async function contextOf(host: Host, request: FastifyRequest, key: string): Promise<Context> {
  const { realm, actor } = await host.authenticate(key);
  return { ports: host.ports, realm, actor, api: apiName, requestId: request.id };
}

/** Who calls: a holder of the key in the header, or (where anybody may) anybody, whatever the header says. */
async function identify(host: Host, { access }: Route, request: FastifyRequest): Promise<Context> {
  if (access === 'anybody') {
    const actor = { kind: 'anybody', address: request.ip } as const;
    return { ports: host.ports, realm: await host.publicRealm(), actor, api: apiName, requestId: request.id };
  }
  const key = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return await contextOf(host, request, key ?? reject(wireErrors.unauthorized));
}

function callOf(host: Host, context: Context, request: FastifyRequest<Parts>, reply: FastifyReply<Parts>): Call {
  return {
    context,
    host,
    publicUrl: host.publicUrl,
    params: request.params,
    query: request.query,
    body: request.body === undefined ? {} : request.body,
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, userAgentMax) ?? null,
    as: (secretKey) => contextOf(host, request, secretKey),
    reply,
  };
}

/** The caller's name for a request that may change something; null: none. */
function nameOf({ method, named }: Route, { headers }: FastifyRequest<Parts>): string | null {
  const name = headers['idempotency-key'];
  if (name === undefined || method === 'GET' || !named) return null;
  if (typeof name === 'string' && requestName.test(name)) return name;
  return reject(badParameters([entryOf('idempotency_key', 'invalid', 'is not valid.')]));
}

/** Answers a request with a name: as it was answered before, where it was. */
async function answerNamed(
  name: string,
  { status, answer }: Route,
  request: FastifyRequest<Parts>,
  call: Call,
): Promise<FastifyReply> {
  const content = [request.method, request.url, request.body];
  const isRefusal = (error: unknown) => error instanceof Rejected;
  const usual = new Set(Object.keys(call.reply.getHeaders()));
  const { body, headers, replayed } = await answerOnce(
    call.context,
    { name, content, isRefusal, tellsSerials: false },
    async (context) => {
      const { ports } = context;
      const found = await answer({ ...call, context, as: async (key) => ({ ...(await call.as(key)), ports }) });
      const own = Object.entries(call.reply.getHeaders()).filter(([header]) => !usual.has(header));
      const headers = Object.fromEntries(own.map(([header, value]) => [header, String(value)]));
      return { status, headers, body: found === null ? null : JSON.stringify(found) };
    },
  );
  if (call.reply.sent) return call.reply;
  const reply = call.reply.code(status).headers({ ...headers, ...(replayed && { 'idempotency-replayed': 'true' }) });
  return body === null ? reply.send() : reply.type('application/json').send(body);
}

function serve(server: FastifyInstance, host: Host, route: Route): void {
  const contexts = new WeakMap<FastifyRequest, Context>();
  const { method, path: url, status, says } = route;
  server.route<Parts>({
    method,
    url,
    onRequest: async (request) => {
      contexts.set(request, await identify(host, route, request));
    },
    handler: async (request, reply) => {
      const context = contexts.get(request) ?? reject(wireErrors.unauthorized);
      const call = callOf(host, context, request, reply);
      const name = nameOf(route, request);
      if (name !== null) return await answerNamed(name, route, request, call);
      const body = await route.answer(call);
      if (reply.sent) return reply;
      return body === null ? reply.code(status).send() : reply.code(status).send(body);
    },
    errorHandler: (error, request, reply) => {
      answerFailure(error, request, reply, { entity: idOfPath(request.params), creates: status === 201, says });
    },
  });
}

/** Some clients send a form where the SDKs send JSON (RFC 6749 §4): its fields are texts, and without NUL, as those of JSON are. */
function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser<string>(formType, { parseAs: 'string' }, (_request, text, done) => {
    const fields = [...new URLSearchParams(text)];
    const bad = fields.flat().some((part) => part.includes('\0'));
    done(bad ? new Rejected(wireErrors.bodyInvalid) : null, Object.fromEntries(fields));
  });
}

/** The routes below one first part of the path, with this API's own words for what is not there. */
async function open(server: FastifyInstance, host: Host, prefix: string, rows: readonly Route[]): Promise<void> {
  await server.register(
    async (scope) => {
      scope.setErrorHandler((error, request, reply) =>
        answerFailure(error, request, reply, { entity: null, creates: false, says: {} }),
      );
      scope.setNotFoundHandler((_request, reply) => {
        const { status, code, message } = wireErrors.notFound;
        reply.code(status).send({ message, code });
      });
      host.acceptLooseJson(scope, () => reject(wireErrors.bodyInvalid));
      acceptForms(scope);
      for (const row of rows) serve(scope, host, { ...row, path: row.path.slice(prefix.length) });
    },
    { prefix },
  );
}

/** WorkOS' User Management API, OpenAPI file 0.61; 2026-08. */
export const api: Api = {
  name: apiName,
  path: '/user_management',
  register: async (server, host) => {
    const byPrefix = Map.groupBy(routes, ({ path }) => /^\/[^/]+/.exec(path)?.[0] ?? '/');
    for (const [prefix, rows] of byPrefix) await open(server, host, prefix, rows);
    await serveHosted(server, host);
  },
  readUserId,
  writeUserId,
  furnish: null,
  beginsSessions: true,
  events: eventDialect,
};
