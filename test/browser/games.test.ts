// Confirmation and reset as a player meets them: a game in real Lua signs up, mails come, and their links are followed in a browser.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Game, homeScope, openGame, secretKey, serverKey } from '../apis/coronium/game.ts';
import { linkIn } from '../apis/coronium/letter-pages.ts';
import { interpreters, linesOf, needLua } from '../lua/run-lua.ts';
import { launchChromium, launchTimeoutMs } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-games-'));
let game: Game;
let url = '';
let browser: Browser;
let page: Page;

beforeAll(async () => {
  needLua();
  game = await openGame({ keys: { MUSTER_DATA: folder, MUSTER_PORT: '0' } });
  url = await game.app.listen();
  browser = await launchChromium();
  page = await browser.newPage();
}, 600_000 + launchTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await game?.app.close(100);
  rmSync(folder, { recursive: true, force: true });
});

const [lua51] = interpreters;

/** What a game, or a server of the game's, prints that runs this code. */
async function play(module: 'core' | 'server', code: string): Promise<string[]> {
  if (lua51 === undefined) throw new Error('there is no interpreter');
  const key = module === 'core' ? serverKey : secretKey;
  const script = `local core = require("plugin.coronium-${module}")
core.init({ server = "${url}", key = "${key}", scope = "${homeScope}", version = 2 })
local function show(evt) print(evt.error or "ok", evt.result and evt.result.validated, evt.result and evt.result.confirmation) end
${code}
${module === 'core' ? 'core.run()' : ''}`;
  return await linesOf({ interpreter: lua51, kind: 'cjson' }, script);
}

/** The link in the newest of so many mails. */
async function linkOf(count: number): Promise<string> {
  const mails = (): string[] => readdirSync(join(folder, 'mail')).sort();
  await expect.poll(() => mails().length, { timeout: 5000 }).toBe(count);
  return linkIn(readFileSync(join(folder, 'mail', mails().at(-1) ?? ''), 'utf8'));
}

const login = (password: string) =>
  play('core', `core.users.login({ username = "tiny", password = "${password}" }, show)`);

test('a player signs up in a game, confirms in a browser, forgets the password and sets another there', async () => {
  const confirmation = `{ from_email = "game@example.com", subject = "Welcome" }`;
  const signUp = `{ username = "tiny", password = "abcd1234", email = "tiny@example.com", confirmation = ${confirmation} }`;
  expect(await play('core', `core.users.create(${signUp}, show)`)).toEqual(['ok\tnil\tpending']);
  expect(await login('abcd1234')).toEqual(['ok\tfalse\tpending']);

  await page.goto(await linkOf(1));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Account confirmed' }).waitFor();
  expect(await login('abcd1234')).toEqual(['ok\ttrue\tnil']);

  const options = `{ from_email = "game@example.com", subject = "Your password" }`;
  const sent = await play(
    'server',
    `print((core.users.sendPasswordResetLink("tiny@example.com", "${homeScope}", ${options})))`,
  );
  expect(sent).toEqual(['true']);
  await page.goto(await linkOf(2));
  await page.getByLabel('New password').fill('correct horse 7');
  await page.getByLabel('The same again').fill('correct horse 7');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByRole('heading', { name: 'Password changed' }).waitFor();
  expect(await login('abcd1234')).toEqual(['The password is wrong.\tnil\tnil']);
  expect(await login('correct horse 7')).toEqual(['ok\ttrue\tnil']);
});
