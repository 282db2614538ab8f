// Calls as such: who may call, in which version, with which body; and what answers where nothing is.
import { describe, expect, test } from 'vitest';
import { expectErrors, usePlace } from './harness.ts';

const place = usePlace();

describe('the key', () => {
  test.each([
    [null, 'authorization_header_format_invalid'],
    ['', 'authorization_header_format_invalid'],
    ['sk_test_scenarios0123456789', 'authorization_header_format_invalid'],
    ['Basic abc', 'authorization_header_format_invalid'],
    ['Bearer', 'authorization_header_format_invalid'],
    ['Bearer a b', 'authorization_header_format_invalid'],
    ['Bearer wrong', 'clerk_key_invalid'],
    [`Bearer ${'x'.repeat(4000)}`, 'clerk_key_invalid'],
  ])('%s', async (authorization, code) => {
    const user = await place.user();
    const change = () => place.call('PATCH', `/users/${user.id}`, { first_name: 'X' }, { authorization });
    expectErrors(await place.unchanged(user.id, change), 401, [code]);
    expectErrors(await place.call('POST', '/users', '{broken', { authorization }), 401, [code]);
  });

  test('the key of games is no secret key', async () => {
    const authorization = `Bearer ${place.app.founded?.coroniumKey}`;
    expectErrors(await place.call('GET', '/users', undefined, { authorization }), 401, ['clerk_key_invalid']);
    expectErrors(await place.call('GET', '/jwks', undefined, { authorization }), 401, ['clerk_key_invalid']);
  });
});

describe('the version', () => {
  test.each([
    ['/users', '2099-01-01'],
    ['/users', ''],
    ['/users?__clerk_api_version=2026-05-12', '2026-05-12'],
    ['/users?__clerk_api_version=1', null],
    ['/users?__clerk_api_version=2026-05-12&__clerk_api_version=2026-05-12', null],
  ])('%s with %s is refused', async (path, version) => {
    expectErrors(await place.call('GET', path, undefined, { 'clerk-api-version': version }), 400, [
      'api_version_invalid',
    ]);
  });

  test('counts in the query too', async () => {
    const user = await place.user();
    const path = `/users/${user.id}?__clerk_api_version=2026-05-12`;
    expectErrors(await place.call('PATCH', path, { public_metadata: {} }), 422, [
      'form_param_deprecated',
      'public_metadata',
    ]);
  });
});

describe('the body', () => {
  test.each([
    ['broken JSON', '{"first_name":', {}, 400, 'request_body_invalid'],
    ['an array', '[]', {}, 400, 'request_body_invalid'],
    ['a text', '"x"', {}, 400, 'request_body_invalid'],
    ['a number', '1', {}, 400, 'request_body_invalid'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), {}, 400, 'request_body_invalid'],
    [
      'a form',
      'first_name=X',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_content_type',
    ],
    ['a multipart form', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'unsupported_content_type'],
    ['a strange type', '{}', { 'content-type': 'text/html' }, 415, 'unsupported_content_type'],
    ['too large', `{"first_name":"${'x'.repeat(1_100_000)}"}`, {}, 413, 'request_body_too_large'],
  ] as const)('%s is refused', async (_name, body, headers, status, code) => {
    const user = await place.user();
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body, headers));
    expectErrors(answer, status, [code]);
  });

  test.each(['application/json; charset=utf-8', 'text/plain;charset=UTF-8', 'application/merge-patch+json', null])(
    'JSON may come as %s',
    async (type) => {
      const user = await place.user();
      const answer = await place.call('PATCH', `/users/${user.id}`, '{"first_name":"J"}', { 'content-type': type });
      expect(answer).toMatchObject({ status: 200, body: { first_name: 'J' } });
    },
  );

  test('thousands of strange keys are not told one by one', async () => {
    const body = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 1]));
    const { status, body: answer } = await place.call('POST', '/users', body);
    expect([status, answer.errors.length]).toEqual([422, 100]);
  });
});

describe('where nothing is', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/nothing'],
    ['GET', '/organizations'],
    ['POST', '/invitations'],
    ['PATCH', '/users'],
    ['POST', '/users/count'],
    ['GET', '/users/'],
    ['GET', '/users/a/b/c'],
  ] as const)('%s %s', async (method, path) => {
    expectErrors(await place.call(method, path), 404, ['resource_not_found']);
  });
});

test('an error carries the trace of its request', async () => {
  const id = '0190f3a2-5a6b-7c8d-9e0f-123456789abc';
  const { body } = await place.call('GET', '/nothing', undefined, { 'x-request-id': id });
  expect(body.clerk_trace_id).toBe(id.replaceAll('-', ''));
});
