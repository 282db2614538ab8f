// A server of breached passwords for the tests: speaks the range protocol, badly when told to, and notes all it is sent.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeEach } from 'vitest';

/** The SHA-1 of a text as the lists have it. */
export function digitsOf(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex').toUpperCase();
}

export type RangeServer = {
  readonly url: string;
  /** Everything that came in, as it came: request lines, headers, bodies. */
  readonly received: string[];
  /** How to answer a prefix; lists `breached` unless told otherwise. */
  answer: (prefix: string, response: ServerResponse) => void;
  close(): Promise<void>;
};

/** A whole range as the server tells it: the passwords given, among padding. */
export function rangeOf(prefix: string, breached: readonly string[], count = 3): string {
  const found = breached.map(digitsOf).filter((digits) => digits.startsWith(prefix));
  const padding = Array.from({ length: 20 }, (_, index) => `${digitsOf(`padding ${index}`).slice(5)}:0`);
  return [...padding, ...found.map((digits) => `${digits.slice(5)}:${count}`)].sort().join('\r\n');
}

/** Starts a server that lists these passwords. */
export async function openRangeServer(breached: readonly string[]): Promise<RangeServer> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push([request.method, request.url, ...request.rawHeaders].join(' '));
    request.on('data', (chunk) => received.push(String(chunk)));
    place.answer(request.url?.split('/').at(-1) ?? '', response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const place: RangeServer = {
    url: `http://127.0.0.1:${port}/range`,
    received,
    answer: (prefix, response) => response.end(rangeOf(prefix, breached)),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return place;
}

/** Gives a test file a server that forgets between tests. */
export async function useRangeServer(breached: readonly string[]): Promise<RangeServer> {
  const server = await openRangeServer(breached);
  const { answer } = server;
  beforeEach(() => {
    server.received.length = 0;
    server.answer = answer;
  });
  afterAll(() => server.close());
  return server;
}
