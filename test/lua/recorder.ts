// A small HTTP server in the place of Muster: it checks what every call must carry, keeps it, and plays answers.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** The server key that scripts are to use. */
export const serverKey = '4c1f7a52-9d7e-4b7f-8a60-3f1b5a6f0f5e';

/** A call as it arrived; texts that were not sent are "". */
export interface RecordedCall {
  readonly path: string;
  readonly action: string;
  readonly scope: string;
  readonly idempotencyKey: string;
  readonly session: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer: text as it is, with its status; an object as JSON; `drop`: the connection ends without a word; `hang`: nothing comes. */
export type Played = 'drop' | 'hang' | { readonly text: string; readonly status?: number } | { readonly json: unknown };

export interface Recorder {
  readonly url: string;
  readonly port: number;
  readonly calls: RecordedCall[];
  /** What was wrong with calls, in words; a test expects it to stay empty. */
  readonly faults: string[];
  /** Plays these answers, one after the other, then `{"result": true}`. Forgets earlier calls. */
  play(...answers: Played[]): void;
  close(): Promise<void>;
}

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  // Node reads the bytes of a header as Latin-1.
  return typeof value === 'string' ? Buffer.from(value, 'latin1').toString('utf8') : '';
};

function faultsOf(method: string | undefined, headers: IncomingHttpHeaders, body: string): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const of = (name: string): string => header(headers, name);
  const time = of('x-request-time');
  expect(method === 'POST', `method is ${method}`);
  expect(of('content-type') === 'application/json', `content type is ${of('content-type')}`);
  expect(of('x-project-id') === 'api.users', `project is ${of('x-project-id')}`);
  expect(/^\d{10}$/.test(time) && Math.abs(Number(time) - Date.now() / 1000) < 60, `time is ${time}`);
  expect(/^([0-9a-f]{32})?$/.test(of('idempotency-key')), `idempotency key is ${of('idempotency-key')}`);
  const parts = [of('x-project-id'), of('x-action'), of('x-scope'), time, of('idempotency-key'), of('x-session-token')];
  const message = ['muster-1', ...parts, body].join('\n');
  const signature = createHmac('sha256', serverKey).update(message).digest('base64');
  expect(of('x-request-auth') === `muster-1 ${signature}`, `signature is ${of('x-request-auth')}`);
  return faults;
}

/** Starts a recorder on a free port of 127.0.0.1, with TLS where a key and a certificate are given. */
export async function startRecorder(tls?: { key: string; cert: string }): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const faults: string[] = [];
  let answers: Played[] = [];

  const listen: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, method, url: path = '' } = request;
      const body = Buffer.concat(chunks).toString();
      faults.push(...faultsOf(method, headers, body));
      const of = (name: string): string => header(headers, name);
      const [action, scope, session] = [of('x-action'), of('x-scope'), of('x-session-token')];
      calls.push({ path, action, scope, session, idempotencyKey: of('idempotency-key'), headers, body });
      const answer = answers.shift() ?? { json: { result: true } };
      if (answer === 'hang') return;
      if (answer === 'drop') return void request.socket.destroy();
      response.statusCode = 'text' in answer ? (answer.status ?? 200) : 200;
      response.setHeader('content-type', 'application/json');
      response.end('text' in answer ? answer.text : JSON.stringify(answer.json));
    });
  };

  const server: Server = tls === undefined ? createServer(listen) : createSecureServer(tls, listen);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the recorder has no port');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    port: address.port,
    calls,
    faults,
    play: (...given) => {
      answers = given;
      calls.length = 0;
      faults.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
