// The Clerk API under bad requests: keys, headers, ids, paths and uploads that are not what they should be.
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pixel, upload } from '../conformance/app.ts';
import { type Arena, checkAnswer, openArena } from './arena.ts';
import { operations } from './operations.ts';

let arena: Arena;
let port = 0;

beforeAll(async () => {
  arena = await openArena();
  await arena.memory.app.server.listen({ host: '127.0.0.1', port: 0 });
  const address: AddressInfo | string | null = arena.memory.app.server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
});
afterAll(() => arena.close());

/** Sends a target exactly as it is written, over a socket. */
async function sendRaw(method: string, path: string, body = '', headers: Record<string, string> = {}) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const head = {
      authorization: arena.memory.authorized.authorization ?? '',
      'content-type': 'application/json',
      ...headers,
    };
    const call = request({ port, host: '127.0.0.1', method, path, headers: head }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

const filled = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => Object(arena.cast)[name]);

describe('keys', () => {
  test.each([
    ['none', ''],
    ['a wrong one', 'Bearer sk_test_wrong'],
    ['an empty one', 'Bearer '],
    ['only the scheme', 'Bearer'],
    ['another scheme', 'Basic c2tfdGVzdDp4'],
    ['no scheme', 'sk_test_memory0123456789abcdefghijklmnopqrstuvwx'],
    ['two keys', 'Bearer a b'],
    ['a long one', `Bearer ${'x'.repeat(6000)}`],
    ['a strange one', 'Bearer \u00ff\u00fe'],
    ['a prototype', 'Bearer __proto__'],
  ])('%s opens no operation, and tells nothing of what is there', async (_name, authorization) => {
    for (const operation of operations) {
      const body =
        operation.method === 'DELETE' ? undefined : { first_name: 'Never', email_address: 'never@example.com' };
      const answers = await Promise.all(
        [filled(operation.path), operation.path.replace(/\{\w+\}/g, 'nobody')].map((url) =>
          arena.disturb(operation.method, url, { body, headers: { authorization } }),
        ),
      );
      for (const answer of answers) {
        checkAnswer(answer);
        expect(answer.status, `${operation.method} ${operation.path}`).toBe(401);
      }
      const texts = answers.map(({ text }) => text.replaceAll(/"clerk_trace_id":"[^"]*"/g, ''));
      expect(texts[0]).toBe(texts[1]);
    }
  });
});

describe('headers', () => {
  test.each([
    ['text/plain', 200],
    ['application/x-www-form-urlencoded', 400],
    ['application/xml', 400],
    ['multipart/form-data; boundary=x', 400],
    ['application/merge-patch+json', 200],
    ['nonsense', 400],
    ['application/json; charset=utf-16', 200],
    ['application/json;charset=UTF-8', 200],
    ['APPLICATION/JSON', 200],
  ])('a body of the type %s', async (type, least) => {
    const patch = {
      method: 'PATCH',
      path: '/v1/users/{user}',
      fields: { first_name: ['firstName'] },
      always: [],
    } as const;
    const question = { body: `{"first_name":"${type.length}"}`, headers: { 'content-type': type } };
    const { status } = await arena.probe(patch, question, ['first_name']);
    expect(status).toBeGreaterThanOrEqual(least);
  });

  test('odd headers do no harm', async () => {
    const odd: Record<string, string>[] = [
      { 'clerk-api-version': '' },
      { 'clerk-api-version': '__proto__' },
      { 'clerk-api-version': '2026-05-12, 2025-11-10' },
      { 'x-http-method-override': 'DELETE' },
      { 'x-original-url': '/v1/users' },
      { 'x-forwarded-for': "' OR 1=1 --" },
      { 'x-request-id': 'x'.repeat(5000) },
      { 'user-agent': '\u0001'.repeat(0) },
      { accept: 'text/html' },
      { 'content-encoding': 'gzip' },
      { expect: '100-continue' },
      { range: 'bytes=0-1' },
      { 'if-match': '"x"' },
    ];
    for (const headers of odd) {
      const answer = await arena.disturb('GET', `/v1/users/${arena.cast.user}`, { headers });
      checkAnswer(answer);
    }
    checkAnswer(await arena.disturb('GET', '/v1/users/count?__clerk_api_version=x'));
    expect((await arena.disturb('GET', `/v1/users/${arena.cast.user}`)).status).toBe(200);
  });
});

describe('ids', () => {
  const strange = () => [
    ...[
      'x',
      '0',
      '-1',
      'null',
      'undefined',
      '__proto__',
      'constructor',
      'toString',
      '%00',
      '%20',
      '%',
      '%2e%2e',
      '%2F',
      '%c3%28',
    ],
    ...[
      'user_',
      'user_x',
      `user_${'0'.repeat(27)}`,
      `user_${'z'.repeat(27)}`,
      `user_${'a'.repeat(5000)}`,
      'idn_x',
      'sess_x',
    ],
    ...[
      arena.cast.email,
      arena.cast.session,
      arena.cast.foreignEmail,
      `${arena.cast.user}x`,
      arena.cast.user.toUpperCase(),
    ],
    ...["'%20OR%20'1'='1", '1;DROP%20TABLE', '%F0%9F%92%A9', encodeURIComponent('ａdmin')],
  ];

  test('an id that is none of a user finds nothing on any route', { timeout: 60_000 }, async () => {
    for (const operation of operations.filter(({ path }) => path.includes('{'))) {
      for (const id of strange()) {
        if (operation.path.includes(`{email}`) && id === arena.cast.email) continue;
        if (operation.path.includes(`{email}`) && id === arena.cast.foreignEmail) continue;
        if (operation.path.includes(`{session}`) && id === arena.cast.session) continue;
        const url = operation.path.replace(/\{\w+\}/g, id);
        const answer = await arena.disturb(operation.method, url, operation.method === 'DELETE' ? {} : { body: {} });
        checkAnswer(answer);
        expect(answer.status, `${operation.method} ${url}`).toBeGreaterThanOrEqual(400);
      }
    }
  });

  test("another user's address cannot be made one's own", async () => {
    const { user, foreignEmail } = arena.cast;
    const answer = await arena.disturb('PATCH', `/v1/users/${user}`, {
      body: { primary_email_address_id: foreignEmail },
    });
    expect([404, 422]).toContain(answer.status);
  });
});

describe('paths', () => {
  test.each([
    '//v1/users',
    '/v1//users',
    '/v1/users/',
    '/v1/users//',
    '/V1/users',
    '/v1/Users',
    '/v1/./users',
    '/v1/x/../users',
    '/v1/%2e%2e/v1/users',
    '/v1/%75sers/',
    '/v1/users;a=b',
    '/v1/users%2Fcount',
    '/v1/users%00',
    '/v1/users\\count',
    '/v1',
    '/v1/',
    '/v1/nothing',
    '/v1/users/x/y/z',
    '/v2/users',
    '/v1/%',
    '/%zz',
    '*',
  ])('%s is no other way to the users', async (path) => {
    const body = '{"username":"never_made"}';
    const before = await arena.disturb('GET', '/v1/users/count');
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, type, text } = await sendRaw(method, path, method === 'POST' ? body : '');
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(status, `${method} ${path}`).toBeLessThan(500);
      expect(text).not.toContain('victim');
      if (path.startsWith('/v1/')) expect(type, `${method} ${path} → ${text}`).toBe('application/json');
    }
    expect((await arena.disturb('GET', '/v1/users/count')).body).toEqual(before.body);
  });

  test('a path under /v1 that is nothing is answered in the envelope, also without a key', async () => {
    for (const url of ['/v1/nothing', '/v1/users/x/nothing', '/v1/organizations', '/v1/clients/verify']) {
      for (const headers of [{}, { authorization: 'Bearer sk_test_wrong' }]) {
        const answer = await arena.disturb('POST', url, { body: {}, headers });
        checkAnswer(answer);
        expect([401, 403, 404]).toContain(answer.status);
      }
    }
  });
});

describe('uploads', () => {
  test('what is no image, or no upload, is refused', async () => {
    const { user } = arena.cast;
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const bomb = Buffer.concat([
      pixel.subarray(0, 16),
      Buffer.from([0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]),
      pixel.subarray(24),
    ]);
    const wrong = [
      upload(Buffer.alloc(0)),
      upload(svg, 'file', 'image/svg+xml'),
      upload(svg, 'file', 'image/png'),
      upload(bomb),
      upload(Buffer.alloc(11 * 1024 * 1024, 1)),
      upload(pixel, 'other'),
      upload(pixel, '__proto__'),
      { body: Buffer.from('--x'), headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      { body: Buffer.from(''), headers: { 'content-type': 'multipart/form-data' } },
      { body: pixel, headers: { 'content-type': 'image/png' } },
      { body: { file: 'x' } },
    ];
    for (const question of wrong) {
      const answer = await arena.disturb('POST', `/v1/users/${user}/profile_image`, question);
      checkAnswer(answer);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect((await arena.disturb('POST', `/v1/users/${user}/profile_image`, upload(pixel))).status).toBe(200);
  });
});
