// The sign-in's pages in a browser without JavaScript: what people see, hear, type and send.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { toDataURL } from 'qrcode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../src/pages/examples.fixture.ts';
import { pageHeaders } from '../../src/pages/index.ts';
import { launchChromium, launchTimeoutMs } from './chromium.ts';
import { contrasts } from './contrast.ts';
import { type PageServer, servePages } from './page-server.ts';

const artefacts = join(import.meta.dirname, '../../test-artefacts');
const uri = 'otpauth://totp/Acme:jane@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme';
const wording = { text: String, path: String, qrCode: await toDataURL(uri, { margin: 2 }) };
const calm = examples({ ...wording, isWrong: false });
const wrong = Object.entries(examples({ ...wording, isWrong: true })).filter(([, page]) => page.includes('Error: '));
const pages: Readonly<Record<string, string>> = {
  ...calm,
  ...Object.fromEntries(wrong.map(([name, page]) => [`${name}-wrong`, page])),
  unlisted: '<!doctype html><title>x</title><style>p { color: red }</style><p>x</p>',
  done: '<!doctype html><title>Done</title>',
};
const names = Object.keys(pages).filter((name) => name !== 'unlisted' && name !== 'done');

let browser: Browser;
let context: BrowserContext;
let server: PageServer;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  server = await servePages({ pages, headers: pageHeaders([]), after: '/done' });
  browser = await launchChromium();
  context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  page.on('console', (message) => complaints.push(message.text()));
}, launchTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page and waits until the browser has put the focus where it belongs. */
async function open(name: string, origin = server.origin): Promise<void> {
  complaints.length = 0;
  await page.goto(`${origin}/${name}`);
  const first = page.locator('[autofocus]');
  if ((await first.count()) > 0) await page.locator('[autofocus]:focus').waitFor();
}

/** What the last post said, without what every form carries along. */
function posted(): Record<string, string> {
  const { path, fields } = server.posts.at(-1) ?? { path: '', fields: [] };
  expect(path).toBe('/posted');
  const { flow, csrf, ...rest } = Object.fromEntries(fields);
  expect([flow, csrf]).toEqual(['flow_01HZX', 'csrf_4f1d']);
  return rest;
}

/** Presses keys one after the other, and waits until what they sent was answered. A text that is no key is typed. */
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    if (/^(Tab|Enter|Space|ArrowDown|Shift\+Tab)$/.test(key)) await page.keyboard.press(key);
    else await page.keyboard.insertText(key);
  }
  await page.waitForURL('**/done');
}

describe.each(names)('%s', (name) => {
  test.each([
    { scheme: 'light', width: 320, height: 640 },
    { scheme: 'dark', width: 1000, height: 800 },
  ] as const)('fits and is legible: $scheme, $width pixels wide', async ({ scheme, width, height }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    await open(name);
    await page.screenshot({ path: join(artefacts, `${name}.${scheme}.png`), fullPage: true });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints).toEqual([]);
    const texts = await contrasts(page);
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  });

  test('has a name for everything that can be reached', async () => {
    await open(name);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.title()).toMatch(
      name.endsWith('-wrong') ? /^Error: .+ – Acme Notes$/ : /^(?!Error).+ – Acme Notes$/,
    );
    for (const role of ['textbox', 'radio', 'button', 'link', 'img'] as const) {
      const all = page.getByRole(role);
      expect(await page.getByRole(role, { name: /\S/ }).count()).toBe(await all.count());
    }
    expect(await page.getByRole('alert').count()).toBe(name.endsWith('-wrong') ? 1 : 0);
  });
});

describe('the keyboard alone', () => {
  test('signs in with a password', async () => {
    await open('sign-in');
    await press('secret words', 'Enter');
    expect(posted()).toEqual({ email: 'jane@example.com', password: 'secret words', intent: 'password' });
  });

  test('asks for a mailed code, without a password', async () => {
    await open('sign-in');
    await press('Tab', 'Tab', 'Space');
    expect(posted()).toEqual({ email: 'jane@example.com', password: '', intent: 'magic-code' });
  });

  test.each(['magic-code', 'email-verification', 'second-factor'])('enters a code: %s', async (name) => {
    await open(name);
    await press('123 456', 'Enter');
    expect(posted()).toEqual({ code: '123 456', intent: 'verify' });
  });

  test('asks for another code; but not of an authenticator', async () => {
    await open('magic-code');
    await press('Tab', 'Tab', 'Enter');
    expect(posted()).toEqual({ code: '', intent: 'resend' });
    await open('second-factor');
    expect(await page.getByRole('button').allTextContents()).toEqual(['Continue']);
  });

  test('sets up an authenticator, whose picture is seen first', async () => {
    await open('enrolment');
    expect(await page.evaluate<number>('scrollY')).toBe(0);
    expect(await page.getByRole('img', { name: 'QR code for your authenticator app' }).isVisible()).toBe(true);
    await press('Tab', '123456', 'Enter');
    expect(posted()).toEqual({ code: '123456' });
  });

  test('signs up', async () => {
    await open('sign-up');
    await press('secret words', 'Enter');
    const typed = { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', password: 'secret words' };
    expect(posted()).toEqual(typed);
  });

  test('asks for a new password, and sets it', async () => {
    await open('forgotten-password');
    await press('Tab', 'Enter');
    expect(posted()).toEqual({ email: 'jane@example.com' });
    await open('new-password');
    await press('secret words', 'Enter');
    expect(posted()).toEqual({ password: 'secret words', token: 'token_9c2e' });
  });

  test('chooses an organization; none is chosen beforehand', async () => {
    await open('organization');
    await press('Tab', 'ArrowDown', 'Enter');
    expect(posted()).toEqual({ organizationId: 'org_2' });
    await open('organization');
    await press('Tab', 'Tab', 'Enter');
    expect(posted()).toEqual({});
  });

  test('lets a device in, or not', async () => {
    await open('device-code');
    await press('Tab', 'Tab', 'Enter');
    expect(posted()).toEqual({ userCode: 'WDJB-MJHT' });
    await open('device-question');
    await press('Tab', 'Enter');
    expect(posted()).toEqual({ userCode: 'WDJB-MJHT', intent: 'allow' });
    await open('device-question');
    await press('Tab', 'Tab', 'Enter');
    expect(posted()).toEqual({ userCode: 'WDJB-MJHT', intent: 'deny' });
  });

  test('begins at the first wrong field', async () => {
    await open('sign-up-wrong');
    await press('Tab', 'Tab', 'Tab', 'secret words', 'Shift+Tab', 'john@example.com', 'Enter');
    expect(posted()).toMatchObject({ firstName: 'Jane', email: 'john@example.com', password: 'secret words' });
  });
});

describe('who cannot see', () => {
  test('finds fields and buttons by their names', async () => {
    await open('sign-up');
    for (const label of ['First name', 'Last name (optional)', 'Email address', 'Password']) {
      expect(await page.getByLabel(label, { exact: true }).count()).toBe(1);
    }
    await open('organization');
    expect(await page.getByRole('radiogroup', { name: 'Which one do you want to sign in to?' }).count()).toBe(1);
    expect(await page.getByRole('radio', { name: 'Acme Corporation' }).count()).toBe(1);
  });

  test('is told what is wrong with a field', async () => {
    await open('sign-up-wrong');
    expect(await page.getByRole('alert').textContent()).toBe('That did not work. Look at what you entered.');
    expect(await page.getByLabel('Password').ariaSnapshot()).toContain('textbox "Password"');
    const described = 'document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent';
    expect(await page.evaluate<string>(described)).toBe('Enter your first name.');
    const invalid = '[...document.querySelectorAll("[aria-invalid=true]")].map(({ name }) => name)';
    expect(await page.evaluate<string[]>(invalid)).toEqual(['firstName', 'lastName', 'email', 'password']);
  });
});

describe('the policy', () => {
  test('lets a post say only that it comes from this site', async () => {
    await open('sign-in');
    await press('Enter');
    const headers = server.posts.at(-1)?.headers ?? {};
    expect(headers).toMatchObject({ origin: 'null', 'sec-fetch-site': 'same-origin' });
    expect(headers).not.toHaveProperty('referer');
  });

  test('forbids any other style', async () => {
    await open('unlisted');
    expect(complaints.join()).toContain('Content Security Policy');
  });

  test('lets a post lead to the client, and nowhere else', async () => {
    const client = await servePages({ pages: { 'signed-in': pages.done ?? '' }, headers: {}, after: '/' });
    const after = `${client.origin}/signed-in`;
    const strict = await servePages({ pages, headers: pageHeaders([]), after });
    const listed = await servePages({ pages, headers: pageHeaders([client.origin]), after });
    try {
      await open('sign-in', listed.origin);
      await page.keyboard.press('Enter');
      await page.waitForURL(after);
      await open('sign-in', strict.origin);
      const refused = page.waitForEvent('console');
      await page.keyboard.press('Enter');
      expect((await refused).text()).toContain('form-action');
      expect(page.url()).toBe(`${strict.origin}/sign-in`);
    } finally {
      await Promise.all([client, strict, listed].map((one) => one.close()));
    }
  });
});
