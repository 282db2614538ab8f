// What all parts of the long talk with the WorkOS API need: short verbs, people, codes that went out by mail, another law.
import { readUserUuid } from '../../src/apis/workos/wire/ids.ts';
import { findNewestTicket, secretOf } from '../../src/core/commands/find-ticket.ts';
import { ulidOfUuid } from '../../src/core/model/id.ts';
import type { Policy, Realm } from '../../src/core/model/realm.ts';
import type { PurposeName } from '../../src/core/model/ticket.ts';
import { type Exchange, type Memory, openMemory, secretKey, textAt } from './app.ts';
import { Browser } from './browser.ts';

export const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';
export const redirectUri = 'https://app.example.com/callback';
export const password = 'correct horse battery 7!';
export const users = '/user_management/users';
/** Well-formed ids of nobody and nothing. */
export const absent = (prefix: string): string => `${prefix}_${ulidOfUuid('01970000-0000-7000-8000-000000000000')}`;
export const nobody = absent('user');

/** One conversation. */
export interface Talk {
  memory: Memory;
  get(url: string): Promise<Exchange>;
  post(url: string, body?: unknown): Promise<Exchange>;
  put(url: string, body?: unknown): Promise<Exchange>;
  patch(url: string, body?: unknown): Promise<Exchange>;
  remove(url: string): Promise<Exchange>;
  /** Asks for a session as the client with its secret. */
  authenticate(grant: string, more?: object): Promise<Exchange>;
  /** Makes somebody with a password and, but where told otherwise, a proven address. */
  person(more?: object): Promise<{ id: string; email: string }>;
  /** The code or token that went to an address, or for a user. */
  mailed(purpose: PurposeName, subject: string): Promise<string>;
  browser(): Browser;
  /** Does something under another law of the realm. */
  under(signIn: Partial<Policy['signIn']>, work: () => Promise<unknown>): Promise<void>;
}

let count = 0;

/** A word that no other call gives out. */
export function fresh(stem = 'somebody'): string {
  count += 1;
  return `${stem}${count}`;
}

/** Begins a conversation with a server in memory. */
export async function beginTalk(): Promise<Talk> {
  const memory = await openMemory({ MUSTER_CLIENT_ID: clientId, MUSTER_WEBHOOK_ALLOW_PRIVATE: 'on' });
  const { ask, app } = memory;
  const post: Talk['post'] = (url, body = {}) => ask('POST', url, { body });
  return {
    memory,
    get: (url) => ask('GET', url),
    post,
    put: (url, body = {}) => ask('PUT', url, { body }),
    patch: (url, body = {}) => ask('PATCH', url, { body }),
    remove: (url) => ask('DELETE', url),
    authenticate: (grant, more = {}) =>
      post('/user_management/authenticate', {
        ...{ grant_type: grant, client_id: clientId, client_secret: secretKey },
        ...more,
      }),
    async person(more = {}) {
      const email = `${fresh()}@example.com`;
      const made = await post(users, { email, password, email_verified: true, ...more });
      return { id: textAt(made.body, 'id'), email };
    },
    async mailed(purpose, subject) {
      const context = {
        ...{ ports: app.ports, realm: await app.host.publicRealm(), api: 'test', requestId: 'test' },
        actor: { kind: 'system' },
      } as const;
      const ticket = await findNewestTicket(context, purpose, readUserUuid(subject) ?? subject);
      if (ticket === null) throw new Error(`nothing for ${purpose} went to ${subject}`);
      return secretOf(context, ticket);
    },
    browser: () =>
      new Browser(async (method, url, headers, payload) => {
        const answer = await app.server.inject({ method, url, headers, ...(method === 'POST' && { payload }) });
        const { location, 'set-cookie': cookie } = answer.headers;
        return {
          ...{ status: answer.statusCode, text: answer.body },
          ...{ location: String(location ?? ''), cookie: String(cookie ?? '') },
        };
      }),
    async under(signIn, work) {
      const { publicRealm, authenticate } = app.host;
      const ruled = (realm: Realm): Realm => ({
        ...realm,
        policy: { ...realm.policy, signIn: { ...realm.policy.signIn, ...signIn } },
      });
      const lawful: Pick<typeof app.host, 'publicRealm' | 'authenticate'> = {
        publicRealm: async () => ruled(await publicRealm()),
        authenticate: async (...key) => {
          const known = await authenticate(...key);
          return { ...known, realm: ruled(known.realm) };
        },
      };
      Object.assign(app.host, lawful);
      try {
        await work();
      } finally {
        Object.assign(app.host, { publicRealm, authenticate });
      }
    },
  };
}

/** A wrong code of six digits. */
export const not = (code: string): string => (code === '000000' ? '000001' : '000000');

const minuteMs = 60_000;

/** Lets time go by. */
export function wait({ memory }: Talk, minutes: number): void {
  memory.clock.ms += minutes * minuteMs;
}
