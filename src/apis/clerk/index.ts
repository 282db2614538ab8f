// Clerk's Backend API under /v1: unmodified SDKs work by changing `apiUrl`.

import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../../core/commands/authenticate.ts';
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
import { apiName, readUserId, writeUserId } from './wire/ids.ts';
import type { QueryValues } from './wire/query.ts';
import { reject } from './wire/rejected.ts';
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
  return await host.authenticate(key ?? reject('authorizationFormat'), 'secret');
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

function serve(server: FastifyInstance, host: Host, { method, path: url, scene, answer }: Route): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.route<Parts>({
    method,
    url,
    onRequest: async (request) => {
      callers.set(request, await authenticate(host, request.headers.authorization));
    },
    handler: async (request) => {
      const { realm, actor } = callers.get(request) ?? reject('authorizationFormat');
      const version = versionOf(request.headers['clerk-api-version'], request.query.__clerk_api_version);
      const call: Call = {
        context: { ports: host.ports, realm, actor, api: apiName, requestId: request.id },
        version,
        view: {
          publicUrl: host.publicUrl,
          policy: realm.policy,
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
      return await answer(call);
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
};
