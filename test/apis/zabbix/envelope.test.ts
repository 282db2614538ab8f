// Zabbix' endpoint over HTTP: what is asked of a request, what every answer says, and that no bytes whatever break it.
import { connect } from 'node:net';
import fc from 'fast-check';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerRequest } from '../../../src/apis/zabbix/envelope/dispatch.ts';
import { type Envelope, serveRpc } from '../../../src/apis/zabbix/envelope/serve.ts';
import { parseJson } from '../../../src/json/parse-json.ts';

const path = '/api_jsonrpc.php';
const paths = [path, '/zabbix/api_jsonrpc.php', '/r/:realm/api_jsonrpc.php'];
const bodyLimit = 10_000;
const logged: string[] = [];
const seen: Envelope[] = [];
const ran: object[] = [];
const held: (() => void)[] = [];
const place: { server: FastifyInstance; port: number } = { server: Fastify(), port: 0 };

beforeAll(async () => {
  const stream = { write: (line: string) => void logged.push(line) };
  const server = Fastify({ bodyLimit, logger: { level: 'error', stream } });
  server.setErrorHandler((_error, _request, reply) => reply.code(500).send('not the endpoint'));
  await server.register((scope) =>
    serveRpc(scope, paths, async (envelope) => {
      seen.push(envelope);
      if (envelope.userAgent === 'breaks') throw new Error('canary');
      const { body, isGone } = envelope;
      const run = async ({ params }: { readonly params: object }) => {
        ran.push(params);
        if ('hold' in params) await new Promise<void>((resolve) => held.push(resolve));
        return params;
      };
      return await answerRequest(body, { run, report: () => undefined, now: () => 0, isGone });
    }),
  );
  place.server = server;
  place.port = Number(new URL(await server.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => place.server.close());

const rpc = (more: object = {}) => JSON.stringify({ jsonrpc: '2.0', method: 'a.b', params: ['ä/'], id: 1, ...more });
const done = '{"jsonrpc":"2.0","result":["\\u00e4/"],"id":1}';
const fault = (code: number, message: string, data: string) =>
  JSON.stringify({ jsonrpc: '2.0', error: { code, message, data }, id: null });
const parseError = fault(
  -32700,
  'Parse error',
  'Invalid JSON. An error occurred on the server while parsing the JSON text.',
);
const noRequest = fault(-32600, 'Invalid request.', 'The received JSON is not a valid JSON-RPC request.');
const tooLarge = fault(-32600, 'Invalid request.', 'The request is too large.');

const json = { 'content-type': 'application/json-rpc' };
const send = (options: InjectOptions = {}) =>
  place.server.inject({ method: 'POST', url: path, headers: json, payload: rpc(), ...options });
const sharing = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type,Authorization',
  'access-control-allow-methods': 'POST,OPTIONS',
  'access-control-max-age': '1000',
};

async function expectJson(options: InjectOptions, body: string): Promise<void> {
  const answer = await send(options);
  expect(answer.body).toBe(body);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ ...sharing, 'content-type': expect.stringMatching(/^application\/json\b/) });
}

describe('a request', () => {
  test.each(['application/json-rpc', 'application/json', 'application/jsonrequest', 'application/json; charset=utf-8'])(
    'of type %s is answered',
    (type) => expectJson({ headers: { 'content-type': type } }, done),
  );

  test.each([
    'text/plain',
    'Application/JSON',
    'application/json ;charset=utf-8',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'nonsense',
    '',
  ])('of type "%s" gets nothing', async (type) => {
    const answer = await send({ headers: { 'content-type': type } });
    expect(answer).toMatchObject({ statusCode: 412, body: '', headers: sharing });
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });

  test('without a type gets nothing', async () => {
    expect(await send({ headers: {} })).toMatchObject({ statusCode: 412, body: '', headers: sharing });
    expect(await send({ method: 'GET', headers: {}, payload: '' })).toMatchObject({ statusCode: 412, body: '' });
  });

  test('by OPTIONS is allowed, of any type', async () => {
    const before = seen.length;
    for (const headers of [{}, json, { 'content-type': 'text/plain' }])
      expect(await send({ method: 'OPTIONS', headers })).toMatchObject({ statusCode: 200, body: '', headers: sharing });
    expect(seen).toHaveLength(before);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'GET', 'QUERY'] as const)('by %s is answered like any', async (method) => {
    await expectJson({ method }, done);
    await expectJson({ method, payload: '' }, parseError);
  });

  test.each(['POST', 'GET'] as const)('that is too large by %s is told so', async (method) => {
    const before = seen.length;
    await expectJson({ method, payload: rpc({ params: ['x'.repeat(bodyLimit)] }) }, tooLarge);
    expect(seen).toHaveLength(before);
  });

  test.each(['application/json;', 'application/json;x', 'application/json; charset=klingon'])(
    'whose type goes on oddly (%s) is answered',
    (type) => expectJson({ headers: { 'content-type': type } }, done),
  );

  test('of notifications alone gets nothing', () => expectJson({ payload: `[${rpc({ id: undefined })}]` }, ''));

  test('below the endpoint is none', () => expectJson({ url: `${path}/x` }, noRequest));

  test('by a verb that the server does not know is none', async () => {
    const heard = await raw('PROPFIND');
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
    expect(heard).toContain(noRequest);
  });
});

/** What a socket hears that sends a call by a verb. */
async function raw(verb: string): Promise<string> {
  const head = `${verb} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
  const socket = connect(place.port, '127.0.0.1');
  socket.write(`${head}Content-Length: ${Buffer.byteLength(rpc())}\r\n\r\n${rpc()}`);
  const heard: Buffer[] = [];
  for await (const piece of socket) heard.push(piece);
  return Buffer.concat(heard).toString();
}

describe('what is handled', () => {
  test('comes with what the request says', async () => {
    const headers = { ...json, authorization: 'Bearer x', 'user-agent': 'u'.repeat(600) };
    await send({ url: '/r/acme%20%C3%A4/api_jsonrpc.php', headers });
    expect(seen.at(-1)).toEqual({
      body: Buffer.from(rpc()),
      authorization: 'Bearer x',
      address: '127.0.0.1',
      userAgent: 'u'.repeat(512),
      requestId: expect.stringMatching(/./),
      realm: 'acme ä',
      isGone: expect.any(Function),
    });
  });

  test.each([path, '/zabbix/api_jsonrpc.php'])('at %s comes without what it does not say', async (url) => {
    await send({ url, headers: { ...json, 'user-agent': undefined } });
    expect(seen.at(-1)).toMatchObject({ authorization: null, realm: null });
  });

  test('may break: it is logged and not told', async () => {
    logged.length = 0;
    const data = 'System error occurred. Please contact Zabbix administrator.';
    await expectJson({ headers: { ...json, 'user-agent': 'breaks' } }, fault(-32500, 'Application error.', data));
    expect(logged.join('')).toContain('canary');
  });

  test('is not logged when the request was bad', async () => {
    logged.length = 0;
    await send({ payload: '{' });
    await send({ payload: 'x'.repeat(bodyLimit + 1) });
    expect(logged).toEqual([]);
  });
});

test('what is left of a batch is not run for somebody who has hung up', async () => {
  ran.length = 0;
  const body = `[${rpc({ params: { hold: 1 } })},${rpc({ params: { left: 2 } })}]`;
  const socket = connect(place.port, '127.0.0.1');
  const head = `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.write(`${head}\r\n\r\n${body}`);
  await expect.poll(() => held.length).toBe(1);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await closed;
  await expect.poll(() => seen.at(-1)?.isGone()).toBe(true);
  held.pop()?.();
  await new Promise(setImmediate);
  expect(ran).toEqual([{ hold: 1 }]);
});

test('other paths are not touched', async () => {
  const { statusCode, headers } = await send({ url: '/elsewhere' });
  expect(statusCode).toBe(404);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('whatever comes, the answer is 200 or 412, and JSON in ASCII or nothing', async () => {
  const member = fc.constantFrom('jsonrpc', 'method', 'params', 'auth', 'id', '__proto__', 'ö');
  const call = fc.dictionary(member, fc.oneof(fc.constant('2.0'), fc.jsonValue({ stringUnit: 'binary', maxDepth: 2 })));
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
    fc.oneof(call, fc.array(call), fc.json()).map((value) => Buffer.from(JSON.stringify(value))),
  );
  const method = fc.constantFrom('POST', 'PUT', 'GET', 'DELETE', 'OPTIONS', 'PATCH');
  const type = fc.constantFrom('application/json', 'application/json-rpc; charset=utf-8', 'text/plain', ';', 'a/b;c=');
  await fc.assert(
    fc.asyncProperty(body, method, type, async (payload, verb, kind) => {
      const answer = await send({ method: verb, headers: { 'content-type': kind }, payload });
      expect([200, 412]).toContain(answer.statusCode);
      expect(answer.body).toMatch(/^[\x20-\x7f]*$/);
      if (answer.body !== '') expect(() => parseJson(answer.body)).not.toThrow();
    }),
  );
});
