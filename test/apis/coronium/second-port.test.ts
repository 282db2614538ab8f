// The second port: what games ask is answered there as on the first; there is nothing else.
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { openWire, ourHeaders, post, useWire } from '../../conformance/coronium-wire.ts';
import { freePort } from '../../free-port.ts';
import { md5, secretKey } from './game.ts';

const wire = useWire();
/** What a browser asks first. */
const preflight = { origin: 'https://game.example', 'access-control-request-method': 'POST' };

/** Asks for a path; answers the status and the body. */
async function ask(base: string, method: string, path: string, headers = {}): Promise<readonly [number, string]> {
  return await new Promise((resolve, reject) => {
    const url = new URL(base);
    const wanted = { host: url.hostname, port: url.port, method, path, headers, agent: false };
    const sent = request(wanted, async (response) => {
      const parts = await Array.fromAsync(response);
      resolve([response.statusCode ?? 0, parts.join('')]);
    });
    sent.on('error', reject);
    sent.end();
  });
}

test('what one port has made, the other knows', async () => {
  const { url, second } = wire();
  const body = JSON.stringify({ username: 'Both', password: md5('1234') });
  const made = JSON.parse((await post(second, ourHeaders('create', body), body)).text).result;
  const get = JSON.stringify({ user_id: made.user_id });
  const [one, two] = [await post(url, ourHeaders('get', get), get), await post(second, ourHeaders('get', get), get)];
  expect(JSON.parse(one.text).result).toMatchObject({ user_id: made.user_id, username: 'Both' });
  expect([two.status, two.text, two.headers['content-type']]).toEqual([200, one.text, one.headers['content-type']]);
});

test('nothing else is there, also not with a key', async () => {
  const { url, second } = wire();
  const authorization = `Bearer ${secretKey}`;
  const paths = [
    '/api/users',
    '/v1/users',
    '/health',
    '/metrics',
    '/coronium/scopes',
    '/coronium/users/get',
    '/api_jsonrpc.php',
  ];
  for (const path of [...paths, '//', '/.', '/%2e', '/..', '/api/../', '/?/api/users', '/#', '*']) {
    const [status] = await ask(second, 'GET', path, { authorization });
    expect([400, 404], path).toContain(status);
  }
  expect((await ask(url, 'GET', '/api/users', { authorization }))[0]).toBe(200);
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) expect((await ask(second, method, '/'))[0]).toBe(404);
  const body = '{"user_id":"x"}';
  expect((await post(`${second}/users`, ourHeaders('get', body), body)).status).toBe(404);
});

test('games in a browser may ask, from any page, without what the browser knows of the user', async () => {
  for (const base of [wire().url, wire().second]) {
    expect((await ask(base, 'OPTIONS', '/', preflight))[0]).toBe(204);
    const body = '{"user_id":"x"}';
    const { headers } = await post(base, { ...ourHeaders('get', body), Origin: 'https://game.example' }, body);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers).not.toHaveProperty('set-cookie');
  }
});

test('limits of the first port hold on the second', async () => {
  const { second } = wire();
  const large = 'x'.repeat(300_000);
  expect((await post(second, ourHeaders('get', large), large)).text).toContain('too large');
  const wide = await post(second, { ...ourHeaders('get', '{}'), 'X-Wide': 'x'.repeat(20_000) }, '{}');
  expect(wide.status).toBe(431);
});

test('a port that is taken stops a server whose operator wants it, by name', async () => {
  const port = Number(new URL(wire().second).port);
  const keys = { MUSTER_PORT: '0', MUSTER_CORONIUM_PORT: String(port) };
  const app = await build(readConfig(keys, { memory: true }));
  onTestFinished(async () => await app.close(100));
  await expect(app.listen()).rejects.toThrow(`port ${port} on 127.0.0.1 cannot be had for games`);
});

test('it is closed with the server', async () => {
  const { game, second } = await openWire();
  expect((await ask(second, 'OPTIONS', '/', preflight))[0]).toBe(204);
  await game.app.close(100);
  await expect(ask(second, 'OPTIONS', '/', preflight)).rejects.toThrow('ECONNREFUSED');
});

test('0 means none', async () => {
  const app = await build(
    readConfig({ MUSTER_PORT: String(await freePort()), MUSTER_CORONIUM_PORT: '0' }, { memory: true }),
  );
  onTestFinished(async () => await app.close(100));
  const url = await app.listen();
  expect((await ask(url, 'OPTIONS', '/', preflight))[0]).toBe(204);
});
