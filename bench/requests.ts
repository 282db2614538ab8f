// The requests of a benchmark, as text that goes straight to a socket.

import { commonWord, personPath, rareWord } from './people.ts';

/** The key that every server of a benchmark is started with. */
export const secretKey = 'sk_test_benchbenchbenchbenchbenchbenchbenchbench';

/** The two updates that are measured. */
export type UpdateKind = 'names' | 'metadata';

export const updateKinds: readonly UpdateKind[] = ['names', 'metadata'];

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

function request(method: string, path: string, body: string | null): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${secretKey}\r\nAccept: */*\r\n`;
  if (body === null) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Updates of all people in turn; no two have the same values. */
export function updates(kind: UpdateKind, total: number): Source {
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
