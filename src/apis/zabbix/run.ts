// Running calls: each by the method it names, in the name of whoever makes it.

import type { FastifyBaseLogger } from 'fastify';
import { Refused } from '../../core/model/error.ts';
import type { Host } from '../api.ts';
import { authenticate, callBy, permit } from './caller.ts';
import { credentialOf, refuseCredential } from './envelope/credentials.ts';
import { answerRequest } from './envelope/dispatch.ts';
import { findMethods } from './envelope/find-method.ts';
import type { Call as RpcCall } from './envelope/read.ts';
import type { Envelope } from './envelope/serve.ts';
import { badInput, Fault } from './fault.ts';
import type { OpenCall } from './method.ts';
import { methods } from './methods.ts';
import { faultOf } from './refusals.ts';

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

/** Runs the calls of an envelope and tells the answers as text; what is our bug is logged and not told. */
export async function answerEnvelope(log: FastifyBaseLogger, host: Host, envelope: Envelope): Promise<string> {
  return await answerRequest(envelope.body, {
    run: async (rpc) => {
      try {
        return await run(host, envelope, rpc);
      } catch (error) {
        throw error instanceof Refused ? faultOf(error.refusals[0]) : error;
      }
    },
    now: host.ports.clock,
    isGone: envelope.isGone,
    report: (err) => log.error({ err, requestId: envelope.requestId }, 'unexpected error'),
  });
}
