// A started server with Clerk's SDK pointed at it, and what the tests of that SDK say again and again.
import { createClerkClient, type User } from 'clerk-backend-3';
import { isClerkAPIResponseError } from 'clerk-backend-3/errors';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Engine } from './engines.ts';
import { type Place, type ServerProcess, secretKey, startServer } from './server.ts';

/** The SDK as an application makes it, but quiet. */
export const clientOf = (apiUrl: string) =>
  createClerkClient({ secretKey, apiUrl, publishableKey: publishableKeyOf(apiUrl), telemetry: { disabled: true } });

/**
 * Names the host that signs the tokens: the SDK compares it with the issuer before it believes a cookie. `live`: in
 * development it wants a further cookie, from a browser's detour over the vendor's own host.
 */
export const publishableKeyOf = (url: string): string =>
  `pk_live_${Buffer.from(`${new URL(url).host}$`).toString('base64')}`;

/** A server under test. */
export interface Stand {
  clerk: ReturnType<typeof clientOf>;
  server: ServerProcess;
  place: Place;
}

/** Starts a server for the tests of one block and ends it after them; `prepare` may fill its place first. */
export function stand(engine: Engine, prepare: (place: Place) => Promise<void> = async () => {}): () => Stand {
  let made: Stand | undefined;
  const leave: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const room = await engine.open();
    leave.push(room.leave);
    await prepare(room.place);
    const server = await startServer(room.place);
    leave.unshift(() => server.kill());
    made = { clerk: clientOf(server.url), server, place: room.place };
  });
  afterAll(async () => {
    for (const step of leave.splice(0)) await step();
  });
  return () => {
    if (made === undefined) throw new Error('the server is not up');
    return made;
  };
}

/** A user as it came over the wire. */
export type Wire = NonNullable<User['raw']>;

/** What the wire said of a user. */
export function wireOf(user: { raw: unknown }): Record<string, unknown> {
  const { raw } = user;
  if (typeof raw !== 'object' || raw === null) throw new Error('no user came back');
  return { ...raw };
}

const moment = expect.any(Number);

/**
 * Runs an update and holds it to its word: the answer is what a later read says, exactly `changes` became different, and
 * `updated_at` moved on (or nothing changed at all).
 */
export async function changes(
  { clerk }: Stand,
  id: string,
  act: () => Promise<unknown>,
  expected: Record<string, unknown>,
): Promise<void> {
  const before = wireOf(await clerk.users.getUser(id));
  const answer = await act();
  const after = wireOf(await clerk.users.getUser(id));
  const moved = Object.keys(expected).length > 0;
  expect(after).toEqual({ ...before, ...expected, updated_at: moved ? moment : before.updated_at });
  expect(Number(after.updated_at)).toBeGreaterThanOrEqual(Number(before.updated_at));
  if (isUser(answer)) expect(withoutCountdown(wireOf(answer))).toEqual(withoutCountdown(after));
}

/** The seconds until a lock ends differ between an answer and a later read. */
function withoutCountdown({ lockout_expires_in_seconds: left, ...wire }: Record<string, unknown>) {
  if (typeof left === 'number') expect(left).toBeLessThanOrEqual(3600);
  return { ...wire, isCountingDown: left !== null };
}

function isUser(value: unknown): value is { raw: unknown } {
  return typeof value === 'object' && value !== null && 'raw' in value && 'emailAddresses' in value;
}

/** What a refused call told the application. */
export interface Told {
  status: number;
  errors: { code: string; message: string; longMessage: string | undefined; paramName: string | undefined }[];
}

/** Runs a call that must be refused and gives back what the application is told. */
export async function refusalOf(call: () => Promise<unknown>): Promise<Told> {
  const error: unknown = await call().then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!isClerkAPIResponseError(error)) throw error;
  const errors = error.errors.map(({ code, message, longMessage, meta }) => {
    return { code, message, longMessage, paramName: meta?.paramName };
  });
  return { status: error.status, errors };
}

/** Runs a call that must be refused with one error, and changes nothing of the user. */
export async function refused(
  { clerk }: Stand,
  id: string,
  call: () => Promise<unknown>,
  expected: { status: number; code: string; paramName?: string },
): Promise<void> {
  const before = wireOf(await clerk.users.getUser(id));
  const told = await refusalOf(call);
  const { status, ...first } = expected;
  expect(told).toMatchObject({ status, errors: [first] });
  for (const { message, longMessage } of told.errors) {
    expect(message.length).toBeGreaterThan(0);
    expect(longMessage?.length).toBeGreaterThan(0);
  }
  expect(wireOf(await clerk.users.getUser(id))).toEqual(before);
}

let counter = 0;

/** A word that no other call in this run gives out. */
export function unique(prefix = 'u'): string {
  counter += 1;
  return `${prefix}${process.pid}x${counter}`;
}

/** A phone number that no other call gives out, in a range that numbering plans accept. */
export function uniquePhone(): string {
  counter += 1;
  return `+1415555${String(1000 + (counter % 9000)).padStart(4, '0')}`;
}

/** Sends a request beside the SDK, as it would. */
export async function send(
  { server }: Pick<Stand, 'server'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}
