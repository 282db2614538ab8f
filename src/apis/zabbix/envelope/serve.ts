// The endpoint: JSON-RPC over HTTP, in which nearly everything is a 200.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../fault.ts';
import { writeFault } from './answer.ts';
import { systemFault } from './dispatch.ts';
import { noRequest } from './read.ts';

/** A request as it came; `realm`: what its path says at `:realm`, null where it says nothing; texts are null when not sent. */
export type Envelope = {
  readonly body: Buffer;
  readonly authorization: string | null;
  readonly address: string;
  /** At most 512 characters. */
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly realm: string | null;
  /** True once the connection is closed, so that no answer can arrive. */
  readonly isGone: () => boolean;
};

type Parts = { readonly Params: { readonly realm?: string } };

const userAgentMax = 512;
const types = new Set(['application/json-rpc', 'application/json', 'application/jsonrequest']);
const sharing = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type,Authorization',
  'access-control-allow-methods': 'POST,OPTIONS',
  'access-control-max-age': '1000',
};

/**
 * Serves the endpoint at each path, whatever the verb: 200 with what `handle` tells as JSON, 412 without a content type
 * of JSON's, 200 and nothing for OPTIONS. What goes wrong before or in `handle`, and any path below, is told as a fault with
 * status 200; what `handle` throws is logged and not told. Source: Zabbix 7.0.22, `api_jsonrpc.php`.
 */
export async function serveRpc(
  server: FastifyInstance,
  paths: readonly string[],
  handle: (envelope: Envelope) => Promise<string>,
): Promise<void> {
  for (const prefix of paths) await server.register(async (scope) => open(scope, handle), { prefix });
}

function open(scope: FastifyInstance, handle: (envelope: Envelope) => Promise<string>): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => bytes,
  );
  scope.addHook('onRequest', async (request, reply) => {
    reply.headers(sharing);
    const type = request.headers['content-type']?.split(';', 1)[0] ?? '';
    if (request.method === 'OPTIONS') return reply.type('text/html').send('');
    return types.has(type) ? undefined : reply.code(412).type('text/html').send('');
  });
  scope.setErrorHandler((error, request, reply) => answerFailure(error, request, reply));
  scope.setNotFoundHandler((_request, reply) => answer(reply, writeFault(null, new Fault(-32600, noRequest))));
  scope.all<Parts>('', async (request, reply) => answer(reply, await handle(await envelopeOf(request))));
}

function answer(reply: FastifyReply, body: string): FastifyReply {
  return reply.code(200).header('content-type', 'application/json').send(body);
}

async function envelopeOf(request: FastifyRequest<Parts>): Promise<Envelope> {
  return {
    body: Buffer.isBuffer(request.body) ? request.body : await readBody(request),
    authorization: request.headers.authorization ?? null,
    address: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, userAgentMax) ?? null,
    requestId: request.id,
    realm: request.params.realm ?? null,
    isGone: () => request.raw.socket.destroyed,
  };
}

/** The body of a verb that usually has none, and is not read by the server: some clients send their calls by GET. */
async function readBody({ raw, routeOptions }: FastifyRequest<Parts>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of raw.iterator({ destroyOnReturn: false })) {
      pieces.push(piece);
      size += piece.length;
      if (size > routeOptions.bodyLimit) break;
    }
  } catch {
    throw new Fault(-32600, noRequest);
  }
  return size > routeOptions.bodyLimit ? tooLarge() : Buffer.concat(pieces);
}

const tooLargeData = 'The request is too large.';

function tooLarge(): never {
  throw new Fault(-32600, tooLargeData);
}

/** The fault of what the server says of a request; null: our bug. */
function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Fault(-32600, tooLargeData);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status >= 400 && status < 500 ? new Fault(-32600, noRequest) : null;
}

function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = faultOf(error);
  if (known === null) request.log.error({ err: error }, 'unexpected error');
  // What is left of a body that is not read to its end is no next request.
  if (known?.data === tooLargeData) reply.header('connection', 'close');
  return answer(reply, writeFault(null, known ?? systemFault()));
}
