// The first limit: our own server with its log, metrics, authentication and JSON, answering a user that is not looked up.

import { openSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { prove } from '../../src/apis/coronium/envelope/prove.ts';
import { requestOf } from '../../src/apis/coronium/envelope/request.ts';
import { openAuthentication } from '../../src/core/commands/authenticate.ts';
import { openMemory } from '../../src/core/commands/remember.ts';
import { isJsonObject } from '../../src/core/model/json.ts';
import { defaultPolicy } from '../../src/core/model/realm.ts';
import type { Store } from '../../src/core/ports.ts';
import { readJson } from '../../src/http/json-body.ts';
import { openLog } from '../../src/http/log.ts';
import { openMetrics } from '../../src/http/metrics.ts';
import { mount, openServer } from '../../src/http/server.ts';
import { answer } from '../child.ts';
import { gameKey } from '../games.ts';
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
    await authenticate((request.headers.authorization ?? '').replace(/^Bearer /, ''));
  });
  scope.post<Rpc>(rpcPath, async ({ body }) => {
    const { params, id } = body;
    return { jsonrpc: '2.0', result: { userids: [params.userid] }, id };
  });
  scope.patch<Params>('/v1/users/:id', async ({ params, body }) => ({ ...user, ...body, id: params.id }));
  scope.patch<Params>('/v1/users/:id/metadata', async ({ params, body }) => ({ ...user, ...body, id: params.id }));
}

/** Games sign the bytes of what they send. */
async function gameRoute(scope: FastifyInstance): Promise<void> {
  const created = 1_735_689_600;
  const known = { active: true, validated: true, scope: 'Bench', created, updated: created, last_login: created };
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes);
  scope.post<{ Body: Buffer }>('/', async (request) => {
    prove(requestOf(request), [{ id: 'key', secret: gameKey }], null);
    const body = readJson(request.body);
    const { user_id = null, update = null } = isJsonObject(body) ? body : {};
    const extra = isJsonObject(update) ? (update.extra ?? null) : null;
    return { result: { ...known, user_id, username: 'person1', email: 'person1@example.com', extra } };
  });
}

answer<WithoutStoreAsk, Listening>(async ({ user }) => {
  const log = openLog('info', pino.destination({ fd: openSync('/dev/null', 'w'), sync: false }));
  const { server } = openServer({ log, metrics: openMetrics(), trustedProxies: null });
  await mount(server, 'bench', (scope) => routes(scope, user));
  await mount(server, 'games', gameRoute);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const [address] = server.addresses();
  return { port: typeof address === 'object' ? address.port : 0 };
});
