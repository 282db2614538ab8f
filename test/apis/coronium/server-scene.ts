// Speaks to the functions for servers.
import { expect } from 'vitest';
import { addKey, storedKey } from '../../../src/boot/api-keys.ts';
import { type Game, homeScope, secretKey } from './game.ts';

type Json = ReturnType<typeof JSON.parse>;

/** What a call says besides its arguments. `scope` null: none; `once`: the name under which it is done once. */
export type Manner = { readonly key?: string | null; readonly scope?: string | null; readonly once?: string };

/** The ways to call a game's server functions. */
export function setServer(game: Game) {
  const send = async (name: string, body: object | string, manner: Manner = {}) => {
    const { key = secretKey, scope = homeScope, once } = manner;
    return await game.app.server.inject({
      method: 'POST',
      url: `/coronium/users/${name}`,
      headers: {
        'content-type': 'application/json',
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(scope !== null && { 'x-scope': Buffer.from(scope).toString('latin1') }),
        ...(once !== undefined && { 'idempotency-key': once }),
      },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  /** The result of a call, or what went wrong as `{ error, status }`. */
  const call = async (name: string, body: object | string, manner: Manner = {}): Promise<Json> => {
    const response = await send(name, body, manner);
    expect(response.statusCode, response.body).toBe(200);
    expect(Object.keys(response.json())).toEqual(['result']);
    return response.json().result;
  };
  /** The result of a call that must succeed. */
  const ask = async (name: string, body: object, manner: Manner = {}): Promise<Json> => {
    const result = await call(name, body, manner);
    expect(result, `${name} ${JSON.stringify(body)}`).not.toHaveProperty('error');
    return result;
  };
  /** Expects a refusal with this status; answers its words. */
  const refuse = async (name: string, body: object | string, status: number, manner: Manner = {}): Promise<string> => {
    const result = await call(name, body, manner);
    expect(result, `${name} ${JSON.stringify(body)}`).toEqual({ error: expect.any(String), status });
    return result.error;
  };
  /** A new secret key of the realm that a scope leads to. */
  const keyOf = async (scope: string): Promise<string> => {
    const { realm } = await game.contextOf(scope);
    const { store, random, clock } = game.app.ports;
    const secret = `sk_test_${random.token(12)}`;
    await addKey(store, storedKey({ random, realm: realm.id, kind: 'secret', secret, now: clock() }));
    return secret;
  };
  /** The history of a user of the home realm, the oldest first. */
  const historyOf = async (userId: string): Promise<Json[]> => {
    return (await game.rest('GET', `/api/users/${userId}/history`)).body.items;
  };
  return { send, call, ask, refuse, keyOf, historyOf };
}
