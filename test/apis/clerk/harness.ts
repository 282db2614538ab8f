// A server in memory, and a caller who speaks to it as the SDK does.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect } from 'vitest';
import { type App, build } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { uuidOfKsuid } from '../../../src/core/model/id.ts';

export const secretKey = 'sk_test_scenarios0123456789';

/** What came back: the status and the body, whatever it is. */
export interface Answer {
  status: number;
  /** Whatever JSON it is. */
  body: ReturnType<typeof JSON.parse>;
  headers: LightMyRequestResponse['headers'];
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** A server for one test file. */
export interface Place {
  readonly app: App;
  /** Calls an endpoint below `/v1`. `headers` win; null leaves one out. A string or buffer is sent as it is. */
  call(method: Method, path: string, body?: unknown, headers?: Record<string, string | null>): Promise<Answer>;
  /** Makes a user; what is not said is filled in. */
  user(body?: Record<string, unknown>): Promise<Answer['body']>;
  get(userId: string): Promise<Answer['body']>;
  /** The types of everything that ever happened to a user. */
  history(userId: string): Promise<string[]>;
  /** Runs the work and demands that the user is, to the last byte and in its history, what it was. */
  unchanged(userId: string, work: () => Promise<Answer>): Promise<Answer>;
}

let count = 0;

/** A text nobody else in this process has. */
export function fresh(stem = 'user'): string {
  count += 1;
  return `${stem}${count}x${process.pid}`;
}

function makePlace(app: App): Place {
  const uuid = (userId: string) => uuidOfKsuid(userId.replace(/^user_/, '')) ?? '';
  const place: Place = {
    app,
    async call(method, path, body, headers = {}) {
      const all = { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', ...headers };
      const sent = Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      );
      const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      const response = await app.server.inject({
        method,
        url: `/v1${path}`,
        headers: sent,
        ...(payload !== undefined && { payload }),
      });
      expect(response.headers['content-type']).toBe('application/json');
      expect(response.statusCode).toBeLessThan(500);
      return { status: response.statusCode, body: response.json(), headers: response.headers };
    },
    async user(body = {}) {
      const { status, body: user } = await place.call('POST', '/users', {
        email_address: [`${fresh()}@example.com`],
        ...body,
      });
      expect(status, JSON.stringify(user)).toBe(200);
      return user;
    },
    async get(userId) {
      const { status, body } = await place.call('GET', `/users/${userId}`);
      expect(status).toBe(200);
      return body;
    },
    async history(userId) {
      const changes = await app.ports.store.readHistory('default', uuid(userId), null, 1000);
      return changes.map((change) => change.type);
    },
    async unchanged(userId, work) {
      const before = [await place.get(userId), await place.history(userId)];
      const answer = await work();
      expect([await place.get(userId), await place.history(userId)]).toEqual(before);
      return answer;
    },
  };
  return place;
}

/** Gives a test file its server; `clock` tells it the time. */
export function usePlace(clock: () => number = Date.now): Place {
  let place: Place | undefined;
  beforeAll(async () => {
    const config = readConfig(
      { MUSTER_SECRET_KEY: secretKey, MUSTER_PUBLIC_URL: 'https://users.example.com' },
      { memory: true },
    );
    place = makePlace(await build(config, { clock }));
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
    call: (...input) => now().call(...input),
    user: (...input) => now().user(...input),
    get: (...input) => now().get(...input),
    history: (...input) => now().history(...input),
    unchanged: (...input) => now().unchanged(...input),
  };
}

/** One expected error: its code, and the parameter it names, if any. */
export type Fault = readonly [code: string, param?: string];

/** Demands an error answer in the envelope, with exactly these errors. */
export function expectErrors(answer: Answer, status: number, ...faults: Fault[]): void {
  expect(answer.body, JSON.stringify(answer.body)).toEqual({
    errors: faults.map(([code, param]) => ({
      code,
      message: expect.any(String),
      long_message: expect.any(String),
      ...(param !== undefined && { meta: { param_name: param } }),
    })),
    clerk_trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(answer.status).toBe(status);
}
