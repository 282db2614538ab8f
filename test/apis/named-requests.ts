// Requests under a name, as the tests of every API send them.

import { secretKey } from '../clients/server.ts';

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';

/** What came back; all headers but those that are of the moment. */
export type Told = { readonly status: number; readonly text: string; readonly headers: Record<string, string> };

let marks = 0;
/** A text nobody else in this file has. */
export const fresh = (): string => `mark_${++marks}`;
const ofTheMoment = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);

/** Sends a request, under a name unless that is null. */
export async function send(url: string, method: Method, name: string | null, body?: object): Promise<Told> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${secretKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(name !== null && { 'idempotency-key': name }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const headers = [...response.headers].filter(([header]) => !ofTheMoment.has(header));
  return { status: response.status, text: await response.text(), headers: Object.fromEntries(headers) };
}

/** The same answer, given again. */
export const replayOf = (first: Told): Told => ({
  ...first,
  headers: { ...first.headers, 'idempotency-replayed': 'true' },
});
