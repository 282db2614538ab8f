// Health and readiness: whether the process lives, and whether it can do its work now.

import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** What readiness asks. `check` resolves when the work can be done. */
export type Readiness = {
  readonly check: () => Promise<void>;
  readonly timeoutMs: number;
  readonly isStopping: () => boolean;
};

/** Serves `GET /health` (the process answers) and `GET /ready` (it can do its work: 200, else 503). */
export function serveHealth(server: FastifyInstance, readiness: Readiness): void {
  const options = { config: { quiet: true } };
  server.get('/health', options, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  server.get('/ready', options, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (readiness.isStopping()) return reply.code(503).send({ status: 'stopping' });
    try {
      await within(readiness.timeoutMs, readiness.check());
      return reply.send({ status: 'ready' });
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}

/** Resolves with `work`, or rejects when it takes too long; its own late rejection is no one's concern then. */
async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  const ended = new AbortController();
  const timeout = wait(timeoutMs, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`no answer within ${timeoutMs} ms`);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    ended.abort();
    timeout.catch(() => undefined);
    work.catch(() => undefined);
  }
}
