// Readiness and the stop: nothing that has begun is lost, and nothing is waited for without end.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listen, start } from './sample-server.ts';

describe('readiness', () => {
  it('is not health: it fails with the store, slow or broken, and while stopping', async () => {
    const { server, state, stop } = await start();
    const status = async () => (await server.inject('/ready')).statusCode;
    expect(await status()).toBe(200);
    state.ready = () => Promise.reject(new Error('gone'));
    expect(await status()).toBe(503);
    state.ready = () => new Promise(() => {});
    expect(await status()).toBe(503);
    expect((await server.inject('/health')).statusCode).toBe(200);
    state.ready = async () => {};
    await stop(100);
  });
});

describe('stopping', () => {
  it('finishes what has begun, says goodbye on kept connections, and takes nothing new', async () => {
    const made = await start();
    const port = await listen(made);
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    idle.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const idleEnds = once(idle, 'close');
    const slow = fetch(`http://127.0.0.1:${port}/sample/slow`, { method: 'POST' });
    await wait(100);
    const begun = Date.now();
    const stopped = made.stop(5000);
    await idleEnds;
    const answer = await slow;
    expect([answer.status, await answer.json()]).toEqual([200, { slow: true }]);
    expect(answer.headers.get('connection')).toBe('close');
    await stopped;
    expect(Date.now() - begun).toBeLessThan(2000);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it('cuts off what takes longer than the deadline', async () => {
    const made = await start();
    const port = await listen(made);
    const stuck = connect(port, '127.0.0.1');
    await once(stuck, 'connect');
    stuck.on('error', () => {});
    stuck.write(
      'POST /sample/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{',
    );
    await wait(50);
    const begun = Date.now();
    await made.stop(200);
    expect(Date.now() - begun).toBeLessThan(1500);
  });
});
