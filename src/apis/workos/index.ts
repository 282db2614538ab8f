// WorkOS' User Management API at the root: unmodified SDKs work by changing the host they call.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../../core/commands/authenticate.ts';
import type { Api, Host } from '../api.ts';
import { answerFailure } from './failures.ts';
import type { QueryValues } from './paging.ts';
import { idOfPath, type Route } from './route.ts';
import { sessionRoutes } from './sessions.ts';
import { userRoutes } from './users.ts';
import { wireErrors } from './wire/errors.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';
import { reject } from './wire/rejected.ts';

const path = '/user_management';

/** Every endpoint below `/user_management`. */
export const routes: readonly Route[] = [...userRoutes, ...sessionRoutes];

type Parts = { readonly Params: Readonly<Record<string, string>>; readonly Querystring: QueryValues };

async function authenticate(host: Host, header: string | undefined): Promise<Caller> {
  const key = /^Bearer ([\x21-\x7e]+)$/i.exec(header ?? '')?.[1];
  return await host.authenticate(key ?? reject(wireErrors.unauthorized), 'secret');
}

function serve(server: FastifyInstance, host: Host, { method, path: url, status, answer }: Route): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route<Parts>({
    method,
    url,
    onRequest: async (request) => {
      callers.set(request, await authenticate(host, request.headers.authorization));
    },
    handler: async (request, reply) => {
      const { realm, actor } = callers.get(request) ?? reject(wireErrors.unauthorized);
      const body = await answer({
        context: { ports: host.ports, realm, actor, api: apiName, requestId: request.id },
        publicUrl: host.publicUrl,
        params: request.params,
        query: request.query,
        body: request.body === undefined ? {} : request.body,
      });
      return body === null ? reply.code(status).send() : reply.code(status).send(body);
    },
    errorHandler: (error, request, reply) => {
      answerFailure(error, request, reply, { entity: idOfPath(request.params), creates: status === 201 });
    },
  });
}

/** A prefix of this API, with its own words for what is not there. */
async function open(server: FastifyInstance, prefix: string, fill: (scope: FastifyInstance) => void): Promise<void> {
  await server.register(
    async (scope) => {
      scope.setErrorHandler((error, request, reply) =>
        answerFailure(error, request, reply, { entity: null, creates: false }),
      );
      scope.setNotFoundHandler((_request, reply) => {
        const { status, code, message } = wireErrors.notFound;
        reply.code(status).send({ message, code });
      });
      fill(scope);
    },
    { prefix },
  );
}

/** WorkOS' User Management API, OpenAPI file 0.61; 2026-08. */
export const api: Api = {
  name: apiName,
  path,
  register: async (server, host) => {
    await open(server, path, (scope) => {
      host.acceptLooseJson(scope, () => reject(wireErrors.bodyInvalid));
      for (const route of routes) serve(scope, host, route);
    });
    await open(server, '/sso', (scope) => {
      host.acceptLooseJson(scope, () => reject(wireErrors.bodyInvalid));
      // The keys are public, and the same for every client.
      scope.get('/jwks/:clientId', async () => await host.signer.jwks((await host.publicRealm()).id));
    });
  },
  readUserId,
  writeUserId,
};
