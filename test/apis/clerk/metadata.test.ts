// Metadata: merged by PATCH, replaced by PUT, and no longer part of an update.
import { describe, expect, test } from 'vitest';
import { expectErrors, usePlace } from './harness.ts';

const place = usePlace();
const version = { 'clerk-api-version': '2026-05-12' };

describe('PATCH merges', () => {
  const cases: [name: string, before: object, patch: object, after: object][] = [
    ['keys', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ['at depth', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['null away', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['null away at depth', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['null of what is not there', { a: 1 }, { b: null, c: { d: null } }, { a: 1, c: {} }],
    ['lists whole', { a: [1, 2] }, { a: [3, null] }, { a: [3, null] }],
    ['an object over a scalar', { a: 1 }, { a: { b: 1 } }, { a: { b: 1 } }],
    ['a scalar over an object', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
    ['nothing', { a: 1 }, {}, { a: 1 }],
    ['keys as they are', { camelCase: 1 }, { snake_case: 2, 'ü.$': 3 }, { camelCase: 1, snake_case: 2, 'ü.$': 3 }],
  ];
  test.each(cases)('%s', async (_name, before, patch, after) => {
    const user = await place.user({ public_metadata: before, private_metadata: { keep: 1 } });
    const { status, body } = await place.call(
      'PATCH',
      `/users/${user.id}/metadata`,
      { public_metadata: patch },
      version,
    );
    expect([status, body.public_metadata, body.private_metadata]).toEqual([200, after, { keep: 1 }]);
    expect(await place.get(user.id)).toEqual(body);
  });

  test('a merge that changes nothing writes nothing', async () => {
    const user = await place.user({ public_metadata: { a: { b: 1 } } });
    const path = `/users/${user.id}/metadata`;
    for (const body of [{}, { public_metadata: { a: { b: 1 } } }, { public_metadata: null }, { unsafe_metadata: {} }]) {
      expect((await place.unchanged(user.id, () => place.call('PATCH', path, body))).status).toBe(200);
    }
  });
});

describe('PUT replaces', () => {
  test.each([
    ['whole', { a: 2 }, { a: 2 }],
    ['with nothing', {}, {}],
    ['with null', null, {}],
    ['and keeps inner nulls', { a: null }, { a: null }],
  ])('%s', async (_name, sent, after) => {
    const bags = { public_metadata: { old: 1 }, private_metadata: { old: 1 }, unsafe_metadata: { old: 1 } };
    const user = await place.user(bags);
    const { body } = await place.call('PUT', `/users/${user.id}/metadata`, { private_metadata: sent }, version);
    expect(body).toMatchObject({ ...bags, private_metadata: {} });
    expect(body.private_metadata).toEqual(after);
  });
});

describe('an update', () => {
  test('carries no metadata in the newest version', async () => {
    const user = await place.user({ public_metadata: { a: 1 } });
    const body = { first_name: 'X', public_metadata: { b: 1 }, unsafe_metadata: null };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', `/users/${user.id}`, body, version));
    expectErrors(
      answer,
      422,
      ['form_param_deprecated', 'public_metadata'],
      ['form_param_deprecated', 'unsafe_metadata'],
    );
    expect(answer.body.errors[0].long_message).toContain('/v1/users/{user_id}/metadata');
  });

  test.each(['2025-11-10', '2025-04-10', '2021-02-05', null])('replaces it in version %s', async (older) => {
    const user = await place.user({ public_metadata: { a: 1 }, private_metadata: { p: 1 }, unsafe_metadata: { u: 1 } });
    const body = { public_metadata: { b: 1 }, unsafe_metadata: null };
    const { body: after } = await place.call('PATCH', `/users/${user.id}`, body, { 'clerk-api-version': older });
    expect(after).toMatchObject({ private_metadata: { p: 1 } });
    expect([after.public_metadata, after.unsafe_metadata]).toEqual([{ b: 1 }, {}]);
  });
});

describe('refuses', () => {
  const tooLarge = { text: 'x'.repeat(8192) };
  const path = (id: string) => `/users/${id}/metadata`;

  test.each(['PATCH', 'PUT'] as const)('%s of what is no object, not known or too large', async (method) => {
    const user = await place.user({ public_metadata: { a: 1 } });
    const send = (body: unknown) => place.unchanged(user.id, () => place.call(method, path(user.id), body));
    expectErrors(await send({ public_metadata: 'x' }), 422, ['form_param_value_invalid', 'public_metadata']);
    expectErrors(
      await send({ private_metadata: [1], unsafe_metadata: 1 }),
      422,
      ['form_param_value_invalid', 'private_metadata'],
      ['form_param_value_invalid', 'unsafe_metadata'],
    );
    expectErrors(await send({ metadata: {} }), 422, ['form_param_unknown', 'metadata']);
    const answer = await send({ public_metadata: tooLarge });
    expectErrors(answer, 422, ['form_param_exceeds_allowed_size', 'public_metadata']);
    expect(answer.body.errors[0].long_message).toBe(
      'The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).',
    );
  });

  test('a merge whose result is too large', async () => {
    const user = await place.user({ private_metadata: { a: 'x'.repeat(5000) } });
    const body = { private_metadata: { b: 'x'.repeat(5000) } };
    const answer = await place.unchanged(user.id, () => place.call('PATCH', path(user.id), body));
    expectErrors(answer, 422, ['form_param_exceeds_allowed_size', 'private_metadata']);
  });

  test.each([
    ['__proto__', '{"public_metadata":{"__proto__":{"admin":true}}}', 'form_param_value_invalid'],
    ['constructor at depth', '{"public_metadata":{"a":{"constructor":{}}}}', 'form_param_value_invalid'],
    ['a NUL', '{"public_metadata":{"a":"\\u0000"}}', 'form_param_value_invalid'],
    ['half a surrogate pair', '{"public_metadata":{"a":"\\ud800"}}', 'form_param_value_invalid'],
    ['a number too great', '{"public_metadata":{"a":1e999}}', 'form_param_value_invalid'],
    ['nesting without end', `{"public_metadata":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`, 'form_param_value_invalid'],
  ])('%s', async (_name, body, code) => {
    const user = await place.user({ public_metadata: { a: 1 } });
    const answer = await place.unchanged(user.id, () => place.call('PATCH', path(user.id), body));
    expectErrors(answer, 422, [code, 'public_metadata']);
  });

  test('__proto__ at the top', async () => {
    const user = await place.user();
    const answer = await place.unchanged(user.id, () => place.call('PATCH', path(user.id), '{"__proto__":{"x":1}}'));
    expectErrors(answer, 400, ['request_body_invalid']);
  });
});
