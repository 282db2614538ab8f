// `Idempotency-Key` at its edges: callers who show no secret key, behind one address, and conditions.

import { beforeAll, expect, test } from 'vitest';
import { at, type Memory, openMemory } from '../conformance/app.ts';

const password = 'four words or more';
const clientId = 'client_01HXYZ123456789ABCDEFGHIJK';
let memory: Memory;
beforeAll(async () => {
  memory = await openMemory({ MUSTER_CLIENT_ID: clientId });
  return () => memory.app.close();
});

/** Asks without a key, under a name. */
async function ask(url: string, name: string, body: object): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': name };
  const answer = await memory.app.server.inject({ method: 'POST', url, headers, payload: JSON.stringify(body) });
  return { status: answer.statusCode, body: answer.json() };
}

test('two devices behind one address under one name get codes of their own', async () => {
  const begin = () => ask('/user_management/authorize/device', 'one', { client_id: clientId });
  const [first, second] = [await begin(), await begin()];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(at(second.body, 'device_code')).not.toEqual(at(first.body, 'device_code'));
});

test('a sign-in is no oracle: guesses under the name of one that went well are counted like any other', async () => {
  const email = 'ada@example.com';
  const made = await memory.ask('POST', '/user_management/users', { body: { email, password, email_verified: true } });
  expect(made.status).toBe(201);
  const signIn = (plain: string) => ask('/api/sign-in', 'mine', { identifier: email, password: plain });
  expect((await signIn(password)).status).toBe(200);
  for (let count = 0; count < 100; count++)
    expect(await signIn(`guess ${count}`)).toMatchObject({ body: { type: expect.not.stringContaining('differs') } });
  expect((await signIn(password)).status).toBeGreaterThanOrEqual(400);
});

test('the same change under another condition is another request', async () => {
  const { body } = await memory.ask('POST', '/api/users', { body: { username: 'grace_h' } });
  const change = (condition: string) =>
    memory.ask('PATCH', `/api/users/${at(body, 'id')}`, {
      body: { firstName: 'Grace' },
      headers: { 'if-match': condition, 'idempotency-key': 'change' },
    });
  const first = await change('"1"');
  expect(first.status).toBe(200);
  expect(await change('"1"')).toMatchObject({ status: 200, text: first.text });
  expect((await change('"9"')).status).toBe(422);
});
