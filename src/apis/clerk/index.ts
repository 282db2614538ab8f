// Clerk's Backend API under /v1: unmodified SDKs work by changing `apiUrl`.

import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerOnce, requestName } from '../../core/commands/answer-once.ts';
import type { Caller } from '../../core/commands/authenticate.ts';
import type { Context } from '../../core/commands/context.ts';
import type { Api, Host } from '../api.ts';
import { emailAddressRoutes } from './email-addresses.ts';
import { answerFailure } from './failures.ts';
import { imageRoutes, uploadMax, uploadRoutes } from './images.ts';
import { jwksObject } from './jwks.ts';
import { phoneNumberRoutes } from './phone-numbers.ts';
import type { Call, Route } from './route.ts';
import { sessionRoutes } from './sessions.ts';
import { credentialRoutes } from './user-credentials.ts';
import { holdingRoutes } from './user-holdings.ts';
import { standingRoutes } from './user-standing.ts';
import { userRoutes } from './users.ts';
import { plainScene } from './wire/errors.ts';
import { eventDialect } from './wire/events.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';
import type { QueryValues } from './wire/query.ts';
import { Rejected, reject } from './wire/rejected.ts';
import { versionOf } from './wire/version.ts';

const path = '/v1';

/** Every endpoint that reads JSON or nothing. */
export const routes: readonly Route[] = [
  ...userRoutes,
  ...standingRoutes,
  ...credentialRoutes,
  ...holdingRoutes,
  ...imageRoutes,
  ...emailAddressRoutes,
  ...phoneNumberRoutes,
  ...sessionRoutes,
];

type Parts = { readonly Params: Readonly<Record<string, string>>; readonly Querystring: QueryValues };

async function authenticate(host: Host, header: string | undefined): Promise<Caller> {
  const key = /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
  return await host.authenticate(key ?? reject('authorizationFormat'));
}

async function findFile(request: FastifyRequest): Promise<Uint8Array | null> {
  for await (const part of request.files()) {
    if (part.fieldname === 'file') return await part.toBuffer();
    part.file.resume();
  }
  return null;
}

/** A form that cannot be read is the caller's fault, also where its parser throws plain errors. */
async function readUpload(request: FastifyRequest): Promise<Uint8Array | null> {
  if (!request.isMultipart()) return null;
  try {
    return await findFile(request);
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error) throw error;
    return reject('bodyInvalid');
  }
}

function callOf(host: Host, context: Context, request: FastifyRequest<Parts>): Call {
  return {
    context,
    version: versionOf(request.headers['clerk-api-version'], request.query.__clerk_api_version),
    view: {
      publicUrl: host.publicUrl,
      policy: context.realm.policy,
      // Asked when the answer is written: before that the command has not yet decided anything.
      get now() {
        return host.ports.clock();
      },
    },
    signer: host.signer,
    params: request.params,
    query: request.query,
    body: request.body === undefined ? {} : request.body,
    upload: () => readUpload(request),
  };
}

/** The caller's name for a request that may change something; null: none. A form has none: it is read too late to be compared. */
function nameOf({ method }: Route, { headers }: FastifyRequest<Parts>): string | null {
  const name = headers['idempotency-key'];
  if (name === undefined || method === 'GET' || /^multipart\//i.test(headers['content-type'] ?? '')) return null;
  return typeof name === 'string' && requestName.test(name)
    ? name
    : reject('formatInvalid', { param: 'Idempotency-Key' });
}

/** The answer to a request; to one with a name, the one that was given before. */
async function answerOf(host: Host, route: Route, request: FastifyRequest<Parts>, { realm, actor }: Caller) {
  const context: Context = { ports: host.ports, realm, actor, api: apiName, requestId: request.id };
  const name = nameOf(route, request);
  const work = async (own: Context) => {
    const body = JSON.stringify(await route.answer(callOf(host, own, request)));
    return { status: 200, headers: {}, body };
  };
  if (name === null) return { ...(await work(context)), replayed: false };
  const content = [request.method, request.url, request.body];
  return await answerOnce(
    context,
    { name, content, isRefusal: (error) => error instanceof Rejected, tellsSerials: false },
    work,
  );
}

function serve(server: FastifyInstance, host: Host, route: Route): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const { method, path: url, scene } = route;
  server.route<Parts>({
    method,
    url,
    onRequest: async (request) => {
      callers.set(request, await authenticate(host, request.headers.authorization));
    },
    handler: async (request, reply) => {
      const caller = callers.get(request) ?? reject('authorizationFormat');
      const { status, body, replayed } = await answerOf(host, route, request, caller);
      if (replayed) reply.header('idempotency-replayed', 'true');
      return reply.code(status).type('application/json').send(body);
    },
    errorHandler: (error, request, reply) => {
      answerFailure(error, request, reply, { scene, policy: callers.get(request)?.realm.policy ?? null });
    },
  });
}

/** The keys are public; whoever shows a key must still show a right one. */
function serveKeys(server: FastifyInstance, host: Host): void {
  server.get('/jwks', async ({ headers: { authorization } }) => {
    const realm =
      authorization === undefined ? await host.publicRealm() : (await authenticate(host, authorization)).realm;
    return await jwksObject(host.signer, realm);
  });
}

async function serveAll(server: FastifyInstance, host: Host): Promise<void> {
  host.acceptLooseJson(server, (actual) => reject('contentTypeUnsupported', { actual, expected: 'application/json' }));
  server.setErrorHandler((error, request, reply) =>
    answerFailure(error, request, reply, { scene: plainScene, policy: null }),
  );
  server.setNotFoundHandler((request, reply) => {
    try {
      reject('resourceNotFound');
    } catch (error) {
      answerFailure(error, request, reply, { scene: plainScene, policy: null });
    }
  });
  for (const route of routes) serve(server, host, route);
  serveKeys(server, host);
  await server.register(async (forms) => {
    await forms.register(multipart, { limits: { fileSize: uploadMax, files: 4, fields: 16, parts: 20 } });
    for (const route of uploadRoutes) serve(forms, host, route);
  });
}

/** Clerk's Backend API, version 2026-05-12 and those before; 2026-08. */
export const api: Api = {
  name: apiName,
  path,
  register: async (server, host) => {
    await server.register(async (scope) => serveAll(scope, host), { prefix: path });
  },
  readUserId,
  writeUserId,
  furnish: null,
  beginsSessions: true,
  events: eventDialect,
};
