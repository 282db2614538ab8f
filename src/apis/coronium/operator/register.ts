// The paths at which an operator sees and sets scopes.

import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify';
import type { Host } from '../../api.ts';
import type { Answer } from './answer-error.ts';
import type { VerbName } from './operate.ts';

const bodyMax = 16_384;
const list = '/coronium/scopes';
const one = `${list}/:name`;

const routes: readonly (readonly [HTTPMethods, string, VerbName])[] = [
  ['GET', list, 'list'],
  ['GET', one, 'read'],
  ['PUT', one, 'put'],
  ['DELETE', one, 'remove'],
];

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).header('content-type', 'application/json').send(body);
}

/** Serves `/coronium/scopes` to holders of a secret key of the home realm. Bodies are read as bytes. */
export async function registerOperator(server: FastifyInstance, host: Host): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'private, no-cache');
    });
    scope.setErrorHandler(async (error, request, reply) => {
      const { answerBug, answerRefusal } = await import('./answer-error.ts');
      const answer = answerRefusal(error);
      if (answer === null) request.log.error({ err: error }, 'unexpected error');
      return send(reply, answer ?? answerBug());
    });
    for (const [method, url, verb] of routes) {
      scope.route({
        ...{ method, url, bodyLimit: bodyMax },
        handler: async (request, reply) =>
          send(reply, await (await import('./operate.ts')).operate(host, verb, request)),
      });
    }
  });
}
