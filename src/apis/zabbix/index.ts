// Zabbix' API: scripts, modules and clients that manage users work by changing the URL.

import type { FastifyInstance } from 'fastify';
import { Refused } from '../../core/model/error.ts';
import type { Api, Host } from '../api.ts';
import { authenticate, callBy, permit } from './caller.ts';
import { credentialOf, refuseCredential } from './envelope/credentials.ts';
import { answerRequest } from './envelope/dispatch.ts';
import { findMethods } from './envelope/find-method.ts';
import type { Call as RpcCall } from './envelope/read.ts';
import { type Envelope, serveRpc } from './envelope/serve.ts';
import { badInput, Fault } from './fault.ts';
import { furnish } from './furnish.ts';
import type { OpenCall } from './method.ts';
import { methods } from './methods.ts';
import { faultOf } from './refusals.ts';
import { apiName, readUserId, writeUserId } from './wire/ids.ts';

const paths = ['/api_jsonrpc.php', '/zabbix/api_jsonrpc.php', '/r/:realm/api_jsonrpc.php'];

const find = findMethods(new Map([...methods].map(([name, method]) => [name, { name, method }])));

async function run(host: Host, envelope: Envelope, rpc: RpcCall): Promise<unknown> {
  const {
    method: { name, method },
    spelling,
  } = find(rpc.method);
  const credential = credentialOf(envelope.authorization, rpc.auth);
  const realm = envelope.realm === null ? await host.publicRealm() : await host.realms.of(envelope.realm);
  if (realm === null) throw new Fault(-32600, 'The received JSON is not a valid JSON-RPC request.');
  const { requestId, address, userAgent } = envelope;
  const objects = await host.realmObjects.of(realm.id);
  const call: OpenCall = { host, realm, requestId, spelling, address, userAgent, objects };
  if (method.access === 'anybody') {
    refuseCredential(spelling, credential);
    return await method.run(call, rpc.params);
  }
  if (credential === null) return badInput('Not authorized.');
  const known = callBy(call, await authenticate(call, credential, true));
  permit(known, method.access, name);
  return await method.run(known, rpc.params);
}

async function handle(server: FastifyInstance, host: Host, envelope: Envelope): Promise<string> {
  return await answerRequest(envelope.body, {
    run: async (rpc) => {
      try {
        return await run(host, envelope, rpc);
      } catch (error) {
        throw error instanceof Refused ? faultOf(error.refusals[0]) : error;
      }
    },
    report: (err) => server.log.error({ err, requestId: envelope.requestId }, 'unexpected error'),
  });
}

/** Zabbix' user management API, 7.0; 2026-08. */
export const api: Api = {
  name: apiName,
  path: '/api_jsonrpc.php',
  register: (server, host) => serveRpc(server, paths, (envelope) => handle(server, host, envelope)),
  readUserId,
  writeUserId,
  furnish,
  events: null,
};
