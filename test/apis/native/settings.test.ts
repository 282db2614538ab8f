// The settings of a realm over the wire: its roles, and where people may be sent back to.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Directory, faults, items, key, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const get = async (path: string) => items((await directory.call('GET', path)).body.items);
const editor = { name: 'Editor', description: null, permissions: ['posts:write'] };

test('a role is made, made over, told in the history of the realm, and deleted', async () => {
  const put = (body: object) => directory.call('PUT', '/api/roles/editor', { body });
  expect((await put({ name: 'Ed' })).body).toEqual({ slug: 'editor', name: 'Ed', description: null, permissions: [] });
  expect((await put(editor)).body).toEqual({ slug: 'editor', ...editor });
  expect(await put(editor)).toMatchObject({ status: 200 });
  expect((await get('/api/roles')).map(({ slug }) => slug)).toEqual(['admin', 'member', 'editor']);
  expect((await directory.call('DELETE', '/api/roles/editor')).status).toBe(204);
  expect((await directory.call('DELETE', '/api/roles/editor')).status).toBe(404);
  const types = (await get('/api/realm/history')).map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual(['role.deleted', 'role.updated', 'role.created']);
});

test.each([
  ['Editor', editor, '/slug format'],
  ['editor', { ...editor, name: ' ' }, '/name length-min'],
  ['editor', { ...editor, permissions: ['a b'] }, '/permissions/0 format'],
  ['editor', { ...editor, permissions: ['a', 'a'] }, '/permissions/1 duplicate'],
  ['editor', { ...editor, slug: 'admin' }, '/slug unknown'],
])('the role %s is refused where it is no good %#', async (slug, body, fault) => {
  const answer = await directory.call('PUT', `/api/roles/${slug}`, { body });
  expect([answer.status, ...faults(answer)]).toEqual([422, fault]);
  expect((await get('/api/roles')).map((role) => role.slug)).toEqual(['admin', 'member']);
});

test('the roles that every realm has can be made over and do not go', async () => {
  const body = { name: 'Boss', permissions: ['all'] };
  expect((await directory.call('PUT', '/api/roles/admin', { body })).body).toMatchObject({ slug: 'admin', ...body });
  const refused = await directory.call('DELETE', '/api/roles/admin');
  expect([refused.status, ...faults(refused)]).toEqual([409, '/slug system']);
});

test('times in the history of an invitation are written as everywhere', async () => {
  const authorization = { authorization: `Bearer ${key}` };
  const { server } = directory.app;
  const url = '/user_management/invitations';
  const payload = { email: 'ada@example.com' };
  const { id } = (await server.inject({ method: 'POST', url, headers: authorization, payload })).json();
  await server.inject({ method: 'POST', url: `${url}/${id}/revoke`, headers: authorization, payload: {} });
  const [revoked] = await get('/api/realm/history');
  const time = expect.stringMatching(/^\d{4}-.*Z$/);
  const after = { createdAt: time, updatedAt: time, expireAt: time, revokedAt: time, acceptedAt: null };
  expect(revoked).toMatchObject({ type: 'invitation.revoked', diff: [{ before: { revokedAt: null }, after }] });
});

test('redirect URIs are registered once, listed with the oldest first, and taken off', async () => {
  const post = (uri: string) => directory.call('POST', '/api/redirect-uris', { body: { uri } });
  const { body } = await post('https://app.example.com/callback');
  expect((await post('com.example.app:/callback')).status).toBe(201);
  expect(faults(await post('https://app.example.com/callback'))).toEqual(['/uri taken']);
  for (const uri of ['http://app.example.com/', 'https://app.example.com/#x', 'javascript:alert(1)', 'x', '']) {
    expect((await post(uri)).status, uri).toBe(422);
  }
  const uris = async () => (await get('/api/redirect-uris')).map(({ uri }) => uri);
  expect(await uris()).toEqual(['https://app.example.com/callback', 'com.example.app:/callback']);
  expect((await directory.call('DELETE', `/api/redirect-uris/${String(body.id)}`)).status).toBe(204);
  expect((await directory.call('DELETE', `/api/redirect-uris/${String(body.id)}`)).status).toBe(404);
  expect((await directory.call('DELETE', '/api/redirect-uris/%00')).status).toBe(404);
  expect(await uris()).toEqual(['com.example.app:/callback']);
});

test('nobody reads or changes settings without a key', async () => {
  for (const [method, path] of [
    ['GET', '/api/roles'],
    ['PUT', '/api/roles/editor'],
    ['DELETE', '/api/roles/editor'],
    ['GET', '/api/redirect-uris'],
    ['POST', '/api/redirect-uris'],
  ] as const) {
    expect((await directory.call(method, path, { anybodyAt: '192.0.2.1' })).status, path).toBe(401);
  }
});
