// Two versions of WorkOS' SDK pointed at a started server, and what the tests of that SDK say again and again.
import { isClerkAPIResponseError } from 'clerk-backend-3/errors';
import { expect } from 'vitest';
import * as ten from 'workos-node-10';
import * as eleven from 'workos-node-11';
import type { Stand } from './clerk.ts';
import { engines } from './engines.ts';
import { clientId, secretKey } from './server.ts';

export { clientId } from './server.ts';

/** Where a version of the SDK is told that a server is; the SDK takes no path. */
const placeOf = (url: string, apiKey: string) => {
  const { hostname, port } = new URL(url);
  return { apiKey, clientId, apiHostname: hostname, port: Number(port), https: false };
};

/** The SDKs as an application makes them. */
export const versions = [
  { version: '10.14.0', create: (url: string, key = secretKey) => new ten.WorkOS(placeOf(url, key)), sdk: ten },
  { version: '11.0.0', create: (url: string, key = secretKey) => new eleven.WorkOS(placeOf(url, key)), sdk: eleven },
];

export type Client = ten.WorkOS | eleven.WorkOS;
export type Users = Client['userManagement'];
export type WorkosUser = ten.User | eleven.User;

/** Each version on each engine. */
export const cases = engines.flatMap((engine) => versions.map((each) => ({ engine, name: engine.name, ...each })));

/** The same user, as Clerk's SDK calls it. Emails are one person's only. */
export async function clerkIdOf({ clerk }: Pick<Stand, 'clerk'>, email: string): Promise<string> {
  const { data } = await clerk.users.getUserList({ emailAddress: [email] });
  const [user] = data;
  if (user === undefined || data.length > 1) throw new Error(`${data.length} users with ${email}`);
  return user.id;
}

/** Whether Clerk's SDK says that this is the user's password. */
export async function knowsPassword(
  { clerk }: Pick<Stand, 'clerk'>,
  userId: string,
  password: string,
): Promise<boolean> {
  try {
    return (await clerk.users.verifyPassword({ userId, password })).verified;
  } catch (error) {
    if (isClerkAPIResponseError(error) && error.status === 422) return false;
    throw error;
  }
}

/** What a refused call told the application. */
export interface Told {
  /** The name of the exception's class. */
  name: string;
  status: unknown;
  code: unknown;
  message: string;
  /** The codes of the entries, where the SDK keeps them. */
  entries: unknown;
}

const memberOf = (value: object, name: string): unknown => Reflect.get(value, name);

/** Runs a call that must be refused and gives back what the application is told. */
export async function refusalOf(call: () => Promise<unknown>): Promise<Told> {
  const error: unknown = await call().then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error) || typeof memberOf(error, 'status') !== 'number') throw error;
  const errors = memberOf(error, 'errors');
  return {
    name: error.constructor.name,
    status: memberOf(error, 'status'),
    code: memberOf(error, 'code'),
    message: error.message,
    entries: Array.isArray(errors) ? errors.map((each) => memberOf(Object(each), 'code')) : undefined,
  };
}

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** What a user must look like before anything was said of it but its email address. */
export const blank = {
  object: 'user',
  id: expect.stringMatching(/^user_[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
  emailVerified: false,
  name: null,
  firstName: null,
  lastName: null,
  profilePictureUrl: null,
  lastSignInAt: null,
  locale: null,
  externalId: null,
  metadata: {},
  createdAt: moment,
  updatedAt: moment,
};

/**
 * Runs an update and holds it to its word: the answer is what a later read says, exactly `expected` became different, and
 * the user's `updatedAt` moved on (or nothing changed at all).
 */
export async function changes(
  users: Users,
  id: string,
  act: () => Promise<WorkosUser>,
  expected: Partial<WorkosUser>,
  silent = false,
): Promise<void> {
  const before = await users.getUser(id);
  const answer = await act();
  const after = await users.getUser(id);
  const moved = silent || Object.keys(expected).length > 0;
  expect(after).toEqual({ ...before, ...expected, updatedAt: moved ? moment : before.updatedAt });
  expect(Date.parse(after.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
  expect(answer).toEqual(after);
}

/** Runs a call that must be refused as `expected` says, and changes nothing of the user. */
export async function refused(
  users: Users,
  id: string,
  call: () => Promise<unknown>,
  expected: Partial<Told>,
): Promise<void> {
  const before = await users.getUser(id);
  const told = await refusalOf(call);
  expect(told).toMatchObject(expected);
  expect(told.message.length).toBeGreaterThan(0);
  expect(await users.getUser(id)).toEqual(before);
}
