// A second port: the same server for callers who cannot be told another.

import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { answerBrokenRequest } from './broken-request.ts';
import { pathOf } from './log.ts';
import { socketLimits } from './server.ts';

/** An open port, and how to close it: takes no more connections, and cuts off what is not answered after `deadlineMs`. */
export type SecondPort = { readonly port: number; readonly close: (deadlineMs: number) => Promise<void> };

/**
 * Listens on a further port. What comes to one of `paths` there is answered by `server` as if it had come to its own; there is nothing
 * else. Rejects with the system's error where it cannot.
 */
export async function openSecondPort(
  server: FastifyInstance,
  where: { readonly host: string; readonly port: number; readonly paths: readonly string[] },
): Promise<SecondPort> {
  const second = createServer(socketLimits, (request, response) => {
    if (where.paths.includes(pathOf(request.url) ?? '')) server.routing(request, response);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not-found"}');
  });
  second.on('clientError', (error, socket: Socket) => answerBrokenRequest(error, socket));
  await new Promise<void>((resolve, reject) => {
    second.once('error', reject);
    second.listen(where.port, where.host, () => {
      second.off('error', reject);
      resolve();
    });
  });
  const address = second.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : where.port,
    async close(deadlineMs) {
      const cut = setTimeout(() => second.closeAllConnections(), deadlineMs);
      const reap = setInterval(() => second.closeIdleConnections(), 50);
      await new Promise<void>((resolve) => {
        second.close(() => resolve());
      });
      clearTimeout(cut);
      clearInterval(reap);
    },
  };
}
