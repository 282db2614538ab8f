// `muster coronium` and `muster realm`: what they change, what a server beside them notices, and what they never print.
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { type Engine, engines } from './clients/engines.ts';
import { type Place, type ServerProcess, secretKey, startServer } from './clients/server.ts';
import { type Desk, openDesk, run } from './transfer/command.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const environment = { MUSTER_CORONIUM_PORT: '0', MUSTER_CORONIUM_SCOPES: 'closed' };

/** A desk with a server at it. */
async function settle(engine?: Engine): Promise<{ desk: Desk; place: Place; server: ServerProcess }> {
  const desk = openDesk();
  closing.push(() => desk.clear());
  const place = await desk.place(engine);
  const server = await startServer(place, environment);
  closing.push(() => server.kill());
  return { desk, place, server };
}

async function muster(place: Place, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(place, args);
  expect(code, err).toBe(0);
  return out;
}

/** The words of a command that must fail, and say nothing else. */
async function refusal(place: Place, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(place, args);
  expect([code, out]).toEqual([1, '']);
  return err;
}

/** Calls the server as a game that has this key. */
async function play(server: ServerProcess, key: string, scope: string, action: string, parameters: object) {
  const body = JSON.stringify(parameters);
  const time = String(Math.floor(Date.now() / 1000));
  const message = ['muster-1', 'api.users', action, scope, time, '', '', body].join('\n');
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'x-project-id': 'api.users',
      'x-action': action,
      'x-scope': scope,
      'x-request-time': time,
      'x-request-auth': `muster-1 ${createHmac('sha256', key).update(message).digest('base64')}`,
    },
    body,
  });
  const { result }: { result: unknown } = JSON.parse(await response.text());
  return result;
}

const ann = { username: 'Ann', password: '81dc9bdb52d04dc20036dbd8313ed055' };
/** What another process changes is seen within a second. */
const soon = { timeout: 5000, interval: 100 };

describe.each(engines)('muster coronium, on $name', (engine) => {
  test('lets a game in by scope and key, and out again', async () => {
    const { place, server } = await settle(engine);
    const key = (await muster(place, 'coronium', 'key')).trim();
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(await muster(place, 'coronium', 'scope', 'list')).toBe('There is no scope.\n');
    const create = () => play(server, key, 'Maze', 'create', ann);
    await expect.poll(create, soon).toMatchObject({ status: 1004 });

    expect(await muster(place, 'coronium', 'scope', 'add', 'Maze', '--closed', 'delete')).toContain('realm: maze-1');
    await expect.poll(create, soon).toEqual({ user_id: expect.any(String) });
    const lost = await play(server, key, 'Maze', 'delete', { user_id: 'x' });
    expect(lost).toMatchObject({ status: 810 });
    await muster(place, 'coronium', 'scope', 'set', 'Maze', '--closed', '');
    const removeNobody = () => play(server, key, 'Maze', 'delete', { user_id: 'x' });
    await expect.poll(removeNobody, soon).toBe(0);

    const realmKey = (await muster(place, 'realm', 'key', 'maze-1')).trim();
    const users = await fetch(`${server.url}/api/users`, { headers: { authorization: `Bearer ${realmKey}` } });
    expect(await users.json()).toMatchObject({ items: [{ username: 'Ann' }] });

    const keys = await muster(place, 'coronium', 'key', '--list');
    expect(keys).not.toContain(key);
    const id =
      keys
        .split('\n')
        .find((line) => line.endsWith(key.slice(-4)))
        ?.split(' ')[0] ?? '';
    expect(await muster(place, 'coronium', 'key', '--revoke', id)).toContain(id);
    await expect.poll(removeNobody, soon).toMatchObject({ error: expect.stringContaining('not signed'), status: 810 });
    expect(await muster(place, 'coronium', 'scope', 'remove', 'Maze')).toContain('--realm maze-1');
    expect(await muster(place, 'realm', 'list')).toMatch(/^default .*\nmaze-1 {2}Maze {2}keys: ….{4}\n$/);
  }, 60_000);
});

describe('muster coronium', () => {
  test('does what the routes do, and refuses what they refuse', async () => {
    const { place, server } = await settle();
    const settings = ['--own-only', '--create-result', 'string', '--clock-tolerance', '60'];
    await muster(
      place,
      'coronium',
      'scope',
      'add',
      'Home',
      '--realm',
      'default',
      '--closed',
      'get, update',
      ...settings,
    );
    const shown = async () => {
      const headers = { authorization: `Bearer ${secretKey}` };
      return JSON.parse(await (await fetch(`${server.url}/coronium/scopes/Home`, { headers })).text()).result;
    };
    const all = { closed: ['get', 'update'], ownOnly: true, createResult: 'string', clockToleranceSeconds: 60 };
    expect(await shown()).toEqual({ name: 'Home', realm: 'default', ...all });
    await muster(place, 'coronium', 'scope', 'set', 'Home', '--no-own-only', '--clock-tolerance', 'none');
    expect(await shown()).toMatchObject({ ...all, ownOnly: false, clockToleranceSeconds: null });
    expect(await refusal(place, 'coronium', 'scope', 'add', 'Home')).toBe('muster: The scope exists already.\n');
    expect(await refusal(place, 'coronium', 'scope', 'set', 'Gone', '--own-only')).toContain('no scope "Gone"');
    expect(await refusal(place, 'coronium', 'scope', 'remove', 'Gone')).toContain('no scope "Gone"');
    expect(await refusal(place, 'coronium', 'scope', 'set', 'Home', '--closed', 'fly')).toContain(
      'closed may name login',
    );
    expect(await refusal(place, 'coronium', 'scope', 'set', 'Home', '--clock-tolerance', 'x')).toContain(
      'whole number',
    );
    expect(await refusal(place, 'coronium', 'scope', 'add', 'New', '--realm', 'gone')).toContain('names none there is');
    expect(await refusal(place, 'coronium', 'key', '--revoke', 'gone')).toContain('no key gone');
    expect(await refusal(place, 'realm', 'key', 'gone')).toContain('there is no realm gone');
    expect(await shown()).toMatchObject({ ...all, ownOnly: false, clockToleranceSeconds: null });
  }, 60_000);

  test('says plainly that what the plugin signs with is not there, and changes nothing', async () => {
    const { desk, place } = await settle();
    const file = desk.write('auth.lu', `\u001bLua${'a text of no meaning '.repeat(20)}`);
    const words = await refusal(place, 'coronium', 'plugin-key', file);
    expect(words).toBe(
      `muster: what the plugin (2.6.5) signs with is not in ${file} (files searched: 1). Nothing was changed\n`,
    );
    const packed = desk.write('data.tgz', Buffer.from([0x1f, 0x8b, 8, 0]));
    expect(await refusal(place, 'coronium', 'plugin-key', packed)).toContain('unpack them first');
    expect(await refusal(place, 'coronium', 'plugin-key', desk.path('.'))).toContain('files searched: 2');
    expect(await refusal(place, 'coronium', 'plugin-key', desk.path('gone'))).toContain('cannot be read (ENOENT)');
  }, 60_000);

  test('needs a directory', async () => {
    const desk = openDesk();
    closing.push(() => desk.clear());
    const place = await desk.place();
    for (const args of [
      ['coronium', 'key'],
      ['coronium', 'scope', 'list'],
      ['realm', 'list'],
    ]) {
      expect(await refusal(place, ...args)).toContain('there is no directory in');
    }
  }, 60_000);
});
