// The requests of a benchmark, as text that goes straight to a socket.

import { isJsonObject } from '../src/core/model/json.ts';
import { commonWord, personPath, rareWord } from './people.ts';

/** The key that every server of a benchmark is started with. */
export const secretKey = 'sk_test_benchbenchbenchbenchbenchbenchbenchbench';

/** The password that `Admin` is pinned to where a benchmark signs in. */
export const adminPassword = 'bench-Quarterdeck-91';

/** The updates that are measured: two through REST with a key, one through JSON-RPC in a session, and one of games. */
export type UpdateKind = 'names' | 'metadata' | 'user.update' | 'coronium.update';

export const updateKinds: readonly UpdateKind[] = ['names', 'metadata', 'user.update', 'coronium.update'];

/** The path of the calls that are not REST. */
export const rpcPath = '/api_jsonrpc.php';

/** Begins a session of `Admin` for calls that need one. */
export async function signIn(base: string): Promise<string> {
  const params = { username: 'Admin', password: adminPassword };
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'user.login', params, id: 1 });
  const headers = { 'content-type': 'application/json' };
  const answered = await fetch(`${base}${rpcPath}`, { method: 'POST', headers, body });
  const told: unknown = await answered.json();
  const result = isJsonObject(told) ? told.result : null;
  if (typeof result !== 'string') throw new Error('Admin could not sign in');
  return result;
}

/** Makes request after request. */
export type Source = () => string;

/** Walks through all people in an order that comes back to nobody soon. */
export function walk(total: number): () => number {
  const stride = 7919;
  let at = 0;
  return () => {
    at = (at + stride) % total;
    return at;
  };
}

function request(method: string, path: string, body: string | null, bearer = secretKey): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${bearer}\r\nAccept: */*\r\n`;
  if (body === null) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Updates of all people in turn; no two have the same values. */
export function updates(kind: 'names' | 'metadata', total: number): Source {
  const people = walk(total);
  const paths = Array.from({ length: total }, (_, index) => `/v1/users/${personPath(index)}`);
  let count = Date.now() % 1_000_000_000;
  return () => {
    const path = paths[people()] ?? '';
    count += 1;
    if (kind === 'names') return request('PATCH', path, `{"first_name":"John ${count}","last_name":"Wick ${count}"}`);
    const body = `{"public_metadata":{"visits":${count},"last":{"page":"/pricing"}},"private_metadata":{"score":${count}}}`;
    return request('PATCH', `${path}/metadata`, body);
  };
}

/** Before the people there are the built-in accounts. */
const firstSerial = 3;

/** Updates of all people in turn by their serials, in the session. */
export function rpcUpdates(total: number, session: string): Source {
  const people = walk(total);
  let count = Date.now() % 1_000_000_000;
  return () => {
    const userid = people() + firstSerial;
    count += 1;
    const params = `{"userid":"${userid}","name":"John ${count}","surname":"Wick ${count}"}`;
    const body = `{"jsonrpc":"2.0","method":"user.update","params":${params},"id":1}`;
    return request('POST', rpcPath, body, session);
  };
}

/** Reads, by what they are called in the table. */
export function reads(total: number): readonly { readonly name: string; readonly next: Source }[] {
  const people = walk(total);
  const fixed = (path: string): Source => {
    const text = request('GET', path, null);
    return () => text;
  };
  const deep = (): string => {
    // Newest first, so low numbers lie deepest; a full page is always left behind them.
    const index = 10 + (people() % Math.max(1, Math.floor(total / 10) - 10));
    return request('GET', `/v1/users?limit=10&starting_after=${personPath(index)}`, null);
  };
  return [
    { name: 'GET one user', next: () => request('GET', `/v1/users/${personPath(people())}`, null) },
    { name: 'first page of 10', next: fixed('/v1/users?limit=10') },
    { name: 'deep page of 10', next: deep },
    { name: 'query, 10 match', next: fixed(`/v1/users?limit=10&query=${rareWord}`) },
    { name: 'query, 2 % match', next: fixed(`/v1/users?limit=10&query=${commonWord}`) },
    { name: 'count', next: fixed('/v1/users/count') },
  ];
}

/** A plain GET of one person, for `fetch`. */
export const personUrl = (base: string, index: number): string => `${base}/v1/users/${personPath(index)}`;
