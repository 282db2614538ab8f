// A server with one small API in it, for the tests of the socket.
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { serveHealth } from '../src/http/health.ts';
import { serveImages } from '../src/http/images.ts';
import { BodyRefused, readJson } from '../src/http/json-body.ts';
import { type LogLevel, openLog } from '../src/http/log.ts';
import { openMetrics, serveMetrics } from '../src/http/metrics.ts';
import { mount, openServer, type Server } from '../src/http/server.ts';

const open: Server[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop(100)));
});

/** A server with one small API in it. */
export async function start(level: LogLevel = 'trace') {
  const lines: string[] = [];
  const log = openLog(level, { write: (line) => void lines.push(line) });
  const metrics = openMetrics();
  const made = openServer({ log, metrics, trustedProxies: null });
  open.push(made);
  const state = { ready: async () => {} };
  serveHealth(made.server, { check: () => state.ready(), timeoutMs: 50, isStopping: made.isStopping });
  serveMetrics(made.server, metrics);
  const image = { contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) };
  serveImages(made.server, { load: async (id) => (id.startsWith('0199') ? image : null), draw: async () => image });
  await mount(made.server, 'sample', async (scope) => {
    const types = ['application/json', 'application/merge-patch+json'];
    scope.addContentTypeParser<Buffer>(types, { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) =>
      bytes.length === 0 ? {} : readJson(bytes),
    );
    scope.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) =>
      reply.code(error.statusCode ?? 500).send({ fault: error instanceof BodyRefused ? error.reason : 'other' }),
    );
    scope.all('/sample/echo', async (request) => ({ body: request.body ?? null }));
    scope.get<{ Params: { id: string } }>('/sample/users/:id', async ({ params }) => ({ id: params.id }));
    scope.post('/sample/slow', async () => wait(300, { slow: true }));
    const schema = { body: { type: 'object', properties: { age: { type: 'integer' } }, additionalProperties: false } };
    scope.post('/sample/strict', { schema }, async (request) => request.body);
  });
  return { ...made, lines, state };
}

/** Listens on a free port. */
export async function listen(server: Server): Promise<number> {
  await server.server.listen({ host: '127.0.0.1', port: 0 });
  const address: AddressInfo | string | null = server.server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Sends raw bytes and gives back all that comes until the connection ends, or nothing more for a while. */
export async function raw(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(bytes);
  await Promise.race([once(socket, 'close'), wait(300)]);
  socket.destroy();
  return text;
}
