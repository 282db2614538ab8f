// The hosted pages of a started server in a browser without JavaScript, up to the session that the SDK gets for the code.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientId, type ServerProcess, secretKey, startServer, temporaryFolder } from '../clients/server.ts';
import { versions } from '../clients/workos.ts';
import { codeAt, totpOf } from '../time-codes.ts';
import { launchChromium, launchTimeoutMs } from './chromium.ts';

const artefacts = join(import.meta.dirname, '../../test-artefacts');
const password = 'correct horse battery 7!';
const other = 'another staple 8?';

let server: ServerProcess;
let app: Server;
let callback: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const folder = temporaryFolder();
const complaints: string[] = [];
let count = 0;
const fresh = (): string => `person${++count}@example.com`;

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  server = await startServer({ folder: folder.path, databaseUrl: null });
  app = createServer((_request, response) => response.end('<!doctype html><title>Application</title>'));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const address = app.address();
  if (address === null || typeof address === 'string') throw new Error('no free loopback port');
  callback = `http://127.0.0.1:${address.port}/callback`;
  const answer = await fetch(`${server.url}/user_management/redirect_uris`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ uri: callback }),
  });
  expect(answer.status).toBe(201);
  browser = await launchChromium();
}, launchTimeoutMs);

afterAll(async () => {
  await browser?.close();
  app?.close();
  await server?.kill();
  folder.remove();
});

async function openBrowser(): Promise<void> {
  await context?.close();
  context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  complaints.length = 0;
  page.on('console', (message) => {
    // Of a page whose status tells that something was wrong with what was typed.
    if (!message.text().includes('the server responded with a status of 400')) complaints.push(message.text());
  });
}

beforeEach(openBrowser);

/** The newest mail to an address, once it is there; `after` so many. */
async function mailTo(email: string, after = 0): Promise<string> {
  const mails = join(folder.path, 'mail');
  const all = (): string[] => {
    const files = existsSync(mails) ? readdirSync(mails).filter((name) => name.endsWith('.eml')) : [];
    const texts = files.sort().map((file) => readFileSync(join(mails, file), 'utf8'));
    return texts.filter((text) => text.includes(`To: ${email}`) || text.includes(`To: <${email}>`));
  };
  await expect.poll(() => all().length, { timeout: 5000 }).toBeGreaterThan(after);
  return all().at(-1) ?? '';
}

/** The six digits that stand on a line of their own. */
const codeIn = (mail: string): string => /^(\d{6})\r?$/m.exec(mail)?.[1] ?? '';

/** A mail's text without the line breaks of its encoding. */
const linkIn = (mail: string): string =>
  /http:\/\/127\.0\.0\.1\S+reset\?token=[\w-]+/.exec(mail.replace(/=\r?\n/g, '').replace(/=3D/g, '='))?.[0] ?? '';

async function shoot(name: string): Promise<void> {
  await page.screenshot({ path: join(artefacts, `hosted-${name}.png`), fullPage: true });
}

async function fill(label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: false }).fill(text);
}

async function press(name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
}

/** What the application was told, once the browser is back there. */
async function told(): Promise<Record<string, string>> {
  await page.waitForURL(`${callback}**`);
  expect(complaints).toEqual([]);
  return Object.fromEntries(new URL(page.url()).searchParams);
}

describe.each(versions)('with the SDK $version', ({ create }) => {
  const sdk = () => create(server.url).userManagement;
  const start = async (more: { screenHint?: 'sign-up' | 'sign-in'; loginHint?: string } = {}): Promise<void> => {
    const options = { provider: 'authkit', clientId, redirectUri: callback, state: 'x&y', ...more };
    await page.goto(sdk().getAuthorizationUrl(options));
  };
  const redeem = async () => {
    const { code = '', state } = await told();
    expect(state).toBe('x&y');
    return await sdk().authenticateWithCode({ clientId, code });
  };
  const signInAs = async (email: string, plain = password): Promise<void> => {
    await fill('Email address', email);
    await fill('Password', plain);
    await press('Continue');
  };

  test('signs up, then in', async () => {
    const email = fresh();
    await start({ screenHint: 'sign-up' });
    await shoot('sign-up');
    await fill('First name', 'Jane');
    await fill('Email address', email);
    await fill('Password', password);
    await press('Create account');
    await shoot('code-of-sign-up');
    await fill('Six-digit code', '000000x');
    await press('Continue');
    await shoot('code-wrong');
    await fill('Six-digit code', codeIn(await mailTo(email)));
    await press('Continue');
    expect((await redeem()).user).toMatchObject({ email, firstName: 'Jane', emailVerified: true });
    await openBrowser();
    await start({ loginHint: email });
    await fill('Password', 'wrong one 7!');
    await press('Continue');
    await shoot('sign-in-wrong');
    await fill('Password', password);
    await press('Continue');
    const session = await redeem();
    expect(session).toMatchObject({ user: { email }, authenticationMethod: 'Password' });
    const { code = '' } = await told();
    await expect(sdk().authenticateWithCode({ clientId, code })).rejects.toMatchObject({ status: 400 });
  });

  test('signs in with PKCE, going back and reloading on the way', async () => {
    const { email } = await sdk().createUser({ email: fresh(), password });
    const { url, codeVerifier } = await sdk().getAuthorizationUrlWithPKCE({
      ...{ provider: 'authkit', clientId, redirectUri: callback },
    });
    await page.goto(url);
    await shoot('sign-in');
    await signInAs(email);
    await page.waitForURL('**/verify');
    await shoot('verify');
    await page.reload();
    await page.goBack();
    await signInAs(email);
    await page.waitForURL('**/verify');
    const before = codeIn(await mailTo(email, 1));
    await press('Send another code');
    await shoot('verify-sent-again');
    const mail = await mailTo(email, 2);
    expect(before).toMatch(/^\d{6}$/);
    await fill('Six-digit code', codeIn(mail));
    await press('Continue');
    const { code = '' } = await told();
    await expect(sdk().authenticateWithCode({ clientId, code })).rejects.toMatchObject({ status: 400 });
    const session = await sdk().authenticateWithCodeAndVerifier({ clientId, code, codeVerifier });
    expect(session.user.email).toBe(email);
  });

  test('resets a password in another browser', async () => {
    const { email } = await sdk().createUser({ email: fresh(), password, emailVerified: true });
    await start();
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await shoot('forgotten');
    await fill('Email address', email);
    await press('Send me a link');
    await shoot('mailed');
    const link = linkIn(await mailTo(email));
    await openBrowser();
    await page.goto(link);
    await shoot('reset');
    await fill('New password', other);
    await press('Set password');
    await page.waitForURL('**/done');
    await shoot('done');
    await page.goto(link);
    await shoot('link-used');
    expect(await page.getByRole('heading').textContent()).toBe('This link cannot be used');
    await openBrowser();
    await start();
    await signInAs(email, other);
    expect((await redeem()).user.email).toBe(email);
  });

  test('signs in with a code by mail, without any password', async () => {
    const { email } = await sdk().createUser({ email: fresh() });
    await start();
    await fill('Email address', email);
    await press('Email me a code');
    await shoot('code');
    await fill('Six-digit code', codeIn(await mailTo(email)));
    await press('Continue');
    expect(await redeem()).toMatchObject({ user: { email, emailVerified: true }, authenticationMethod: 'MagicAuth' });
  });

  test('asks for the authenticator app that was enrolled by the API, then for the organization', async () => {
    const { id, email } = await sdk().createUser({ email: fresh(), password, emailVerified: true });
    const secrets = totpOf(++count);
    const client = create(server.url);
    const { authenticationChallenge: opening } = await client.multiFactorAuth.createUserAuthFactor({
      ...{ userId: id, type: 'totp', totpSecret: secrets.secret },
    });
    await client.multiFactorAuth.verifyChallenge({
      authenticationChallengeId: opening.id,
      code: codeAt(secrets, Date.now() - 30_000),
    });
    const organizations = [];
    for (const name of ['Acme Corporation', `Other ${count}`]) {
      const organization = await client.organizations.createOrganization({ name });
      await sdk().createOrganizationMembership({ userId: id, organizationId: organization.id });
      organizations.push(organization);
    }
    await start();
    await signInAs(email);
    await page.waitForURL('**/second-factor');
    await shoot('second-factor');
    await fill('Six-digit code', codeAt(secrets, Date.now()));
    await press('Continue');
    await page.waitForURL('**/organization');
    await shoot('organization');
    await page.getByLabel('Acme Corporation').check();
    await press('Continue');
    expect((await redeem()).organizationId).toBe(organizations[0]?.id);
  });

  test('lets a device in', async () => {
    const { email } = await sdk().createUser({ email: fresh(), password, emailVerified: true });
    const started = await fetch(`${server.url}/user_management/authorize/device`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: clientId }),
    });
    const device: unknown = await started.json();
    await page.goto(String(Reflect.get(Object(device), 'verification_uri_complete')));
    await shoot('device');
    await press('Continue');
    await signInAs(email);
    await page.waitForURL('**/confirm');
    await shoot('device-confirm');
    await press('Allow');
    await page.waitForURL('**/allowed');
    await shoot('device-allowed');
    const answer = await fetch(`${server.url}/user_management/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: clientId,
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: Reflect.get(Object(device), 'device_code'),
      }),
    });
    expect(await answer.json()).toMatchObject({ user: { email } });
  });
});

test('a page that cannot be shown says so', async () => {
  await page.goto(`${server.url}/user_management/authorize/code`);
  await shoot('start-again');
  expect(await page.getByRole('heading').textContent()).toBe('Start again');
  await page.goto(`${server.url}/user_management/authorize?client_id=x`);
  await shoot('unknown-client');
  expect(await page.getByRole('heading').textContent()).toBe('This sign-in cannot begin');
});
