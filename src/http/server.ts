// The server: a socket with limits on everything that comes in, which says the same few things on all that goes out.

import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { answerBrokenRequest } from './broken-request.ts';
import { pathOf } from './log.ts';
import type { Metrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked for by machines every few seconds: logged at `debug` only. */
    quiet?: boolean;
  }
  interface FastifyInstance {
    /** Whose routes these are, for the log and the metrics. */
    scopeName: string;
  }
}

/** A server that is not yet listening. */
export type Server = {
  readonly server: FastifyInstance;
  readonly isStopping: () => boolean;
  /** Takes no more connections, answers what has begun, and cuts off what takes longer than `deadlineMs`. */
  readonly stop: (deadlineMs: number) => Promise<void>;
};

const bodyMax = 1_048_576;
const headersMax = 16_384;

/** What a connection may take of time and room. */
export const socketLimits = {
  requestTimeout: 60_000,
  keepAliveTimeout: 72_000,
  headersTimeout: 20_000,
  maxHeaderSize: headersMax,
};
const jsonWithCharset = /^(application\/(?:[\w.-]+\+)?json); charset=utf-8$/;

/** `trustedProxies`: how many proxies in a row, or which, may say where a call comes from; null: none. */
export type Options = {
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
  readonly trustedProxies: number | readonly string[] | null;
};

function trustOf(proxies: Options['trustedProxies']) {
  if (proxies === null) return false;
  return typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : [...proxies];
}

/** Makes the server. It reads no body until a plugin says how. */
export function openServer({ log, metrics, trustedProxies }: Options): Server {
  const state = { stopping: false };
  const server = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestIdHeader: false,
    trustProxy: trustOf(trustedProxies),
    genReqId: requestIdOf,
    bodyLimit: bodyMax,
    requestTimeout: socketLimits.requestTimeout,
    keepAliveTimeout: socketLimits.keepAliveTimeout,
    http: { maxHeaderSize: headersMax, headersTimeout: socketLimits.headersTimeout },
    // Ids are as long as their API allows; what is not one, the API answers in its own words.
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: headersMax,
    },
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => readable(url),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: true } },
    clientErrorHandler: answerBrokenRequest,
  });
  server.removeAllContentTypeParsers();
  server.decorate('scopeName', 'none');
  observe(server, metrics);
  server.addHook('onSend', (request, reply, _payload, done) => {
    dress(reply, request.id, state.stopping);
    done();
  });
  answerTheRest(server);
  return { server, isStopping: () => state.stopping, stop: (deadlineMs) => stop(server, state, deadlineMs) };
}

/**
 * A target whose path cannot be decoded is taken literally, so that its API answers in its own words that there is nothing;
 * no escape in it counts then, so it cannot stand for another path.
 */
function readable(target: string): string {
  if (!target.includes('%')) return target;
  const end = target.indexOf('?');
  const path = end === -1 ? target : target.slice(0, end);
  try {
    decodeURIComponent(path);
    return target;
  } catch {
    return path.replaceAll('%', '%25') + target.slice(path.length);
  }
}

/** Registers a plugin in a scope of its own, under a name for the log and the metrics. */
export async function mount(
  server: FastifyInstance,
  name: string,
  plugin: (scope: FastifyInstance) => Promise<void>,
): Promise<void> {
  await server.register(async (scope) => {
    scope.decorate('scopeName', name);
    await plugin(scope);
  });
}

function everywhere(requestId: string): Record<string, string> {
  return { 'x-request-id': requestId, 'x-content-type-options': 'nosniff' };
}

/** What every answer says. JSON goes without a charset: it has none (RFC 8259 §11), and some clients compare the type. */
function dress(reply: FastifyReply, requestId: string, stopping: boolean): void {
  reply.headers(everywhere(requestId));
  const type = reply.getHeader('content-type');
  const plain = typeof type === 'string' ? jsonWithCharset.exec(type)?.[1] : undefined;
  if (plain !== undefined) reply.header('content-type', plain);
  if (stopping) reply.header('connection', 'close');
}

function observe(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? null : (request.routeOptions.url ?? null);
    const { method } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    const api = request.server.scopeName;
    metrics.measure({ api, route, method, status, ms });
    const line = { api, method, route, path: pathOf(request.raw.url), status, ms: Math.round(ms * 10) / 10 };
    if (status >= 500 && request.routeOptions.config.quiet !== true) request.log.error(line, 'request failed');
    else if (request.routeOptions.config.quiet === true) request.log.debug(line, 'request');
    else request.log.info(line, 'request');
    done();
  });
}

/** Paths that belong to nobody, and faults that no plugin has answered. */
function answerTheRest(server: FastifyInstance): void {
  server.setNotFoundHandler((_request, reply) => {
    reply.code(404).send({ error: 'not-found' });
  });
  server.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode >= 400 && statusCode < 500) return reply.code(statusCode).send({ error: 'bad-request' });
    request.log.error({ err: error }, 'unexpected error');
    return reply.code(500).send({ error: 'internal', requestId: request.id });
  });
}

async function stop(server: FastifyInstance, state: { stopping: boolean }, deadlineMs: number): Promise<void> {
  state.stopping = true;
  const cut = setTimeout(() => server.server.closeAllConnections(), deadlineMs);
  // A connection that was kept alive before we began to stop falls idle only once its answer is out.
  const reap = setInterval(() => server.server.closeIdleConnections(), 50);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
    clearInterval(reap);
  }
}
