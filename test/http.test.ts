// The socket's promises: strict bodies, quiet logs, bounded labels, and no 5xx for bad input.
import { describe, expect, it } from 'vitest';
import { listen, raw, start } from './sample-server.ts';

const canary = 'canary-7f3a91';
const json = { 'content-type': 'application/json' };

describe('bodies', () => {
  it('takes an empty body as its API says, on every method that may have one', async () => {
    const { server } = await start();
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'] as const) {
      const answer = await server.inject({ method, url: '/sample/echo', headers: { ...json, 'content-length': '0' } });
      expect(answer.json(), method).toEqual({ body: {} });
    }
    const get = await server.inject({ method: 'GET', url: '/sample/echo', headers: json });
    expect(get.json()).toEqual({ body: null });
  });

  it('refuses what it cannot read with a 4xx', async () => {
    const { server } = await start();
    const send = (headers: Record<string, string>, payload: string) =>
      server.inject({ method: 'POST', url: '/sample/echo', headers, payload });
    expect((await send(json, '{')).json()).toEqual({ fault: 'malformed' });
    expect((await send(json, '{')).statusCode).toBe(400);
    expect((await send({ 'content-type': 'text/plain' }, 'x')).statusCode).toBe(415);
    expect((await send({ 'content-type': 'application/json;' }, '{}')).statusCode).toBeLessThan(500);
    expect((await send({ 'content-type': ' , ' }, '{}')).statusCode).toBe(415);
    expect((await send(json, `"${'x'.repeat(1_048_576)}"`)).statusCode).toBe(413);
    const merge = await send({ 'content-type': 'application/merge-patch+json; charset=utf-8' }, '{"a":null}');
    expect(merge.json()).toEqual({ body: { a: null } });
  });

  it('neither drops nor converts what a schema does not want', async () => {
    const { server } = await start();
    const send = (payload: object) => server.inject({ method: 'POST', url: '/sample/strict', payload });
    expect((await send({ age: 5 })).json()).toEqual({ age: 5 });
    expect((await send({ age: '5' })).statusCode).toBe(400);
    expect((await send({ age: 5, role: 'admin' })).statusCode).toBe(400);
  });
});

describe('answers', () => {
  it('carry a request id, forbid sniffing, and name JSON without a charset', async () => {
    const { server } = await start();
    for (const url of ['/health', '/nowhere', '/sample/echo', '/sample/%zz']) {
      const { headers } = await server.inject({ url, headers: { 'x-request-id': 'trace:1.a_B-2' } });
      expect(headers, url).toMatchObject({
        'content-type': 'application/json',
        'x-content-type-options': 'nosniff',
        'x-request-id': 'trace:1.a_B-2',
      });
    }
    for (const id of ['', 'a b', 'a"b', 'ü', '<x>', 'x'.repeat(129)]) {
      const { headers } = await server.inject({ url: '/health', headers: { 'x-request-id': id } });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('find a route by one name only', async () => {
    const made = await start();
    const { server } = made;
    const port = await listen(made);
    for (const target of ['/x/../sample/users/1', '/x/%2e%2e/sample/users/1', '/./sample/users/1', '/sample/./users/1'])
      expect(await raw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toContain(' 404 ');
    const status = async (url: string) => (await server.inject({ url })).statusCode;
    expect(await status('/sample/users/1')).toBe(200);
    for (const url of [
      '//sample/users/1',
      '/sample//users/1',
      '/sample/users/1/',
      '/Sample/users/1',
      '/sample%2fusers%2f1',
      '/sample/users/1;a=b/',
      '/sample/users',
    ])
      expect(await status(url), url).toBe(404);
    expect((await server.inject('/sample/users/a%2fb')).json()).toEqual({ id: 'a/b' });
    const dots = 'GET /sample/users/%2e%2e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    expect(await raw(port, dots)).toContain('{"id":".."}');
    expect((await server.inject(`/sample/users/${'x'.repeat(4000)}`)).statusCode).toBe(200);
    // What cannot be decoded stands for itself, and for no other path.
    for (const id of ['%', '%c3%28', '%75%'])
      expect((await server.inject(`/sample/users/${id}`)).json()).toEqual({ id });
    expect(await status('/sample/%75sers/%')).toBe(404);
  });

  it('serve images that nobody can run', async () => {
    const { server } = await start();
    const id = '01990000-0000-7000-8000-000000000000';
    const stored = await server.inject(`/images/${id}`);
    expect(stored.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=86400',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline; filename="image.png"',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect([...stored.rawPayload]).toEqual([1, 2, 3]);
    const again = await server.inject({ url: `/images/${id}`, headers: { 'if-none-match': `"${id}"` } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const drawn = await server.inject(`/images/default/${id}`);
    expect(drawn.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const url of [
      '/images/x',
      `/images/${id.replace('0199', '0198')}`,
      '/images/default/red',
      `/images/default/${id}"/>`,
    ])
      expect((await server.inject(url)).statusCode, url).toBeGreaterThanOrEqual(400);
  });
});

describe('metrics', () => {
  it('have labels that no request can invent', async () => {
    const { server } = await start();
    for (let index = 0; index < 200; index++) {
      await server.inject({ url: `/odd/${index}?q=${index}` });
      await server.inject({ url: `/sample/users/u${index}` });
      await server.inject({ method: 'PUT', url: `/sample/users/%${index}` });
    }
    const { body, headers } = await server.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    const counts = body.split('\n').filter((line) => line.startsWith('muster_http_request_duration_seconds_count'));
    expect(counts.length).toBeLessThanOrEqual(6);
    expect(body).toContain('api="sample",route="/sample/users/:id",method="GET",status="2xx"} 200');
    expect(body).toContain('api="none",route="other",method="other",status="4xx"}');
    expect(body).toContain('process_resident_memory_bytes');
  });
});

describe('bad input', () => {
  const authorizations = [
    '',
    'Bearer',
    'Bearer ',
    'Basic %%%',
    'Bearer \x7f',
    `Bearer ${'a'.repeat(9000)}`,
    'ÿþ',
    ',,,',
    '\t',
  ];

  it('is never answered with a 5xx, whatever the headers, methods and targets', async () => {
    const made = await start();
    const port = await listen(made);
    const requests = [
      ...authorizations.map(
        (value) => `GET /health HTTP/1.1\r\nHost: x\r\nAuthorization: ${value}\r\nConnection: close\r\n\r\n`,
      ),
      ...['PROPFIND', 'QUERY', 'TRACE', 'CONNECT', 'PURGE', 'M-SEARCH', 'FROB', 'get', 'OPTIONS'].map(
        (method) => `${method} /sample/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ),
      ...[
        '*',
        'http://x/health',
        'http://u:p@x/health',
        '/%',
        '/%ff',
        '/a\\b',
        '/?%',
        '/\u00e9',
        '/a b',
        `/${'a'.repeat(12_000)}`,
      ].map((target) => `OPTIONS ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
      `GET /health HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`,
      `GET /health HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(1500)}\r\n`,
      'GET /health HTTP/1.1\r\n\r\n',
      'GET /health HTTP/9.9\r\nHost: x\r\n\r\n',
      'POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'POST /sample/echo HTTP/1.1\r\nHost: x\r\nExpect: the-unexpected\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      '\x00\x01\x02\x16\x03\x01',
    ];
    for (const request of requests) {
      const answer = await raw(port, Buffer.from(request, 'latin1'));
      // No tunnels: such a connection is closed without a word.
      const expected = request.startsWith('CONNECT') ? /^$/ : /^HTTP\/1\.1 [234]\d\d /;
      expect(answer, request.slice(0, 80)).toMatch(expected);
    }
    expect(await raw(port, `GET /health HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`)).toContain(
      ' 431 ',
    );
  });
});

describe('the log', () => {
  it('holds no header, no body and no query', async () => {
    const made = await start();
    const { server, lines } = made;
    const port = await listen(made);
    await server.inject({
      method: 'POST',
      url: `/sample/echo?token=${canary}`,
      headers: { authorization: `Bearer ${canary}`, cookie: `session=${canary}`, 'x-api-key': canary },
      payload: { password: canary },
    });
    await server.inject({ method: 'POST', url: '/sample/echo', headers: json, payload: `{"password":"${canary}",}` });
    await server.inject({ url: `/nowhere?code=${canary}`, headers: { authorization: canary } });
    await server.inject({ url: `/sample/%zz?code=${canary}` });
    await raw(port, `GET / HTTP/1.1\r\nAuthorization: ${canary}\r\nBroken header\r\n\r\n`);
    await raw(port, `GET http://user:${canary}@x/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    server.log.error({ err: Object.assign(new Error('broken'), { parameters: [canary], rawPacket: canary }) });
    server.log.info({ req: { method: 'GET', url: `/x?y=${canary}`, headers: { authorization: canary } } });
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join('')).not.toContain(canary);
    const entry = { level: 'info', api: 'sample', route: '/sample/echo', status: 200 };
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining(entry));
  });

  it('tells a probe from a request', async () => {
    const { server, lines } = await start('info');
    await server.inject('/health');
    expect(lines).toEqual([]);
    await server.inject('/sample/echo');
    expect(lines).toHaveLength(1);
  });
});
