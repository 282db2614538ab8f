// Booting: what a first boot makes, and what every later one leaves alone.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, build } from '../src/app.ts';
import { openDataFolder } from '../src/boot/data-folder.ts';
import { loadMasterKey } from '../src/boot/master-key.ts';
import { openRandom } from '../src/boot/random.ts';
import { readConfig } from '../src/config.ts';
import { openAppKeys } from '../src/core/commands/app-keys.ts';
import { secretsContext } from '../src/core/commands/context.ts';
import { readRealmObjects } from '../src/core/commands/find-realm-objects.ts';
import { isUuid, timeOfUuid } from '../src/core/model/id.ts';
import { isJsonObject } from '../src/core/model/json.ts';
import { everybody } from '../src/core/model/query.ts';
import { createDatabase } from './postgres/cluster.ts';

const folders: string[] = [];
const apps: App[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close(100);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-boot-'));
  folders.push(folder);
  return folder;
}

async function start(environment: Record<string, string>, told: string[] = []): Promise<App> {
  const app = await build(readConfig({ MUSTER_PORT: '0', ...environment }), { announce: (text) => told.push(text) });
  apps.push(app);
  return app;
}

async function stop(app: App): Promise<void> {
  apps.splice(apps.indexOf(app), 1);
  await app.close(100);
}

function foundedBy({ founded }: App) {
  if (founded === null) throw new Error('nothing was founded');
  return founded;
}

describe('the data folder', () => {
  it('is made for its owner alone, and left as it is when it was there', async () => {
    const folder = join(temporary(), 'a', 'b');
    expect(await openDataFolder(folder)).toEqual({ openToOthers: false });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const shared = temporary();
    writeFileSync(join(shared, 'file'), '');
    await expect(openDataFolder(join(shared, 'file'))).rejects.toThrow(/MUSTER_DATA/);
  });
});

describe('the master key', () => {
  it('is made once for all who ask at the same moment, for its owner alone, and nothing is left beside it', async () => {
    const folder = temporary();
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey(folder, true)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect(readdirSync(folder)).toEqual(['master.key']);
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
    expect(await loadMasterKey(folder, false)).toEqual(keys[0]);
  });

  it('is neither replaced when damaged nor made where something is sealed with another', async () => {
    const folder = temporary();
    await expect(loadMasterKey(folder, false)).rejects.toThrow(/master\.key is missing/);
    for (const text of ['', 'short', Buffer.alloc(33).toString('base64')]) {
      writeFileSync(join(folder, 'master.key'), text);
      await expect(loadMasterKey(folder, true)).rejects.toThrow(/damaged/);
      expect(readFileSync(join(folder, 'master.key'), 'utf8')).toBe(text);
    }
  });
});

describe('ids', () => {
  it('carry their time, never repeat, and sort as made within a moment', () => {
    const random = openRandom();
    const now = Date.now();
    const ids = Array.from({ length: 20_000 }, () => random.uuid(now));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => isUuid(id) && timeOfUuid(id) === now)).toBe(true);
    expect(timeOfUuid(random.uuid(now - 5000))).toBe(now - 5000);
    expect(random.token(32)).toMatch(/^[\w-]{43}$/);
  });
});

describe('the first boot', () => {
  it('makes the realm, its keys and its accounts, tells them once, and keeps none of them in clear', async () => {
    const folder = temporary();
    const told: string[] = [];
    const app = await start({ MUSTER_DATA: folder, MUSTER_PORT: '4999' }, told);
    const { secretKey, adminPassword, coroniumKey } = foundedBy(app);
    expect(secretKey).toMatch(/^sk_test_[0-9A-Za-z]{48}$/);
    expect(isUuid(coroniumKey)).toBe(true);
    expect(told).toHaveLength(1);
    for (const text of [secretKey, adminPassword, coroniumKey, folder, 'http://127.0.0.1:4999'])
      expect(told[0]).toContain(text);

    const { store, hasher, vault } = app.ports;
    const realm = await store.loadRealm('default');
    expect(realm).toMatchObject({ id: 'default', name: 'default' });
    expect(isUuid(realm?.instanceId ?? '')).toBe(true);
    const { actor } = await app.host.authenticate(secretKey);
    expect(actor.kind).toBe('secret-key');
    const { extras } = await readRealmObjects({ ports: app.ports, realm: { id: 'default' } });
    expect(openAppKeys(app.ports, extras).map(({ secret }) => secret)).toEqual([coroniumKey]);
    expect(JSON.stringify(extras)).not.toContain(coroniumKey);
    await expect(app.host.authenticate(coroniumKey)).rejects.toThrow();
    await expect(app.host.authenticate(adminPassword)).rejects.toThrow();

    const administrator = await store.loadUser('default', { by: 'serial', serial: 1 });
    expect(administrator?.user).toMatchObject({ username: 'Admin', role: 'super-admin', system: true, rev: 2 });
    const { passwords } = vault.open(
      administrator?.secrets ?? null,
      secretsContext('default', administrator?.user.id ?? ''),
    );
    expect(await hasher.verify(adminPassword, passwords, 'none')).toMatchObject({ matches: true });
    expect(await hasher.verify(`${adminPassword}x`, passwords, 'none')).toMatchObject({ matches: false });
    const guest = await store.loadUser('default', { by: 'serial', serial: 2 });
    expect(guest?.user).toMatchObject({
      username: 'guest',
      role: 'guest',
      system: true,
      credentials: { password: null },
    });
    expect(guest?.secrets).toBe(null);
    expect(await store.countUsers('default', everybody)).toBe(0);
    expect(await store.countUsers('default', { ...everybody, system: true })).toBe(2);
    const history = await store.readHistory('default', administrator?.user.id ?? '', null, 10);
    const byBoot = { actor: { kind: 'system' }, api: 'boot' };
    expect(history).toMatchObject([
      { type: 'user.updated', ...byBoot },
      { type: 'user.created', ...byBoot },
    ]);
    await stop(app);

    const kept = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    expect(kept.length).toBeGreaterThan(1);
    for (const text of [secretKey, adminPassword, coroniumKey, 'PRIVATE KEY'])
      expect(
        kept.some((bytes) => bytes.includes(text)),
        text,
      ).toBe(false);
  });

  it('happens once: a second boot changes nothing and tells nothing', async () => {
    const folder = temporary();
    const first = await start({ MUSTER_DATA: folder });
    const { secretKey } = foundedBy(first);
    const realm = await first.ports.store.loadRealm('default');
    const keys = await first.ports.store.listApiKeys('default');
    const jwks = await first.host.signer.jwks('default');
    await stop(first);
    const told: string[] = [];
    const second = await start({ MUSTER_DATA: folder, MUSTER_ADMIN_PASSWORD: 'ignored-later' }, told);
    expect([second.founded, told]).toEqual([null, []]);
    expect(await second.ports.store.loadRealm('default')).toEqual(realm);
    expect(await second.ports.store.listApiKeys('default')).toEqual(keys);
    expect(await second.host.signer.jwks('default')).toEqual(jwks);
    expect((await second.host.authenticate(secretKey)).realm.id).toBe('default');
    expect(await second.ports.store.countUsers('default', { ...everybody, system: true })).toBe(2);
  });

  it('takes what is pinned and does not repeat it', async () => {
    const told: string[] = [];
    const pins = {
      MUSTER_SECRET_KEY: 'sk_test_pinned',
      MUSTER_CORONIUM_KEY: 'game-key-pinned',
      MUSTER_ADMIN_PASSWORD: 'password-pinned',
      MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    const folder = temporary();
    const app = await start({ MUSTER_DATA: folder, ...pins }, told);
    expect(foundedBy(app)).toEqual({
      secretKey: 'sk_test_pinned',
      coroniumKey: 'game-key-pinned',
      adminPassword: 'password-pinned',
    });
    for (const value of Object.values(pins)) expect(told.join('')).not.toContain(value);
    expect(readdirSync(folder)).not.toContain('master.key');
  });

  it('is followed by boots that add a newly pinned key and keep the old ones', async () => {
    const folder = temporary();
    const first = await start({ MUSTER_DATA: folder });
    const { secretKey } = foundedBy(first);
    await stop(first);
    for (let boot = 0; boot < 2; boot++) {
      const app = await start({ MUSTER_DATA: folder, MUSTER_SECRET_KEY: 'sk_test_later' });
      expect((await app.host.authenticate('sk_test_later')).realm.id).toBe('default');
      expect((await app.host.authenticate(secretKey)).realm.id).toBe('default');
      expect(await app.ports.store.listApiKeys('default')).toHaveLength(2);
      await stop(app);
    }
  });

  it('may happen in several places at once: one founds, all agree', async () => {
    const folder = temporary();
    const all = await Promise.all(Array.from({ length: 4 }, () => start({ MUSTER_DATA: folder })));
    expect(all.filter(({ founded }) => founded !== null)).toHaveLength(1);
    const [founder] = all.filter(({ founded }) => founded !== null);
    const { secretKey } = foundedBy(founder ?? (await start({})));
    const published = await Promise.all(all.map(({ host }) => host.signer.jwks('default')));
    for (const app of all) expect((await app.host.authenticate(secretKey)).realm.id).toBe('default');
    expect(new Set(published.map((keys) => JSON.stringify(keys))).size).toBe(1);
  });

  it('may happen on several machines at once that share a database', async () => {
    const database = await createDatabase();
    const shared = { DATABASE_URL: database.url, MUSTER_MASTER_KEY: randomBytes(32).toString('base64') };
    const all = await Promise.all([1, 2, 3].map(() => start({ MUSTER_DATA: temporary(), ...shared })));
    const [founder, ...others] = all.filter(({ founded }) => founded !== null);
    expect(others).toEqual([]);
    const { secretKey } = foundedBy(founder ?? (await start({})));
    for (const app of all) expect((await app.host.authenticate(secretKey)).realm.id).toBe('default');
    const alone = start({ MUSTER_DATA: temporary(), DATABASE_URL: database.url });
    await expect(alone).rejects.toThrow(/needs the key of the others/);
    for (const app of all) await stop(app);
    await database.drop();
  });

  it('does not go on without the key that its secrets were sealed with', async () => {
    const folder = temporary();
    await stop(await start({ MUSTER_DATA: folder }));
    const other = randomBytes(32).toString('base64');
    await expect(start({ MUSTER_DATA: folder, MUSTER_MASTER_KEY: other })).rejects.toThrow(
      /MUSTER_MASTER_KEY is not the key/,
    );
    const key = readFileSync(join(folder, 'master.key'), 'utf8');
    rmSync(join(folder, 'master.key'));
    await expect(start({ MUSTER_DATA: folder })).rejects.toThrow(/master\.key is missing.*MUSTER_MASTER_KEY/);
    expect(readdirSync(folder)).not.toContain('master.key');
    expect((await start({ MUSTER_DATA: folder, MUSTER_MASTER_KEY: key.trim() })).founded).toBe(null);
  });
});

describe('the whole', () => {
  it('works without a socket and without a folder', async () => {
    const app = await build(readConfig({ MUSTER_PORT: '0' }, { memory: true }));
    apps.push(app);
    expect((await app.server.inject('/ready')).json()).toEqual({ status: 'ready' });
    expect((await app.server.inject('/nowhere')).json()).toEqual({ error: 'not-found' });
    const metrics = (await app.server.inject('/metrics')).body;
    expect(metrics).toContain('muster_password_queue_length 0');
    expect(isJsonObject((await app.server.inject('/health')).json())).toBe(true);
    await stop(app);
    await expect(app.ports.store.ping()).rejects.toThrow();
  });

  it('answers odd keys and odd bodies on every API with a 4xx', async () => {
    const app = await build(readConfig({ MUSTER_PORT: '0' }, { memory: true }));
    apps.push(app);
    const { secretKey } = foundedBy(app);
    const keys = [
      '',
      'Bearer',
      'Bearer ',
      'Basic %%%',
      'Bearer \x7f',
      `Bearer ${'a'.repeat(9000)}`,
      'ÿþ',
      `${secretKey}x`,
    ];
    const bodies = ['', '{', 'null', '[]', '1e999', '{"__proto__":{}}', '"\\ud800"', '['.repeat(50_000), '{"a":1e400}'];
    // Zabbix' answers what is odd with 200 and 412, as Zabbix does; Coronium's has one path and reads no such keys.
    const rest = app.host.apis.filter(({ name }) => name !== 'zabbix' && name !== 'coronium');
    for (const path of rest.map(({ url }) => `${new URL(url).pathname}/users`)) {
      for (const authorization of keys) {
        const { statusCode } = await app.server.inject({ url: path, headers: { authorization } });
        expect(statusCode, `${path} ${authorization}`).toBe(401);
      }
      for (const payload of bodies) {
        const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' };
        const { statusCode } = await app.server.inject({ method: 'POST', url: path, headers, payload });
        expect(Math.trunc(statusCode / 100), `${path} ${payload.slice(0, 40)}`).toBe(4);
      }
    }
  });

  it('knows its URL once it listens', async () => {
    const app = await build(readConfig({ MUSTER_PORT: '0' }, { memory: true }));
    apps.push(app);
    const url = await app.listen();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(app.host.publicUrl).toBe(url);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const other = await build(readConfig({ MUSTER_PORT: new URL(url).port }, { memory: true }));
    apps.push(other);
    await expect(other.listen()).rejects.toThrow(/is in use; choose another with MUSTER_PORT/);
  });
});
