// An endpoint for the tests: notes what arrives and answers as told, however badly.

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { type Call, type Posted, type PostOptions, post } from './post.ts';

/** `received`: whole requests, as they came. */
export type Endpoint = { readonly port: number; readonly received: string[]; connections: number };

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** Starts one that answers each request as told; it closes after the test. */
export async function start(answer: (socket: Socket) => void): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    endpoint.connections += 1;
    let request = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      request += chunk.toString('utf8');
      const [head, body] = request.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      endpoint.received.push(request);
      request = '';
      answer(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const endpoint: Endpoint = { port, received: [], connections: 0 };
  closings.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return endpoint;
}

/** Starts one that says this to each request, and hangs up. */
export const saying = (text: string): Promise<Endpoint> => start((socket) => void socket.end(text));

const never = new AbortController().signal;
const nobody = async (): Promise<never> => {
  throw new Error('nothing is to be looked up');
};

/** Posts as an operator's private endpoint, unless told otherwise. */
export const send = (call: Partial<Call> & { url: string }, options: Partial<PostOptions> = {}): Promise<Posted> =>
  post(
    { headers: {}, body: '{}', ...call },
    { timeoutMs: 5000, allowPrivate: true, resolve: nobody, signal: never, ...options },
  );

/** Posts to this endpoint, with something secret in the URL. */
export const sendTo = ({ port }: Endpoint, options: Partial<PostOptions> = {}): Promise<Posted> =>
  send({ url: `http://127.0.0.1:${port}/hook?token=canary` }, options);
