// What nobody may find: the secrets of games and players in the log, in the history, or in the files of the directory.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepPluginKey } from '../../../src/apis/coronium/operator/keep-plugin-key.ts';
import { md5, openGame, serverKey } from './game.ts';
import { linkIn } from './letter-pages.ts';

async function contentOf(folder: string, names: readonly string[]): Promise<string> {
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return files.join('\n');
}

test('are sealed, digested or not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-secrets-'));
  const logged: string[] = [];
  const log = { write: (line: string) => void logged.push(line) };
  const game = await openGame({ engine: 'memory', log, keys: { MUSTER_DATA: folder, MUSTER_LOG_LEVEL: 'trace' } });
  await game.setScope('Alone', { ownOnly: true });
  const plugin = `plugin-${'p'.repeat(56)}`;
  await keepPluginKey(await game.contextOf(), plugin);
  const [hash, token] = [md5('swordfish'), 'access-token-swordfish'];
  const confirmation = { from_email: 'game@example.com', subject: 'Welcome' };
  const key = 'b'.repeat(32);
  const scope = 'Alone';
  await game.ask('create', { username: 'Sam', password: hash, email: 'sam@example.com', confirmation }, { scope, key });
  const id = await game.player({ username: 'Ada', password: hash }, scope);
  const { session } = await game.send('login', { username: 'Ada', password: hash }, { scope });
  const auth = { client_id: 'ada', access_token: token };
  await game.ask('addAuthProvider', { user_id: id, provider: 'google', auth }, { scope, session, key: 'c'.repeat(32) });
  await game.call('login', { username: 'Ada', password: md5('wrong swordfish') }, { scope });
  await expect.poll(async () => (await readdir(join(folder, 'mail')).catch(() => [])).length).toBe(1);
  const mail = await contentOf(join(folder, 'mail'), await readdir(join(folder, 'mail')));
  const code = new URL(linkIn(mail)).searchParams.get('code') ?? '';
  const link = (code.split('.').at(-1) ?? '').slice(0, 200);
  expect(link.length).toBeGreaterThan(20);
  await game.app.server.inject({ method: 'GET', url: `/_confirmation?code=${code}` });
  await game.app.close(1000);
  const names = (await readdir(folder)).filter((name) => name.startsWith('muster.db'));
  const kept = await contentOf(folder, names);
  await rm(folder, { recursive: true });
  expect(kept).toContain('Space Race');
  expect(logged.length).toBeGreaterThan(5);
  const secrets = { serverKey, plugin, hash, wrong: md5('wrong swordfish'), token, session, link };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(kept.includes(secret), `${name} is in the files`).toBe(false);
    expect(
      logged.some((line) => line.includes(secret)),
      `${name} is in the log`,
    ).toBe(false);
  }
});
