// Where calls go: to the address that was judged, and nowhere else.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { saying, send, sendTo } from '../../src/events/send/endpoint.fixture.ts';
import { resolveName } from '../../src/events/send/post.ts';

describe('names', () => {
  test('are looked up once, and the connection goes where that answer says, under the name', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const elsewhere = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    };
    const url = `http://Endpoint.Example:${endpoint.port}/`;
    expect(await send({ url }, { resolve })).toEqual({ ok: true, status: 200 });
    expect(asked).toEqual(['endpoint.example']);
    expect(endpoint.received[0]).toContain(`Host: endpoint.example:${endpoint.port}\r\n`);
    expect(elsewhere.connections).toBe(0);
  });

  test('go to the next address when one does not answer', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const resolve = async () => ['::1', '127.0.0.1'];
    const url = `http://endpoint.example:${endpoint.port}/`;
    expect(await send({ url }, { resolve })).toEqual({ ok: true, status: 200 });
  });

  test('that nobody knows cannot be reached', async () => {
    const unknown = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND secret.example'), { code: 'ENOTFOUND' });
    };
    const url = 'https://secret.example/';
    const answer = { ok: false, reason: 'unreachable', status: null, detail: 'ENOTFOUND' };
    expect(await send({ url }, { resolve: unknown })).toEqual(answer);
    expect(await send({ url }, { resolve: async () => [] })).toEqual(answer);
  });

  test('are asked of the operating system', async () => {
    const addresses = await resolveName('localhost');
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(['127.0.0.1', '::1']).toContain(address);
  });
});

describe('private networks', () => {
  const refused = (detail: string) => ({ ok: false, reason: 'refused-target', status: null, detail });
  const strict = { allowPrivate: false, timeoutMs: 300 };

  test.each(['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]'])(
    '%s is not called',
    async (host) => {
      const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
      expect(await send({ url: `https://${host}:${endpoint.port}/` }, strict)).toEqual(refused('address-refused'));
      expect(endpoint.connections).toBe(0);
    },
  );

  test.each([
    [['127.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['fe80::1%eth0']],
    [['::ffff:127.0.0.1']],
    [['8.8.8.8', '127.0.0.1']],
    [['127.0.0.1', '8.8.8.8']],
    [[...Array<string>(20).fill('8.8.8.8'), '10.0.0.1']],
    [['no address']],
  ])('a name that means %j is not called', async (addresses) => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const url = `https://endpoint.example:${endpoint.port}/`;
    expect(await send({ url }, { ...strict, resolve: async () => addresses })).toEqual(refused('address-refused'));
    expect(endpoint.connections).toBe(0);
  });

  test('a name that becomes private after it was judged leads nowhere private', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    let asked = 0;
    // The first is public by form, but from a part of IPv6 that nobody has.
    const resolve = async () => (asked++ === 0 ? ['2d00::1'] : ['127.0.0.1']);
    const url = `https://endpoint.example:${endpoint.port}/`;
    const first = await send({ url }, { ...strict, resolve });
    expect(first).toMatchObject({ ok: false, reason: expect.stringMatching(/^(unreachable|timeout)$/), status: null });
    expect(await send({ url }, { ...strict, resolve })).toEqual(refused('address-refused'));
    expect([asked, endpoint.connections]).toEqual([2, 0]);
  });

  test.each([
    ['not-https', 'http://endpoint.example/'],
    ['has-credentials', 'https://canary:canary@endpoint.example/'],
    ['port-refused', 'https://endpoint.example:6379/'],
    ['not-a-url', 'canary'],
  ])('%s: nothing is looked up', async (detail, url) => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return ['8.8.8.8'];
    };
    expect(await send({ url }, { ...strict, resolve })).toEqual(refused(detail));
    expect(asked).toBe(0);
  });
});

describe('ways round', () => {
  test.each([301, 302, 303, 307, 308])('that redirects (%i) is not followed', async (status) => {
    const inner = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const location = `location: http://127.0.0.1:${inner.port}/`;
    const endpoint = await saying(`HTTP/1.1 ${status} X\r\n${location}\r\ncontent-length: 0\r\n\r\n`);
    expect(await sendTo(endpoint)).toEqual({ ok: false, reason: 'status', status, detail: `status ${status}` });
    expect(inner.connections).toBe(0);
  });

  test('a proxy of the environment is not used', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const proxy = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const code = `
    const { post } = await import(process.argv[1]);
    const call = { url: process.argv[2], headers: {}, body: '{}' };
    const signal = new AbortController().signal;
    console.log(JSON.stringify(await post(call, { timeoutMs: 5000, allowPrivate: true, resolve: null, signal })));`;
    const source = join(import.meta.dirname, '../../src/events/send/post.ts');
    const address = `http://127.0.0.1:${proxy.port}`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', code, source, `http://127.0.0.1:${endpoint.port}/`],
      { env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: address, http_proxy: address, NO_PROXY: '' } },
    );
    expect(JSON.parse(stdout)).toEqual({ ok: true, status: 200 });
    expect([endpoint.connections, proxy.connections]).toEqual([1, 0]);
  });
});
