// A server in memory, and a caller who speaks to it as WorkOS' SDKs do.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect } from 'vitest';
import { type App, build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { createUser } from '../../../src/core/commands/create-user.ts';
import { type UserPatch, untouched } from '../../../src/core/model/patch.ts';
import type { User } from '../../../src/core/model/user.ts';

export const secretKey = 'sk_test_scenarios0123456789';

/** What came back: the status and the body, whatever it is; null when there is none. */
export interface Answer {
  status: number;
  /** Whatever JSON it is. */
  body: ReturnType<typeof JSON.parse>;
  headers: LightMyRequestResponse['headers'];
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A server for one test file. */
export interface Place {
  readonly app: App;
  /** Calls a path from the root. `headers` win; null leaves one out. A string is sent as it is. */
  ask(method: Method, url: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  /** Calls an endpoint below `/user_management`. */
  call(method: Method, path: string, body?: unknown): Promise<Answer>;
  /** Makes a user; what is not said is filled in. */
  user(body?: Record<string, unknown>): Promise<Answer['body']>;
  /** Makes a user as another API, or an import, could. */
  made(patch: Partial<UserPatch>): Promise<User>;
  get(userId: string): Promise<Answer['body']>;
  /** The record behind a user of this API. */
  record(userId: string): Promise<User>;
  /** Runs the work and demands that the user's record and history are, to the last byte, what they were. */
  unchanged(userId: string, work: () => Promise<Answer>): Promise<Answer>;
}

let count = 0;

/** A text nobody else in this process has. */
export function fresh(stem = 'user'): string {
  count += 1;
  return `${stem}${count}x${process.pid}`;
}

function makePlace(app: App): Place {
  const place: Place = {
    app,
    async ask(method, url, body, headers = {}) {
      const all = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', ...headers };
      const sent = Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      );
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await app.server.inject({
        method,
        url,
        headers: sent,
        ...(payload !== undefined && { payload }),
      });
      expect(response.statusCode).toBeLessThan(500);
      const { statusCode: status } = response;
      if (response.body === '') return { status, body: null, headers: response.headers };
      expect(response.headers['content-type']).toBe('application/json');
      return { status, body: response.json(), headers: response.headers };
    },
    call: (method, path, body) => place.ask(method, `/user_management${path}`, body),
    async user(body = {}) {
      const answer = await place.call('POST', '/users', { email: `${fresh()}@example.com`, ...body });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    },
    async made(patch) {
      const realm = await app.host.publicRealm();
      const context = { ports: app.ports, realm, actor: { kind: 'system' }, api: 'test', requestId: fresh() } as const;
      return await createUser(context, { ...untouched, ...patch }, { identifier: true, password: true });
    },
    async get(userId) {
      const { status, body } = await place.call('GET', `/users/${userId}`);
      expect(status).toBe(200);
      return body;
    },
    async record(userId) {
      const { body } = await place.ask('GET', `/api/users/${userId}`);
      const stored = await app.ports.store.loadUser('default', { by: 'id', id: body.id });
      if (stored === null) throw new Error(`no user ${userId}`);
      return stored.user;
    },
    async unchanged(userId, work) {
      const image = async () => {
        const user = await place.record(userId);
        return [user, await app.ports.store.readHistory('default', user.id, null, 1000)];
      };
      const before = await image();
      const answer = await work();
      expect(await image()).toEqual(before);
      return answer;
    },
  };
  return place;
}

/** Gives a test file its server. */
export function usePlace(): Place {
  let place: Place | undefined;
  beforeAll(async () => {
    const config = readConfig(
      { MUSTER_SECRET_KEY: secretKey, MUSTER_PUBLIC_URL: 'https://users.example.com' },
      { memory: true },
    );
    place = makePlace(await build(config));
  });
  afterAll(async () => {
    await place?.app.close(1000);
  });
  const now = () => {
    if (place === undefined) throw new Error('no server yet');
    return place;
  };
  return {
    get app() {
      return now().app;
    },
    ask: (...input) => now().ask(...input),
    call: (...input) => now().call(...input),
    user: (...input) => now().user(...input),
    made: (...input) => now().made(...input),
    get: (...input) => now().get(...input),
    record: (...input) => now().record(...input),
    unchanged: (...input) => now().unchanged(...input),
  };
}

/** Demands an error of this shape; `errors` are the codes of its entries, in order. */
export function expectError(answer: Answer, status: number, code: string, errors?: readonly string[]): void {
  expect([answer.status, answer.body], JSON.stringify(answer.body)).toEqual([
    status,
    {
      code,
      message: expect.stringMatching(/./),
      ...(errors !== undefined && {
        errors: errors.map((one) => ({ code: one, message: expect.stringMatching(/./) })),
      }),
    },
  ]);
}

/** Demands a 404 that names what was asked for. */
export function expectMissing(answer: Answer, thing: string, id: string): void {
  expect([answer.status, answer.body]).toEqual([
    404,
    { message: `${thing} not found: '${id}'.`, code: 'entity_not_found', entity_id: id },
  ]);
}
