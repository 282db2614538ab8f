// The OpenAPI document: valid by its own schema, complete, and public.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, openDirectory, parsed } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const members = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

const documented = [
  ['get', '/roles'],
  ['put', '/roles/{slug}'],
  ['delete', '/roles/{slug}'],
  ['get', '/redirect-uris'],
  ['post', '/redirect-uris'],
  ['delete', '/redirect-uris/{id}'],
  ['get', '/webhook-endpoints'],
  ['post', '/webhook-endpoints'],
  ['get', '/webhook-endpoints/{id}'],
  ['get', '/webhook-endpoints/{id}/secret'],
  ['patch', '/webhook-endpoints/{id}'],
  ['delete', '/webhook-endpoints/{id}'],
  ['get', '/webhook-endpoints/{id}/dead-letters'],
  ['post', '/webhook-endpoints/{id}/redeliveries'],
  ['post', '/webhook-endpoints/{id}/retry'],
  ['get', '/users'],
  ['post', '/users'],
  ['get', '/users/{id}'],
  ['patch', '/users/{id}'],
  ['delete', '/users/{id}'],
  ['get', '/users/{id}/history'],
  ['get', '/users/{id}/sessions'],
  ['delete', '/users/{id}/sessions'],
  ['delete', '/users/{id}/sessions/{sessionId}'],
  ['put', '/users/{id}/password'],
  ['post', '/users/{id}/password/verify'],
  ['post', '/users/{id}/totp'],
  ['post', '/users/{id}/totp/confirm'],
  ['delete', '/users/{id}/totp'],
  ['post', '/users/{id}/backup-codes'],
  ['delete', '/users/{id}/backup-codes'],
  ['delete', '/users/{id}/second-factors'],
  ['post', '/users/{id}/second-factor/verify'],
  ['post', '/sign-in'],
  ['get', '/realm'],
  ['get', '/realm/history'],
  ['get', '/statistics'],
  ['get', '/users/{id}/statistics'],
] as const;

test('it is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate({ ...directory.document });
  expect(errors).toBeUndefined();
  expect([valid, directory.document.openapi]).toEqual([true, '3.1.1']);
});

test('it is there without a key', async () => {
  const answer = await directory.app.server.inject({ method: 'GET', url: '/api/openapi.json' });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
  expect(at(parsed(answer.body), 'servers', 0, 'url')).toBe(`${directory.app.host.publicUrl}/api`);
});

test('every route the server has is in it, and no other', () => {
  const paths = Object.entries(members(directory.document.paths));
  const found = paths.flatMap(([path, methods]) => Object.keys(members(methods)).map((method) => `${method} ${path}`));
  expect(found.sort()).toEqual(documented.map(([method, path]) => `${method} ${path}`).sort());
  const served = directory.app.server.printRoutes({ commonPrefix: false });
  expect(served).toMatch(/\bapi\/users/);
  for (const [method, path] of documented) {
    const url = `/api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    const upper = method.toUpperCase();
    if (upper === 'GET' || upper === 'POST' || upper === 'PUT' || upper === 'PATCH' || upper === 'DELETE') {
      expect(directory.app.server.hasRoute({ method: upper, url }), `${method} ${url}`).toBe(true);
    }
  }
});

test('only signing in can be asked without a key', () => {
  const open = documented.filter(
    ([method, path]) => at(directory.document, 'paths', path, method, 'security') !== undefined,
  );
  expect(open).toEqual([['post', '/sign-in']]);
  expect(at(directory.document, 'paths', '/sign-in', 'post', 'security')).toEqual([{}, { secretKey: [] }]);
});

test('every reference leads somewhere', () => {
  const text = JSON.stringify(directory.document);
  const schemas = Object.keys(members(at(directory.document, 'components', 'schemas')));
  const referenced = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(referenced.length).toBeGreaterThan(30);
  for (const name of referenced) expect(schemas).toContain(name);
});

test('it names every member of a user, those that are written and those that are only read', async () => {
  const user = await directory.create({ username: 'documented' });
  const read = Object.keys(members(at(directory.document, 'components', 'schemas', 'User', 'properties')));
  expect(Object.keys(user).sort()).toEqual(read.sort());
  const written = Object.keys(members(at(directory.document, 'components', 'schemas', 'UserInput', 'properties')));
  expect(written.filter((name) => !read.includes(name))).toEqual(['password', 'totp', 'backupCodes']);
  expect(read.filter((name) => !written.includes(name))).toEqual([]);
});
