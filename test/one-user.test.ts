// One user, several APIs: what is written through one is read through the others, by any id, with one history.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, type Exchange, type Memory, openMemory, textAt } from './conformance/app.ts';

const password = 'correct horse battery 7!';
const mergePatch = { 'content-type': 'application/merge-patch+json' };
let memory: Memory;
let number = 0;
/** The same user, as each API calls it. */
let wire = '';
let own = '';

const clerk = (path = ''): Promise<Exchange> => memory.ask('GET', `/v1/users/${wire}${path}`);
const native = (path = ''): Promise<Exchange> => memory.ask('GET', `/api/users/${own}${path}`);
const throughClerk = async (body: object, path = ''): Promise<void> => {
  expect(await memory.ask('PATCH', `/v1/users/${wire}${path}`, { body })).toMatchObject({ status: 200 });
};
const throughNative = async (body: object): Promise<void> => {
  const answer = await memory.ask('PATCH', `/api/users/${own}`, { body, headers: mergePatch });
  expect(answer, answer.text).toMatchObject({ status: 200 });
};

beforeAll(async () => {
  memory = await openMemory();
});
afterAll(() => memory.app.close());
beforeEach(async () => {
  number += 1;
  const body = { username: `person_${number}`, email_address: [`person${number}@example.com`], password };
  wire = textAt((await memory.ask('POST', '/v1/users', { body })).body, 'id');
  own = textAt((await memory.ask('GET', `/api/users/${wire}`)).body, 'id');
  expect(wire).toMatch(/^user_/);
  expect(own).toMatch(/^[0-9a-f-]{36}$/);
});

describe('both ids', () => {
  test('address the same user in the native API, which tells them', async () => {
    const byWire = await memory.ask('GET', `/api/users/${wire}`);
    expect(byWire.body).toEqual((await native()).body);
    const workos = expect.stringMatching(/^user_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    const zabbix = String(at(byWire.body, 'serial'));
    expect(at(byWire.body, 'ids')).toEqual({ clerk: wire, native: own, workos, zabbix, coronium: own });
    const third = await memory.ask('GET', `/api/users/${textAt(byWire.body, 'ids', 'workos')}`);
    expect(third.body).toEqual(byWire.body);
    expect((await memory.ask('GET', `/api/users/${wire}/history`)).body).toEqual((await native('/history')).body);
  });

  test('a user made through the native API has an id for the other', async () => {
    const made = await memory.ask('POST', '/api/users', { body: { firstName: 'Grace', username: `native_${number}` } });
    expect(made.status).toBe(201);
    const read = await memory.ask('GET', `/v1/users/${textAt(made.body, 'ids', 'clerk')}`);
    expect(read).toMatchObject({
      status: 200,
      body: { first_name: 'Grace', username: `native_${number}`, banned: false },
    });
  });
});

describe('names', () => {
  test('travel in both directions, and one API leaves alone what the other wrote', async () => {
    await throughClerk({ first_name: 'John', last_name: 'Wick', external_id: `ext-${number}`, locale: 'de-CH' });
    const read = (await native()).body;
    expect(read).toMatchObject({ firstName: 'John', lastName: 'Wick', externalId: `ext-${number}`, locale: 'de-CH' });
    await throughNative({ firstName: 'Jane', externalId: null });
    expect((await clerk()).body).toMatchObject({
      first_name: 'Jane',
      last_name: 'Wick',
      external_id: null,
      locale: 'de-CH',
    });
  });

  test('a username taken through one API is taken in the other', async () => {
    const body = { username: `PERSON_${number}` };
    expect((await memory.ask('POST', '/api/users', { body })).status).toBe(409);
    await throughNative({ username: `renamed_${number}` });
    expect((await memory.ask('POST', '/v1/users', { body: { username: `Renamed_${number}` } })).status).toBe(422);
    expect((await memory.ask('POST', '/v1/users', { body: { username: `person_${number}` } })).status).toBe(200);
  });
});

describe('email addresses', () => {
  test('added through one API, made primary through the other', async () => {
    const body = { user_id: wire, email_address: `second${number}@example.org`, verified: true };
    expect((await memory.ask('POST', '/v1/email_addresses', { body })).status).toBe(200);
    const user = (await native()).body;
    expect(at(user, 'emails', 1)).toMatchObject({ address: `second${number}@example.org`, verified: true });
    expect(at(user, 'primaryEmail')).toBe(`person${number}@example.com`);
    await throughNative({ primaryEmail: `second${number}@example.org` });
    const after = (await clerk()).body;
    expect(at(after, 'primary_email_address_id')).toBe(at(after, 'email_addresses', 1, 'id'));
  });

  test('replaced through the native API', async () => {
    const before = (await clerk()).body;
    await throughNative({
      emails: [{ address: `only${number}@example.net`, verified: true }],
      primaryEmail: `only${number}@example.net`,
    });
    const after = (await clerk()).body;
    expect(at(after, 'email_addresses')).toMatchObject([
      { email_address: `only${number}@example.net`, verification: { status: 'verified' } },
    ]);
    expect(at(after, 'primary_email_address_id')).toBe(at(after, 'email_addresses', 0, 'id'));
    expect(at(after, 'primary_email_address_id')).not.toBe(at(before, 'primary_email_address_id'));
    const found = await memory.ask('GET', `/v1/users?email_address=person${number}@example.com`);
    expect(found.body).toEqual([]);
  });
});

test('metadata is one bag each, whoever writes', async () => {
  await throughClerk(
    { public_metadata: { plan: 'pro', nested: { a: 1, b: 2 } }, private_metadata: { p: true } },
    '/metadata',
  );
  expect(at((await native()).body, 'metadata')).toMatchObject({
    public: { plan: 'pro', nested: { a: 1, b: 2 } },
    private: { p: true },
    unsafe: {},
  });
  await throughNative({
    metadata: { public: { nested: { a: null, c: 3 } }, unsafe: { theme: 'dark' }, labels: { team: 'red' } },
  });
  expect((await clerk()).body).toMatchObject({
    public_metadata: { plan: 'pro', nested: { b: 2, c: 3 } },
    private_metadata: { p: true },
    unsafe_metadata: { theme: 'dark' },
  });
  await throughClerk({ public_metadata: { plan: null } }, '/metadata');
  expect(at((await native()).body, 'metadata', 'labels')).toEqual({ team: 'red' });
  expect((await clerk()).text).not.toContain('red');
});

test('a password set through one API is verified through the other', async () => {
  const verify = async (plain: string): Promise<[number, number]> => {
    const one = await memory.ask('POST', `/v1/users/${wire}/verify_password`, { body: { password: plain } });
    const other = await memory.ask('POST', `/api/users/${own}/password/verify`, { body: { password: plain } });
    return [one.status, other.status];
  };
  expect(await verify(password)).toEqual([200, 200]);
  expect(await verify('something else')).toEqual([422, 422]);
  const changed = await memory.ask('PUT', `/api/users/${own}/password`, { body: { password: 'a native Secret 9' } });
  expect(changed.status).toBe(200);
  expect(await verify('a native Secret 9')).toEqual([200, 200]);
  expect(await verify(password)).toEqual([422, 422]);
  await throughClerk({ password: 'a wire Secret 10' });
  expect(await verify('a wire Secret 10')).toEqual([200, 200]);
  expect((await memory.ask('POST', `/v1/users/${wire}/remove_password`)).status).toBe(200);
  expect(at((await native()).body, 'credentials', 'password')).toBe(null);
});

test('a ban through either API ends the sessions and shows in both', async () => {
  const start = () => memory.ask('POST', '/v1/sessions', { body: { user_id: wire } });
  const session = textAt((await start()).body, 'id');
  await throughNative({ banned: true });
  expect(at((await clerk()).body, 'banned')).toBe(true);
  expect(at((await memory.ask('GET', `/v1/sessions/${session}`)).body, 'status')).toBe('revoked');
  expect((await start()).status).toBe(403);
  expect((await memory.ask('POST', `/v1/users/${wire}/unban`)).status).toBe(200);
  expect(at((await native()).body, 'banned')).toBe(false);
  expect((await memory.ask('POST', `/v1/users/${wire}/ban`)).status).toBe(200);
  expect(at((await native()).body, 'bannedAt')).toMatch(/^\d{4}-/);
});

test('sessions begun through one API are listed and ended through the other', async () => {
  await memory.ask('POST', '/v1/sessions', { body: { user_id: wire } });
  expect(at((await native('/sessions')).body, 'items')).toMatchObject([{ userId: own, status: 'active' }]);
  expect((await memory.ask('DELETE', `/api/users/${own}/sessions`)).status).toBe(204);
  expect((await memory.ask('GET', `/v1/sessions?user_id=${wire}&status=active`)).body).toEqual([]);
});

test('a user deleted through either API is gone from both; the history stays', async () => {
  expect((await memory.ask('DELETE', `/v1/users/${wire}`)).status).toBe(200);
  expect([(await clerk()).status, (await native()).status]).toEqual([404, 404]);
  expect(at((await native('/history')).body, 'items', 0)).toMatchObject({
    type: 'user.deleted',
    api: 'clerk',
    userId: own,
  });
  const other = await memory.ask('POST', '/v1/users', { body: { username: `person_${number}` } });
  const id = textAt(other.body, 'id');
  expect((await memory.ask('DELETE', `/api/users/${id}`)).status).toBe(200);
  expect((await memory.ask('GET', `/v1/users/${id}`)).status).toBe(404);
});

test('the history tells through which API each change came, and a change of nothing is none', async () => {
  await throughClerk({ first_name: 'One' });
  await throughNative({ firstName: 'Two' });
  await throughNative({ firstName: 'Two' });
  await throughClerk({ first_name: 'Two' });
  const items = at((await native('/history')).body, 'items');
  const told = (Array.isArray(items) ? items : []).map((item) => [
    at(item, 'rev'),
    at(item, 'api'),
    at(item, 'diff', 0, 'after'),
  ]);
  expect(told.slice(0, 2)).toEqual([
    [3, 'native', 'Two'],
    [2, 'clerk', 'One'],
  ]);
  expect(told).toHaveLength(3);
});

test('a writer who holds an old version through one API does not undo what came through the other', async () => {
  const { headers } = await native();
  await throughClerk({ last_name: 'Newer' });
  const late = await memory.ask('PATCH', `/api/users/${own}`, {
    body: { lastName: 'Older' },
    headers: { ...mergePatch, 'if-match': String(headers.etag) },
  });
  expect(late.status).toBe(412);
  expect(at((await clerk()).body, 'last_name')).toBe('Newer');
});
