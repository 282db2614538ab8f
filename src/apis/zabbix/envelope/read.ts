// The reading of a request: its calls, each checked for the form of JSON-RPC.

import { Fault } from '../fault.ts';
import { holdsNull, parseBody } from './parse.ts';

/** What a caller tells its calls apart by. */
export type CallId = string | number | null;

/** A call in good form. `params` is an object or an array; `auth` null: none; a notification is not answered, and its `id` is null. */
export type Call = {
  readonly method: string;
  readonly params: object;
  readonly auth: string | null;
  readonly id: CallId;
  readonly isNotification: boolean;
};

/** A call in bad form; always answered. */
export type Broken = { readonly fault: Fault; readonly id: CallId };

/** The calls of one body, in order; `isBatch`: they came as an array and are answered as one. */
export type Request = { readonly isBatch: boolean; readonly calls: readonly (Call | Broken)[] };

type Members = ReadonlyMap<string, unknown>;

const batchMax = 1000;
const names = new Set(['jsonrpc', 'method', 'params', 'auth', 'id']);

/**
 * Reads a body. Never throws: what is wrong with it as a whole is one broken call. Checks and their order as Zabbix 7.0.22 has
 * them, but for two of our own: a batch of more than 1,000 calls and a NUL anywhere are refused.
 */
export function readRequest(bytes: Buffer): Request {
  try {
    return requestOf(parseBody(bytes));
  } catch (error) {
    if (error instanceof Fault) return { isBatch: false, calls: [{ fault: error, id: null }] };
    throw error;
  }
}

function requestOf(body: unknown): Request {
  if (typeof body !== 'object' || body === null || Object.keys(body).length === 0) return refuse(noRequest);
  if (!Array.isArray(body)) return { isBatch: false, calls: [readCall(body)] };
  if (body.length > batchMax) return refuse(`The batch is too long: at most ${batchMax} calls are allowed.`);
  return { isBatch: true, calls: body.map(readCall) };
}

/** What is told of anything that is no request at all. */
export const noRequest = 'The received JSON is not a valid JSON-RPC request.';

function refuse(data: string): never {
  throw new Fault(-32600, data);
}

function bad(path: string, reason: string): never {
  return refuse(`Invalid parameter "${path}": ${reason}.`);
}

function readCall(value: unknown): Call | Broken {
  const isContainer = typeof value === 'object' && value !== null;
  // An array is an object with the keys "0", "1" and so on.
  const members: Members = new Map<string, unknown>(isContainer ? Object.entries(value) : []);
  try {
    if (!isContainer) return bad('/', 'an array is expected');
    return checkCall(members);
  } catch (error) {
    const id = members.get('id');
    if (error instanceof Fault) return { fault: error, id: isId(id) ? id : null };
    throw error;
  }
}

/** Unknown members first, then member by member. */
function checkCall(members: Members): Call {
  for (const name of members.keys()) if (!names.has(name)) bad('/', `unexpected parameter "${name}"`);
  if (textOf(members, 'jsonrpc') !== '2.0') bad('/jsonrpc', 'value must be "2.0"');
  const method = textOf(members, 'method');
  const params = required(members, 'params');
  if (typeof params !== 'object' || params === null) return bad('/params', 'an array or object is expected');
  const auth = (members.get('auth') ?? null) === null ? null : textOf(members, 'auth');
  if (auth === '') bad('/auth', 'cannot be empty');
  const id = members.get('id') ?? null;
  if (!isId(id)) return bad('/id', 'a string, number or null value is expected');
  if (holdsNull([method, params, auth])) bad('/', 'null characters are not supported');
  return { method, params, auth, id, isNotification: !members.has('id') };
}

function isId(value: unknown): value is CallId {
  return typeof value === 'string' || typeof value === 'number' || value === null;
}

function required(members: Members, name: string): unknown {
  return members.has(name) ? members.get(name) : bad('/', `the parameter "${name}" is missing`);
}

function textOf(members: Members, name: string): string {
  const value = required(members, name);
  return typeof value === 'string' ? value : bad(`/${name}`, 'a character string is expected');
}
