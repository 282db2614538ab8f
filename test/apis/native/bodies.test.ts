// The bodies the native API takes, and those it does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Directory, faults, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

let count = 0;
const somebody = () => directory.create({ username: `body_${count++}` });

describe('the kinds of bodies', () => {
  test.each(['text/plain', 'application/xml', 'application/json-seq', 'application/x-www-form-urlencoded'])(
    '%s is not taken',
    async (type) => {
      const { id } = await somebody();
      const answer = await directory.call('PATCH', `/api/users/${id}`, { raw: '{}', type });
      expect([answer.status, answer.body.type]).toEqual([415, '/problems/unsupported-media-type']);
    },
  );

  test('a patch type is not taken where there is nothing to patch', async () => {
    const answer = await directory.call('POST', '/api/users', { body: {}, type: 'application/merge-patch+json' });
    expect([answer.status, answer.headers.accept]).toEqual([415, 'application/json']);
  });

  test.each([
    ['', 'empty'],
    ['{', 'malformed'],
    ['{"a":1e999}', 'number'],
    ['{"metadata":{"public":{"__proto__":{"x":1}}}}', 'key-forbidden'],
    ['{"metadata":{"public":{"a":1,"b":{"constructor":1}}}}', 'key-forbidden'],
    ['{"firstName":"a\\u0000"}', 'text'],
    ['{"firstName":"\\ud800"}', 'text'],
    [`${'['.repeat(50)}${']'.repeat(50)}`, 'too-deep'],
  ])('%s is unreadable: %s', async (raw, reason) => {
    const { id } = await somebody();
    const answer = await directory.call('PATCH', `/api/users/${id}`, { raw });
    expect([answer.status, answer.body.type, String(faults(answer)[0]).split(' ')[1]]).toEqual([
      400,
      '/problems/bad-body',
      reason,
    ]);
    expect((await directory.call('GET', `/api/users/${id}`)).body.rev).toBe(1);
  });

  test('a body can be too large', async () => {
    const answer = await directory.call('POST', '/api/users', { body: { firstName: 'x'.repeat(2_000_000) } });
    expect([answer.status, answer.body.type]).toEqual([413, '/problems/too-large']);
  });

  test('a charset does no harm', async () => {
    const { id } = await somebody();
    const type = 'Application/Merge-Patch+JSON; charset=utf-8';
    expect((await directory.call('PATCH', `/api/users/${id}`, { body: { name: 'Ada' }, type })).status).toBe(200);
  });
});
