// A server in memory for the tests of the native API; every answer is held to the OpenAPI document it publishes.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { type App, build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import type { Context } from '../../../src/core/commands/context.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/core/model/json.ts';

/** The key every request carries unless told otherwise. */
export const key = 'sk_test_native_api';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: JsonObject;
  readonly text: string;
};

export type Request = {
  readonly body?: unknown;
  /** Bytes as they are, with `type`. */
  readonly raw?: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without a key, from this address. */
  readonly anybodyAt?: string;
};

export type Directory = {
  readonly app: App;
  readonly document: JsonObject;
  readonly call: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    request?: Request,
  ) => Promise<Answer>;
  /** Creates a user and answers its document; fails the test when that fails. */
  readonly create: (user: JsonObject) => Promise<JsonObject & { readonly id: string }>;
  /** A context to run commands in, as another API would. */
  readonly context: (api?: string) => Promise<Context>;
  readonly log: () => string;
};

type Judge = (method: string, path: string, status: number, type: string, body: unknown) => void;

function judgeBy(document: JsonObject): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
  const paths = isJsonObject(document.paths) ? Object.keys(document.paths) : [];
  const known = paths.map((path) => ({ path, pattern: new RegExp(`^/api${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  return (method, url, status, type, body) => {
    const [path = ''] = url.split('?');
    const template = known.find(({ pattern }) => pattern.test(path))?.path;
    if (template === undefined || type === '') return;
    const place = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'];
    const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const operation = ajv.getSchema(
      `document#/${place
        .slice(0, 3)
        .map((part) => part.replaceAll('/', '~1'))
        .join('/')}`,
    );
    if (operation === undefined) return;
    const check = ajv.getSchema(`document#/${pointer}`);
    if (check === undefined) expect.fail(`${method} ${template} answered an undocumented ${status} ${type}`);
    expect(check(body) ? [] : check.errors, `${method} ${template} ${status}`).toEqual([]);
  };
}

/** What one JSON text says, as an object; `{}` for no text. */
export function parsed(text: string): JsonObject {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

/** The member of an object, or of one inside it: `at(user, 'metadata', 'public')`. */
export function at(value: Json | undefined, ...names: readonly (string | number)[]): Json | undefined {
  let found: Json | undefined = value;
  for (const name of names) {
    if (Array.isArray(found)) found = found[Number(name)];
    else found = isJsonObject(found) ? found[name] : undefined;
  }
  return found;
}

/** The entries of a page, or of any list. */
export function items(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The faults of a problem as `pointer reason`. */
export function faults({ body }: Answer): readonly string[] {
  return items(body.errors).map((one) => `${String(one.pointer)} ${String(one.reason)}`);
}

/** Opens a server of its own; `clock` tells it the time. */
export async function openDirectory(clock: () => number = Date.now): Promise<Directory> {
  const lines: string[] = [];
  const config = readConfig({ MUSTER_SECRET_KEY: key, MUSTER_LOG_LEVEL: 'debug' }, { memory: true });
  const app = await build(config, { clock, log: { write: (line: string) => lines.push(line) } });
  const published = await app.server.inject({ method: 'GET', url: '/api/openapi.json' });
  const document = parsed(published.body);
  const judge = judgeBy(document);
  const call: Directory['call'] = async (method, path, request = {}) => {
    const { body, raw, type = 'application/json', headers = {}, anybodyAt } = request;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await app.server.inject({
      method,
      url: path,
      headers: {
        ...(anybodyAt === undefined && { authorization: `Bearer ${key}` }),
        ...(payload !== undefined && { 'content-type': type }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
      ...(anybodyAt !== undefined && { remoteAddress: anybodyAt }),
    });
    expect(answer.statusCode, `${method} ${path}: ${answer.body}`).toBeLessThan(500);
    const contentType = String(answer.headers['content-type'] ?? '');
    judge(method, path, answer.statusCode, contentType, parsed(answer.body));
    const shown = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(shown),
      body: parsed(answer.body),
      text: answer.body,
    };
  };
  return {
    app,
    document,
    call,
    create: async (user) => {
      const { status, body, text } = await call('POST', '/api/users', { body: user });
      expect(status, text).toBe(201);
      return { ...body, id: String(body.id) };
    },
    context: async (api = 'another') => {
      const { realm, actor } = await app.host.authenticate(key);
      return { ports: app.ports, realm, actor, api, requestId: 'request' };
    },
    log: () => lines.join(''),
  };
}
