// A whole server in memory, spoken to without a socket, that notes everything it says.
import { type App, build } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

/** The secret key of the servers in memory. */
export const secretKey = 'sk_test_memory0123456789abcdefghijklmnopqrstuvwx';

/** One question and its answer. */
export interface Exchange {
  method: Method;
  url: string;
  status: number;
  contentType: string | undefined;
  text: string;
  /** The answer's JSON; undefined where there was none. */
  body: unknown;
  headers: Record<string, unknown>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** What a question may carry. A string or bytes go as they are, anything else as JSON. */
export interface Question {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A server in memory. */
export interface Memory {
  app: App;
  log: string[];
  exchanges: Exchange[];
  /** `ms` is added to the server's time. */
  clock: { ms: number };
  /** The headers of somebody who holds the secret key. */
  authorized: Record<string, string>;
  ask(method: Method, url: string, question?: Question): Promise<Exchange>;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Builds a server that keeps everything in memory and logs all it can into `log`. */
export async function openMemory(environment: Record<string, string> = {}): Promise<Memory> {
  const log: string[] = [];
  const config = readConfig(
    { MUSTER_SECRET_KEY: secretKey, MUSTER_LOG_LEVEL: 'trace', ...environment },
    { memory: true },
  );
  const clock = { ms: 0 };
  const app = await build(config, {
    log: { write: (line) => void log.push(line) },
    clock: () => Date.now() + clock.ms,
  });
  const exchanges: Exchange[] = [];
  const authorized = { authorization: `Bearer ${secretKey}` };
  const ask: Memory['ask'] = async (method, url, { body, headers } = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const payload = body === undefined ? undefined : raw ? body : JSON.stringify(body);
    const response = await app.server.inject({
      method,
      url,
      headers: { ...authorized, 'content-type': 'application/json', ...headers },
      ...(payload === undefined ? {} : { payload: typeof payload === 'string' ? payload : Buffer.from(payload) }),
    });
    const exchange = {
      method,
      url,
      status: response.statusCode,
      contentType: response.headers['content-type'],
      text: response.body,
      body: parsed(response.body),
      headers: response.headers,
    };
    exchanges.push(exchange);
    return exchange;
  };
  return { app, log, exchanges, clock, authorized, ask };
}

/** The member of a value by its path, or undefined: reads answers without trusting their shape. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

/** The member of a value as text; empty when it is none. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** A multipart body with one file, as the SDK would send it. */
export function upload(bytes: Uint8Array, name = 'file', type = 'image/png'): Question {
  const boundary = 'muster-boundary-7f3a';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="blob"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}

/** The smallest PNG. */
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
