// A server in memory whose clock is set by hand, and visitors who use its hosted pages as a browser without scripts does.
import { afterAll, beforeAll, expect } from 'vitest';
import { type App, build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import type { Context } from '../../../src/core/commands/context.ts';
import { createRedirectUri } from '../../../src/core/commands/create-redirect-uri.ts';
import { createUser } from '../../../src/core/commands/create-user.ts';
import { findNewestTicket, secretOf } from '../../../src/core/commands/find-ticket.ts';
import { set, type UserPatch, untouched } from '../../../src/core/model/patch.ts';
import type { Policy } from '../../../src/core/model/realm.ts';
import type { PurposeName } from '../../../src/core/model/ticket.ts';
import type { User } from '../../../src/core/model/user.ts';
import { listChange, wish } from '../../users.ts';

export const publicUrl = 'https://users.example.com';
export const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';
export const redirectUri = 'https://app.example.com/callback?kept=a%20b';
export const password = 'correct horse battery 7!';
export const base = '/user_management/authorize';
/** The challenge of RFC 7636, appendix B, and what meets it. */
export const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** What a browser is answered. */
export interface Page {
  url: string;
  status: number;
  text: string;
  headers: Record<string, unknown>;
  /** Where it leads, when it leads on. */
  location: string;
}

/** A server for one test file; `clock.ms` is added to its time. */
export interface House {
  app: App;
  context: Context;
  clock: { ms: number };
}

let count = 0;

/** An address nobody else in this process has. */
export function freshEmail(): string {
  count += 1;
  return `visitor${count}x${process.pid}@example.com`;
}

/** Gives a test file its server, with the law of the realm changed. */
export function useHouse(signIn: Partial<Policy['signIn']> = {}): () => House {
  let house: House | undefined;
  beforeAll(async () => {
    const clock = { ms: 0 };
    const config = readConfig({ MUSTER_PUBLIC_URL: publicUrl, MUSTER_CLIENT_ID: clientId }, { memory: true });
    const app = await build(config, { clock: () => Date.now() + clock.ms });
    const realm = await app.host.publicRealm();
    const ruled = { ...realm, policy: { ...realm.policy, signIn: { ...realm.policy.signIn, ...signIn } } };
    Object.assign(app.host, { publicRealm: async () => ruled });
    const context: Context = {
      ...{ ports: app.ports, realm: ruled, api: 'test', requestId: 'test' },
      actor: { kind: 'system' },
    };
    await createRedirectUri(context, redirectUri);
    house = { app, context, clock };
  });
  afterAll(async () => {
    await house?.app.close(1000);
  });
  return () => {
    if (house === undefined) throw new Error('no server yet');
    return house;
  };
}

/** Makes somebody with a proven address and the password. */
export async function makeUser({ context }: House, wanted: Partial<UserPatch> = {}): Promise<User & { email: string }> {
  const email = freshEmail();
  const patch = {
    ...untouched,
    firstName: set('Ada'),
    emails: listChange({ add: [wish(email)] }),
    password: { op: 'set', plain: password, checks: 'enforce', preHash: 'none' } as const,
    ...wanted,
  };
  return { ...(await createUser(context, patch, { identifier: true, password: true })), email };
}

/** The code or token that went to an address. */
export async function mailedTo({ context }: House, purpose: PurposeName, email: string): Promise<string> {
  const ticket = await findNewestTicket(context, purpose, email);
  if (ticket === null) throw new Error(`nothing for ${purpose} went to ${email}`);
  return secretOf(context, ticket);
}

/** The address with these parameters; null leaves one out. */
export function authorizeUrl(more: Record<string, string | null> = {}): string {
  const all = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', provider: 'authkit', ...more };
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value !== null) given.set(name, value);
  return `${base}?${given}`;
}

const unescaped: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => unescaped[name] ?? '');
}

/** The hidden fields of a page's form. */
export function hiddenOf({ text }: Pick<Page, 'text'>): Record<string, string> {
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, plain(value)]));
}

/** What a page says that is wrong. */
export function complaintsOf({ text }: Page): string[] {
  return [...text.matchAll(/<p class="(?:alert|fault)"[^>]*>([^<]*)</g)].map(([, said = '']) => plain(said));
}

/** A browser: keeps the cookie, and follows redirects within the server. */
export class Visitor {
  readonly #house: () => House;
  cookie: string | null = null;

  constructor(house: () => House) {
    this.#house = house;
  }

  async #ask(
    method: 'GET' | 'POST' | 'HEAD',
    url: string,
    headers: Record<string, string>,
    payload = '',
  ): Promise<Page> {
    const response = await this.#house().app.server.inject({
      method,
      url,
      headers: { ...(this.cookie !== null && { cookie: `__Host-muster_visit=${this.cookie}` }), ...headers },
      ...(method === 'POST' && { payload }),
    });
    expect(response.statusCode, response.body).toBeLessThan(500);
    const kept = /^__Host-muster_visit=([^;]*)/.exec(String(response.headers['set-cookie'] ?? ''))?.[1];
    if (kept !== undefined) this.cookie = kept;
    const { statusCode: status, body: text } = response;
    return { url, status, text, headers: response.headers, location: String(response.headers.location ?? '') };
  }

  /** Asks once. */
  fetch(url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<Page> {
    return this.#ask(method, url, headers);
  }

  /** Follows whoever leads on to another page of the server. */
  async follow(page: Page): Promise<Page> {
    return page.location.startsWith('/') ? await this.follow(await this.fetch(page.location)) : page;
  }

  /** Opens an address and goes to where it leads. */
  async open(url: string): Promise<Page> {
    return await this.follow(await this.fetch(url));
  }

  /** Posts fields as they are, and does not follow. */
  post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#ask('POST', url, { ...type, ...headers }, new URLSearchParams(fields).toString());
  }

  /** Fills in the form of a page and sends it, as a browser would; follows. */
  async submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const action = /<form method="post" action="([^"]*)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`no form on ${page.url}: ${page.text}`);
    const sent = { ...hiddenOf(page), ...fields };
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'null' };
    return await this.follow(await this.post(plain(action), sent, headers));
  }

  /** Begins a sign-in. */
  enter(more: Record<string, string | null> = {}): Promise<Page> {
    return this.open(authorizeUrl(more));
  }
}

/** What the client is told in its address. */
export function toldClient(page: Page): Record<string, string> {
  expect(page.status, `${page.url} ${complaintsOf(page)}`).toBeOneOf([302, 303]);
  expect(page.location.startsWith(`${redirectUri}&`)).toBe(true);
  return Object.fromEntries(new URLSearchParams(page.location.slice(redirectUri.length + 1)));
}
