// A server in memory, or on PostgreSQL, that is spoken to as Zabbix' clients do.
import { expect } from 'vitest';
import type { App } from '../../../src/app.ts';
import { useOpened } from '../../use-opened.ts';
import { openApp, restOf, type ServerStage } from '../open-app.ts';

export { engines } from '../open-app.ts';

export const adminPassword = 'Quarterdeck-91';
export const secretKey = 'sk_test_zabbix0123456789abcdefghijklmnopqrstuvw';

/** What came back: exactly one of the two. */
export type Answer = {
  result?: ReturnType<typeof JSON.parse>;
  error?: { code: number; message: string; data: string };
};

export type Place = ReturnType<typeof makePlace>;

function makePlace(app: App) {
  const post = async (body: unknown, headers: Record<string, string> = {}, url = '/api_jsonrpc.php') =>
    app.server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** Calls a method in the name of whoever holds `auth` (a session or an API token); null: nobody. */
  const call = async (method: string, params: unknown, auth: string | null = session): Promise<Answer> => {
    const headers: Record<string, string> = auth === null ? {} : { authorization: `Bearer ${auth}` };
    const response = await post({ jsonrpc: '2.0', method, params, id: 1 }, headers);
    expect(response.statusCode).toBe(200);
    const { jsonrpc, id, ...answer } = response.json();
    expect([jsonrpc, id]).toEqual(['2.0', 1]);
    return answer;
  };
  /** The result of a call that must succeed. */
  const ask = async (
    method: string,
    params: unknown,
    auth: string | null = session,
  ): Promise<ReturnType<typeof JSON.parse>> => {
    const answer = await call(method, params, auth);
    expect(answer, `${method} ${JSON.stringify(params)}`).not.toHaveProperty('error');
    return answer.result;
  };
  /** Expects a refusal: its code and its data, to the letter. */
  const refuse = async (method: string, params: unknown, code: number, data: string, auth: string | null = session) => {
    const { error, result } = await call(method, params, auth);
    expect({ code: error?.code, data: error?.data, result }, `${method} ${JSON.stringify(params)}`).toEqual({
      code,
      data,
      result: undefined,
    });
  };
  const login = (username: string, password: string) => ask('user.login', { username, password }, null);
  let session = '';
  let count = 0;
  return {
    app,
    post,
    call,
    ask,
    refuse,
    login,
    /** A name that nobody has yet. */
    fresh: (word: string) => `${word}-${++count}`,
    /** The session of `Admin`. */
    admin: () => session,
    async begin() {
      session = await login('Admin', adminPassword);
    },
    rest: restOf(app, secretKey),
  };
}

/** Starts a server; for one test file, in `usePlace`, or for a test of its own. */
export async function openPlace(stage: ServerStage = {}): Promise<Place> {
  const keys = { MUSTER_ADMIN_PASSWORD: adminPassword, MUSTER_SECRET_KEY: secretKey };
  const place = makePlace(await openApp(stage, keys));
  await place.begin();
  return place;
}

/** One server for the tests of a file or of a `describe`, with `Admin` signed in. */
export function usePlace(stage: ServerStage = {}): Place {
  return useOpened(
    () => openPlace(stage),
    ({ app }) => app.close(100),
  );
}
