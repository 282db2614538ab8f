// The links in mails of confirmation and reset, followed in a browser without JavaScript.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LetterPages, linkIn, serveLetterPages } from '../apis/coronium/letter-pages.ts';
import { launchChromium, launchTimeoutMs } from './chromium.ts';

const artefacts = join(import.meta.dirname, '../../test-artefacts');

let pages: LetterPages;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  pages = await serveLetterPages();
  browser = await launchChromium();
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  page.on('console', (message) => {
    // Of a page whose status tells that something was wrong with what was typed, or with the link.
    if (!/the server responded with a status of 40[03]/.test(message.text())) complaints.push(message.text());
  });
}, launchTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  expect(complaints).toEqual([]);
});

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(artefacts, `letter-${name}.png`), fullPage: true });
}

const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
const heading = (): Promise<string | null> => page.getByRole('heading', { level: 1 }).textContent();

test.each([null, 'space'])('somebody confirms with one click, in the realm %s', async (realmId) => {
  const username = `ada_${realmId}`;
  const link = linkIn(await pages.signUp(username, {}, realmId));
  await page.goto(link);
  await shoot('confirmation');
  expect(await heading()).toBe('Confirm your account');
  expect(await pages.find(username, realmId)).toMatchObject({ active: false, confirmation: 'pending' });
  await press('Confirm');
  await shoot('confirmed');
  expect(await heading()).toBe('Account confirmed');
  expect(await pages.find(username, realmId)).toMatchObject({ active: true, confirmation: 'confirmed' });
  await page.goto(link);
  await shoot('used');
  expect(await heading()).toBe('This link cannot be used');
});

test('somebody sets a new password, after two faults', async () => {
  await pages.signUp('bob_the_great');
  const link = linkIn(await pages.forget('bob_the_great'));
  await page.goto(link);
  const type = async (first: string, second: string): Promise<void> => {
    await page.getByLabel('New password').fill(first);
    await page.getByLabel('The same again').fill(second);
    await press('Set password');
  };
  await type('correct horse 7', 'correct house 7');
  await shoot('password-differs');
  expect(await page.locator('#input-repeated-fault').textContent()).toBe('These are two different passwords.');
  expect(await page.title()).toMatch(/^Error: /);
  await type('short', 'short');
  expect(await page.locator('#input-password-fault').textContent()).toContain('This password is too short.');
  await type('correct horse 7', 'correct horse 7');
  await shoot('password-set');
  expect(await heading()).toBe('Password changed');
  await page.goto(link);
  expect(await heading()).toBe('This link cannot be used');
});

test('a page of another site cannot press the button for somebody', async () => {
  const link = linkIn(await pages.signUp('eve_at_home'));
  const token = new URL(link).searchParams.get('code') ?? '';
  const form = `<form method="post" action="${pages.origin}/_confirmation"><input name="token" value="${token}"><button>Win</button></form>`;
  await page.goto(`data:text/html,${encodeURIComponent(form)}`);
  const [answer] = await Promise.all([page.waitForResponse(`${pages.origin}/_confirmation`), press('Win')]);
  expect(answer.status()).toBe(403);
  expect(await pages.find('eve_at_home')).toMatchObject({ active: false, confirmation: 'pending' });
});
