// The first limit: our own server with its log, metrics, authentication and JSON, answering a user that is not looked up.

import { openSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { openAuthentication } from '../../src/core/commands/authenticate.ts';
import { openMemory } from '../../src/core/commands/remember.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { Store } from '../../src/core/ports.ts';
import { readJson } from '../../src/http/json-body.ts';
import { openLog } from '../../src/http/log.ts';
import { openMetrics } from '../../src/http/metrics.ts';
import { mount, openServer } from '../../src/http/server.ts';
import { answer } from '../child.ts';
import { rpcPath } from '../requests.ts';
import type { Listening } from './echo.ts';

/** A rendered user, as the real server answers it. */
export type WithoutStoreAsk = { readonly user: Readonly<Record<string, unknown>> };

type Params = { Params: { id: string }; Body: Readonly<Record<string, unknown>> };

type Rpc = { Body: { readonly params: { readonly userid: string }; readonly id: number } };

const realmMemoryMs = 5000;

/** Knows one key and one realm, from memory. */
function keysOnly(): Store {
  const now = Date.now();
  const known: Pick<Store, 'loadApiKey' | 'loadRealm'> = {
    loadApiKey: async (digest) => ({ id: 'key', realm: 'default', kind: 'secret', digest, hint: '', createdAt: now }),
    loadRealm: async (id) => ({ id, name: id, instanceId: id, policy: defaultPolicy, rev: 1, createdAt: now }),
  };
  return Object.assign(Object.create(null), known);
}

async function routes(scope: FastifyInstance, user: WithoutStoreAsk['user']): Promise<void> {
  const ports = { store: keysOnly(), clock: Date.now };
  const authenticate = openAuthentication(
    ports,
    openMemory((id) => ports.store.loadRealm(id), Date.now, realmMemoryMs),
  );
  scope.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, readJson(bytes));
  });
  scope.addHook('onRequest', async (request) => {
    await authenticate((request.headers.authorization ?? '').replace(/^Bearer /, ''), 'secret');
  });
  scope.post<Rpc>(rpcPath, async ({ body }) => {
    const { params, id } = body;
    return { jsonrpc: '2.0', result: { userids: [params.userid] }, id };
  });
  scope.patch<Params>('/v1/users/:id', async ({ params, body }) => ({ ...user, ...body, id: params.id }));
  scope.patch<Params>('/v1/users/:id/metadata', async ({ params, body }) => ({ ...user, ...body, id: params.id }));
}

answer<WithoutStoreAsk, Listening>(async ({ user }) => {
  const log = openLog('info', pino.destination({ fd: openSync('/dev/null', 'w'), sync: false }));
  const { server } = openServer({ log, metrics: openMetrics(), trustedProxies: null });
  await mount(server, 'bench', (scope) => routes(scope, user));
  await server.listen({ port: 0, host: '127.0.0.1' });
  const [address] = server.addresses();
  return { port: typeof address === 'object' ? address.port : 0 };
});
