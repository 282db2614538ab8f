// A receiver of webhooks for the tests: verifies and notes what arrives, and answers as told.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

/** A call as it came. */
export interface Arrival {
  headers: Record<string, string>;
  body: string;
  /** The body's JSON. */
  json: Record<string, unknown>;
}

/** A receiver; `answer` decides the status it answers, null: it never does. */
export interface Receiver {
  url: string;
  arrivals: Arrival[];
  answer: (arrival: Arrival) => number | null;
  /** Waits until this many calls, or what this test says, have arrived. */
  until(enough: number | (() => boolean), timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Starts one, on this port where given; it closes after the test. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const arrival = { headers: headersOf(request), body, json: JSON.parse(body) };
    receiver.arrivals.push(arrival);
    const status = receiver.answer(arrival);
    if (status !== null) response.writeHead(status).end();
    for (const look of waiting) look();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  onTestFinished(close);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${own}/hook`,
    arrivals: [],
    answer: () => 200,
    until(enough, timeoutMs = 20_000) {
      const isEnough = typeof enough === 'number' ? () => receiver.arrivals.length >= enough : enough;
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!isEnough()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const late = (): void => {
          waiting.delete(look);
          reject(new Error(`after ${timeoutMs} ms only ${receiver.arrivals.length} calls have arrived`));
        };
        const timer = setTimeout(late, timeoutMs);
        waiting.add(look);
        look();
      });
    },
    close,
  };
  return receiver;
}
