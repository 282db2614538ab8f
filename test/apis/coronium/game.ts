// A server in memory, or on PostgreSQL, that is spoken to as our own client for games does.
import { createHash, createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { findScope } from '../../../src/apis/coronium/envelope/find-scope.ts';
import { isScope, type ScopeSettings } from '../../../src/apis/coronium/envelope/scope.ts';
import type { App } from '../../../src/app.ts';
import { changeRealmObjects } from '../../../src/core/commands/change-realm-objects.ts';
import type { Context } from '../../../src/core/commands/context.ts';
import { readRealmObjects } from '../../../src/core/commands/find-realm-objects.ts';
import { useOpened } from '../../use-opened.ts';
import { openApp, restOf, type ServerStage } from '../open-app.ts';

export { engines } from '../open-app.ts';

export const serverKey = 'c0ffee00-7b1d-4c5e-9f00-5ca1ab1e0001';
export const secretKey = 'sk_test_coronium0123456789abcdefghijklmnopqrstu';

/** The scope of calls that name none; it leads to the home realm. */
export const homeScope = 'Space Race';

/** What the client makes of a password. */
export const md5 = (password: string): string => createHash('md5').update(password).digest('hex');

/** What a call says besides its parameters. `session`: what a login answered; `key`: the name by which it is done once. */
export type Saying = {
  readonly scope?: string;
  readonly session?: string;
  readonly key?: string;
};

type Json = ReturnType<typeof JSON.parse>;

function signedHeaders(action: string, body: string, { scope = homeScope, session = '', key = '' }: Saying) {
  const time = String(Math.floor(Date.now() / 1000));
  const message = ['muster-1', 'api.users', action, scope, time, key, session, body].join('\n');
  return {
    'content-type': 'application/json',
    'x-project-id': 'api.users',
    'x-action': action,
    // Headers are bytes; the client writes UTF-8.
    'x-scope': Buffer.from(scope).toString('latin1'),
    'x-request-time': time,
    'x-request-auth': `muster-1 ${createHmac('sha256', serverKey).update(message).digest('base64')}`,
    ...(key !== '' && { 'idempotency-key': key }),
    ...(session !== '' && { 'x-session-token': session }),
  };
}

export type Game = ReturnType<typeof makeGame>;

function makeGame(app: App) {
  /** Calls an action; answers all of the body. */
  const send = async (action: string, body: object, saying: Saying = {}): Promise<Json> => {
    const payload = JSON.stringify(body);
    const headers = signedHeaders(action, payload, saying);
    const response = await app.server.inject({ method: 'POST', url: '/', headers, payload });
    expect(response.statusCode, response.body).toBe(200);
    return response.json();
  };
  /** Calls an action; answers its result, or what went wrong as `{ error, status }`. */
  const call = async (action: string, body: object, saying: Saying = {}): Promise<Json> =>
    (await send(action, body, saying)).result;
  /** The result of a call that must succeed. */
  const ask = async (action: string, body: object, saying: Saying = {}): Promise<Json> => {
    const result = await call(action, body, saying);
    expect(result, `${action} ${JSON.stringify(body)}`).not.toHaveProperty('error');
    return result;
  };
  /** Expects a refusal with this status; answers its words. */
  const refuse = async (action: string, body: object, status: number, saying: Saying = {}): Promise<string> => {
    const result = await call(action, body, saying);
    expect(result, `${action} ${JSON.stringify(body)}`).toEqual({ error: expect.any(String), status });
    return result.error;
  };
  const home = async (): Promise<Context> => {
    const realm = await app.host.publicRealm();
    return { ports: app.ports, realm, actor: { kind: 'system' }, api: 'test', requestId: 'test' };
  };
  /** The directory that a scope leads to, in Muster's own name. */
  const contextOf = async (scope = homeScope): Promise<Context> => {
    const context = await home();
    return { ...context, realm: (await findScope(app.host, context, scope)).realm };
  };
  let count = 0;
  const fresh = (word: string) => `${word}-${++count}`;
  return {
    ...{ app, send, call, ask, refuse, contextOf, fresh, rest: restOf(app, secretKey) },
    /** Makes a player with the password `1234`; answers the id. */
    async player(more: object = {}, scope = homeScope): Promise<string> {
      const wish = { username: fresh('player'), password: md5('1234'), ...more };
      return (await ask('create', wish, { scope })).user_id;
    },
    /** Sets what an operator may of a scope, which is opened if need be. */
    async setScope(scope: string, settings: Partial<ScopeSettings>): Promise<void> {
      await contextOf(scope);
      const context = await home();
      await changeRealmObjects(context, async () => {
        const { extras } = await readRealmObjects(context);
        const before = extras.find((extra) => isScope(extra) && extra.name === scope);
        if (before === undefined) throw new Error(`there is no scope ${scope}`);
        const after = { ...before, rev: before.rev + 1, values: { ...before.values, ...settings } };
        return { intents: [{ op: 'replace', before, after }], users: [], numbering: null, result: null };
      });
    },
    async begin() {
      await contextOf();
    },
  };
}

/** What stands in the place of the world, the engine, and what of the configuration is to be another. */
export type Stage = ServerStage & { readonly keys?: Readonly<Record<string, string>> };

/** Starts a server; for one test file, in `useGame`, or for a test of its own. */
export async function openGame({ keys, ...surroundings }: Stage = {}): Promise<Game> {
  const usual = { MUSTER_SECRET_KEY: secretKey, MUSTER_CORONIUM_KEY: serverKey, MUSTER_CORONIUM_SCOPES: 'open' };
  const game = makeGame(await openApp(surroundings, { ...usual, ...keys }));
  await game.begin();
  return game;
}

/** One server for the tests of a file or of a `describe`. */
export function useGame(stage: Stage = {}): Game {
  return useOpened(
    () => openGame(stage),
    ({ app }) => app.close(100),
  );
}
