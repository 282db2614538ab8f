// The path of the functions for servers.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../../core/commands/authenticate.ts';
import { Refused } from '../../../core/model/error.ts';
import type { Host } from '../../api.ts';
import { keyHolder } from '../envelope/key-holder.ts';

const bodyMax = 262_144;
const refusal = JSON.stringify({
  result: { error: 'Authorization must be Bearer, with a secret key of this server.', status: 810 },
});

function send(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('content-type', 'application/json').send(body);
}

/** Serves `/coronium/users/<function>` to holders of a secret key. Bodies are read as bytes. */
export async function registerServerFunctions(server: FastifyInstance, host: Host): Promise<void> {
  const callers = new WeakMap<FastifyRequest, Caller>();
  server.post<{ Params: { name: string } }>('/coronium/users/:name', {
    bodyLimit: bodyMax,
    // Before the body is read: who has no key is not listened to.
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        callers.set(request, await keyHolder(host, request));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return send(reply.code(401).header('www-authenticate', 'Bearer realm="muster"'), refusal);
      }
    },
    handler: async (request, reply) => {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error('a request has lost its caller');
      const { answerServer } = await import('./run.ts');
      return send(reply, await answerServer(host, caller, request.params.name, request));
    },
  });
}
