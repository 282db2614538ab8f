// Breached passwords at the server: refused by every API that sets one, and looked up without being told to anybody.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type App, build } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { buildList } from '../src/credentials/breached/build-list.ts';
import { digitsOf, useRangeServer } from './breached-range-server.ts';

const secretKey = 'sk_test_breached0123456789';
const folder = mkdtempSync(join(tmpdir(), 'muster-breached-server-'));
const list = join(folder, 'some list.bin');
const onDisk = 'tangerine escalator 9';
const elsewhere = 'marmalade velocity 4';
const clean = 'nobody had this one yet';
const range = await useRangeServer([elsewhere]);
const apps: App[] = [];
let logged = '';

beforeAll(async () => {
  writeFileSync(join(folder, 'list.txt'), `${digitsOf(onDisk)}:2\n`);
  await buildList({ source: join(folder, 'list.txt'), out: list, minCount: 1, progress: () => {} });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close(100);
  logged = '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function note(text: string): void {
  logged += text;
}

async function start(environment: Record<string, string>, memory = true) {
  const config = readConfig({ MUSTER_SECRET_KEY: secretKey, MUSTER_PORT: '0', ...environment }, { memory });
  const app = await build(config, { log: { write: note } });
  apps.push(app);
  return async (method: 'POST' | 'PATCH', url: string, body: object) => {
    const response = await app.server.inject({
      ...{ method, url, payload: JSON.stringify(body) },
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    });
    return { status: response.statusCode, body: response.json() };
  };
}

const refusal = (code: string) => ({
  status: 422,
  body: { errors: [{ code, meta: { param_name: 'password' } }] },
});

describe.each([
  ['on disk', onDisk, () => ({ MUSTER_BREACHED_LIST: list })],
  ['at a server', elsewhere, () => ({ MUSTER_BREACHED_URL: range.url })],
])('a breached password that is known %s', (_, breached, environment) => {
  test('is refused on create and on update, unless the checks are skipped', async () => {
    const call = await start(environment());
    expect(await call('POST', '/v1/users', { username: 'adalove', password: breached })).toMatchObject(
      refusal('form_password_pwned'),
    );
    const made = await call('POST', '/v1/users', { username: 'adalove', password: clean });
    expect(made.status).toBe(200);
    const url = `/v1/users/${made.body.id}`;
    expect(await call('PATCH', url, { password: breached })).toMatchObject(refusal('form_password_pwned'));
    range.received.length = 0;
    expect(await call('PATCH', url, { password: breached, skip_password_checks: true })).toMatchObject({ status: 200 });
    const skipped = { username: 'gracehop', password: breached, skip_password_checks: true };
    expect(await call('POST', '/v1/users', skipped)).toMatchObject({ status: 200 });
    expect(range.received).toEqual([]);
    expect(logged).not.toContain('looked up');
  });

  test('is refused by our own API', async () => {
    const call = await start(environment());
    const answer = await call('POST', '/api/users', { username: 'adalove', password: breached });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/password', reason: 'breached' }] } });
  });
});

describe('a server that does not answer', () => {
  const broken = () => {
    range.answer = (_, response) => response.writeHead(500).end();
    return { MUSTER_BREACHED_URL: range.url };
  };

  test('is passed by unless told otherwise, and the log says so', async () => {
    const call = await start(broken());
    expect(await call('POST', '/v1/users', { username: 'adalove', password: clean })).toMatchObject({ status: 200 });
    expect(logged).toContain('a new password could not be looked up');
    expect(logged).toContain('answered with status 500');
  });

  test('stands in the way when told to', async () => {
    const call = await start({ ...broken(), MUSTER_BREACHED_WHEN_UNAVAILABLE: 'refuse' });
    const user = { username: 'adalove', password: clean };
    expect(await call('POST', '/v1/users', user)).toMatchObject(refusal('form_password_validation_failed'));
    expect(await call('POST', '/api/users', user)).toMatchObject({
      ...{ status: 422, body: { errors: [{ pointer: '/password', reason: 'unchecked' }] } },
    });
    expect(await call('POST', '/v1/users', { ...user, skip_password_checks: true })).toMatchObject({ status: 200 });
  });
});

test('nothing more than the prefix of a hash leaves the process', async () => {
  const passwords = [elsewhere, clean, 'ｗｉｄｅ ａｎｄ ｌｏｎｇ', 'crème brûlée'];
  const call = await start({ MUSTER_BREACHED_LIST: list, MUSTER_BREACHED_URL: range.url, MUSTER_LOG_LEVEL: 'trace' });
  for (const [index, password] of passwords.entries())
    await call('POST', '/v1/users', { username: `somebody${index}`, password });
  expect(range.received).toHaveLength(passwords.length);
  const sent = range.received.join('\n');
  for (const password of passwords)
    for (const form of [password, password.normalize('NFKC')]) {
      const hash = digitsOf(form);
      for (const part of [hash.slice(0, 6), hash.slice(5, 13), form, encodeURIComponent(form)]) {
        expect(sent.toUpperCase()).not.toContain(part.toUpperCase());
      }
      // Ids in the log are made of the same digits: six of them may be there by chance.
      for (const part of [`/${hash.slice(0, 5)}`, hash.slice(0, 12), hash.slice(5, 17), form])
        expect(logged.toUpperCase()).not.toContain(part.toUpperCase());
    }
});

describe('at the start', () => {
  test('a list in the data folder is found, and none is none', async () => {
    const data = mkdtempSync(join(folder, 'data-'));
    const without = await start({ MUSTER_DATA: data }, false);
    expect(await without('POST', '/v1/users', { username: 'adalove', password: onDisk })).toMatchObject({
      status: 200,
    });
    for (const app of apps.splice(0)) await app.close(100);
    await buildList({
      ...{ source: join(folder, 'list.txt'), out: join(data, 'breached.bin'), minCount: 1, progress: () => {} },
    });
    const within = await start({ MUSTER_DATA: data }, false);
    expect(await within('POST', '/v1/users', { username: 'gracehop', password: onDisk })).toMatchObject(
      refusal('form_password_pwned'),
    );
  });

  test('a list that is missing or damaged stops it, with words', async () => {
    const missing = start({ MUSTER_BREACHED_LIST: join(folder, 'nowhere.bin') });
    await expect(missing).rejects.toMatchObject({
      ...{ name: 'BootError', message: expect.stringMatching(/nowhere\.bin: it cannot be read/) },
    });
    const foreign = start({ MUSTER_BREACHED_LIST: join(folder, 'list.txt') });
    await expect(foreign).rejects.toThrow(/list\.txt: it was not made by `muster breached build`/);
    const data = mkdtempSync(join(folder, 'data-'));
    writeFileSync(join(data, 'breached.bin'), 'MUSTERBP');
    await expect(start({ MUSTER_DATA: data }, false)).rejects.toThrow(/breached\.bin: it was not made by/);
    expect(apps).toEqual([]);
  });
});
