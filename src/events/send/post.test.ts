// What arrives at an endpoint, and what an endpoint can do to us: nothing.

import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { saying, send, sendTo, start } from './endpoint.fixture.ts';

describe('what arrives', () => {
  test('is exactly the body and the headers', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    const body = '{"name":"Jürgen 🧑‍🚀\\u0000","n":1.0}\n';
    const headers = { 'Content-Type': 'application/json', 'X-Signature': 't=1, v1=ab', 'User-Agent': 'test' };
    const url = `http://127.0.0.1:${endpoint.port}/a%20b/hook?x=1&y=%2F`;
    expect(await send({ url, headers, body })).toEqual({ ok: true, status: 200 });
    const host = `Host: 127.0.0.1:${endpoint.port}`;
    expect(endpoint.received).toHaveLength(1);
    const [head, sent] = endpoint.received[0]?.split('\r\n\r\n') ?? [];
    expect(sent).toBe(body);
    expect(head?.split('\r\n').toSorted()).toEqual(
      [
        'POST /a%20b/hook?x=1&y=%2F HTTP/1.1',
        ...['Content-Type: application/json', 'X-Signature: t=1, v1=ab', 'User-Agent: test'],
        ...[`content-length: ${Buffer.byteLength(body)}`, host, 'Connection: close'],
      ].toSorted(),
    );
  });

  test.each([200, 201, 202, 204, 299])('%i is a success', async (status) => {
    const endpoint = await saying(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`);
    expect(await sendTo(endpoint)).toEqual({ ok: true, status });
  });

  test('goes past an interim answer', async () => {
    const endpoint = await saying('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n');
    expect(await sendTo(endpoint)).toEqual({ ok: true, status: 200 });
  });

  test('cannot be split by a header', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const url = `http://127.0.0.1:${endpoint.port}/`;
    await expect(send({ url, headers: { a: 'b\r\nc: d' } })).rejects.toThrow(TypeError);
    await expect(send({ url, headers: { 'a: b\r\nc': 'd' } })).rejects.toThrow(TypeError);
    expect(endpoint.connections).toBe(0);
  });
});

describe('an endpoint', () => {
  test('may say why not, in one line of plain text', async () => {
    const words = 'no\r\n\u001b[31msuch\u0000\u202e hook  🧑\u200d🚀\u2028é';
    const endpoint = await saying(`HTTP/1.1 410 Gone\r\n\r\n${words}`);
    const detail = 'status 410: no [31msuch hook 🧑 🚀 é';
    expect(await sendTo(endpoint)).toEqual({ ok: false, reason: 'status', status: 410, detail });
  });

  test('is listened to for 1 KiB, in whole letters', async () => {
    const endpoint = await saying(`HTTP/1.1 500 X\r\n\r\n${'é'.repeat(600)}`);
    expect(await sendTo(endpoint)).toMatchObject({ detail: `status 500: ${'é'.repeat(512)}` });
    const odd = await saying(`HTTP/1.1 500 X\r\n\r\nx${'é'.repeat(600)}`);
    expect(await sendTo(odd)).toMatchObject({ detail: `status 500: x${'é'.repeat(511)}` });
  });

  const pour = (socket: Socket, head: string): void => {
    const chunk = Buffer.alloc(65_536, 'x');
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', more);
    socket.write(head, more);
  };

  test('that never ends is left', async () => {
    const good = await start((socket) => pour(socket, 'HTTP/1.1 200 OK\r\n\r\n'));
    expect(await sendTo(good)).toEqual({ ok: true, status: 200 });
    const bad = await start((socket) => pour(socket, 'HTTP/1.1 503 X\r\n\r\n'));
    expect(await sendTo(bad)).toMatchObject({ reason: 'status', detail: `status 503: ${'x'.repeat(1024)}` });
    const heads = await start((socket) => pour(socket, 'HTTP/1.1 200 OK\r\nx: '));
    expect(await sendTo(heads)).toMatchObject({ reason: 'broken-answer', status: null, detail: 'HPE_HEADER_OVERFLOW' });
    const many = await start((socket) => pour(socket, `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(2000)}`));
    expect(await sendTo(many)).toMatchObject({ reason: 'broken-answer', status: null });
  });

  const drip = (socket: Socket, head: string): void => {
    const timer = setInterval(() => socket.write('x'), 10);
    socket.on('close', () => clearInterval(timer));
    socket.write(head);
  };

  test.each([
    ['nothing', '', null],
    ['its headers', 'HTTP/1.1 200 OK\r\nx: ', null],
    ['its body', 'HTTP/1.1 200 OK\r\n\r\n', 200],
  ])('that drips %s is left in time', async (what, head, status) => {
    const endpoint = await start((socket) => (what === 'nothing' ? undefined : drip(socket, head)));
    const answer = { ok: false, reason: 'timeout', status, detail: 'no whole answer in 200 ms' };
    expect(await sendTo(endpoint, { timeoutMs: 200 })).toEqual(answer);
  });

  test('whose name is never found is left in time', async () => {
    const resolve = () => new Promise<never>(() => {});
    const answer = { ok: false, reason: 'timeout', status: null, detail: 'no whole answer in 50 ms' };
    expect(await send({ url: 'https://endpoint.example/' }, { resolve, timeoutMs: 50 })).toEqual(answer);
  });

  test('whose name is found too late is not called any more', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    const { promise, resolve: find } = Promise.withResolvers<string[]>();
    const url = `http://endpoint.example:${endpoint.port}/`;
    expect(await send({ url }, { resolve: () => promise, timeoutMs: 50 })).toMatchObject({ reason: 'timeout' });
    find(['127.0.0.1']);
    await sendTo(endpoint);
    expect(endpoint.connections).toBe(1);
  });

  test.each([
    ['another language', 'SSH-2.0-OpenSSH_9.9\r\n', 'broken-answer', null],
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'broken-answer', 200],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'broken-answer', 200],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx', 'broken-answer', null],
    ['an upgrade', 'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'status', 101],
    ['no upgrade to anything', 'HTTP/1.1 101 X\r\n\r\n', 'status', 101],
    ['nothing and hangs up', '', 'unreachable', null],
  ])('that answers with %s has failed', async (_, text, reason, status) => {
    const answer = await sendTo(await saying(text));
    expect(answer).toMatchObject({ ok: false, reason, status });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  test('that is not there has failed', async () => {
    const answer = await send({ url: 'http://127.0.0.1:1/?token=canary' });
    expect(answer).toEqual({ ok: false, reason: 'unreachable', status: null, detail: 'ECONNREFUSED' });
  });
});

describe('our own signal', () => {
  const stopped = (status: number | null) => ({ ok: false, reason: 'stopped', status });

  test('stops a call before it begins', async () => {
    const endpoint = await saying('HTTP/1.1 200 OK\r\n\r\n');
    expect(await sendTo(endpoint, { signal: AbortSignal.abort() })).toMatchObject(stopped(null));
    expect(endpoint.connections).toBe(0);
  });

  test('stops one that waits for a name, for an answer, or for its end', async () => {
    const looking = new AbortController();
    const resolve = () => {
      queueMicrotask(() => looking.abort());
      return new Promise<never>(() => {});
    };
    const waiting = { url: 'https://endpoint.example/' };
    expect(await send(waiting, { resolve, signal: looking.signal })).toMatchObject(stopped(null));
    const asking = new AbortController();
    const silent = await start(() => asking.abort());
    expect(await sendTo(silent, { signal: asking.signal })).toMatchObject(stopped(null));
    const reading = new AbortController();
    const slow = await start((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nx');
      setTimeout(() => reading.abort(), 100);
    });
    expect(await sendTo(slow, { signal: reading.signal })).toMatchObject(stopped(200));
  });
});
