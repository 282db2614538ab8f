// Preconditions: which tags let a request through, and what two writers at once come to.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

let directory: Directory;
let user: JsonObject & { readonly id: string };
beforeAll(async () => {
  directory = await openDirectory();
  user = await directory.create({ username: 'conditional', password: 'four words in a row' });
});
afterAll(() => directory.app.close());

let count = 0;

const revOf = async (id: string) => Number((await directory.call('GET', `/api/users/${id}`)).body.rev);

/** Templates with REV for the tag there is. */
const matches: [string, number][] = [
  ['"REV"', 200],
  ['*', 200],
  [' "REV" ', 200],
  ['"nothing", "REV"', 200],
  ['"a,b",,"REV",', 200],
  ['"nothing"', 412],
  ['"0REV"', 412],
  ['W/"REV"', 412],
  ['W/"REV", "x"', 412],
  ['""', 412],
  ['REV', 400],
  ['"REV', 400],
  ['w/"REV"', 400],
  ["'REV'", 400],
  ['*, "REV"', 400],
  ['"REV" "x"', 400],
  [',', 400],
  ['', 400],
];

describe('If-Match', () => {
  test.each(matches)('%s comes to %i', async (template, status) => {
    const rev = await revOf(user.id);
    const headers = { 'if-match': template.replaceAll('REV', String(rev)) };
    const path = `/api/users/${user.id}`;
    expect((await directory.call('GET', path, { headers })).status, 'GET').toBe(status);
    const preview = await directory.call('PATCH', `${path}?dry_run=true`, { headers, body: { name: 'x' } });
    expect(preview.status, 'dry run').toBe(status === 400 ? 400 : 200);
    if (status === 412) expect(items(preview.body.violations)[0]?.type).toBe('/problems/conflict');
    const patched = await directory.call('PATCH', path, { headers, body: { name: `changed ${count++}` } });
    expect(patched.status, 'PATCH').toBe(status);
    const { headers: answered, body } = patched;
    if (status === 412) expect([answered.etag, body.type]).toEqual([`"${rev}"`, '/problems/conflict']);
    if (status === 400) expect(faults(patched)).toEqual(['If-Match format']);
    expect(await revOf(user.id)).toBe(status === 200 ? rev + 1 : rev);
    const now = { 'if-match': template.replaceAll('REV', String(await revOf(user.id))) };
    const put = await directory.call('PUT', `${path}/password`, {
      headers: now,
      body: { password: 'six words that are not common' },
    });
    expect(put.status, 'PUT').toBe(status);
    if (status === 200) return;
    expect((await directory.call('DELETE', path, { headers })).status, 'DELETE').toBe(status);
  });

  test('is not needed', async () => {
    expect((await directory.call('PATCH', `/api/users/${user.id}`, { body: { name: 'x' } })).status).toBe(200);
  });

  test('who is not there is not found, whatever the tags', async () => {
    for (const tags of ['*', '"1"']) {
      const headers = { 'if-match': tags };
      expect((await directory.call('PATCH', '/api/users/nobody', { headers, body: {} })).status).toBe(404);
      expect((await directory.call('DELETE', '/api/users/nobody', { headers })).status).toBe(404);
    }
  });

  test('deletes only the revision meant', async () => {
    const { id } = await directory.create({ username: 'deleted_later' });
    await directory.call('PATCH', `/api/users/${id}`, { body: { name: 'x' } });
    expect((await directory.call('DELETE', `/api/users/${id}`, { headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await directory.call('DELETE', `/api/users/${id}`, { headers: { 'if-match': '"2"' } })).status).toBe(200);
  });
});

describe('If-None-Match', () => {
  test.each([
    ['"REV"', 304],
    ['W/"REV"', 304],
    ['*', 304],
    ['"x", "REV"', 304],
    ['"x"', 200],
    ['REV', 400],
  ])('GET with %s comes to %i', async (template, status) => {
    const rev = await revOf(user.id);
    const headers = { 'if-none-match': template.replaceAll('REV', String(rev)) };
    const answer = await directory.call('GET', `/api/users/${user.id}`, { headers });
    expect(answer.status).toBe(status);
    if (status === 304) expect([answer.text, answer.headers.etag]).toEqual(['', `"${rev}"`]);
    const changed = await directory.call('PATCH', `/api/users/${user.id}`, {
      headers,
      body: { name: `again ${count++}` },
    });
    expect(changed.status).toBe(status === 304 ? 412 : status);
  });
});

describe('two writers', () => {
  test('with the same tag: one wins, the others learn of it', async () => {
    const { id } = await directory.create({ username: 'raced' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        directory.call('PATCH', `/api/users/${id}`, { headers: { 'if-match': '"1"' }, body: { name: `${index}` } }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    const { body } = await directory.call('GET', `/api/users/${id}`);
    expect([body.rev, body.name]).toEqual([2, winner?.body.name]);
  });

  test('without tags: no write is lost, of neither kind of patch', async () => {
    const { id } = await directory.create({ username: 'merged', metadata: { public: { list: [] } } });
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0
          ? directory.call('PATCH', `/api/users/${id}`, { body: { metadata: { public: { [`k${index}`]: index } } } })
          : directory.call('PATCH', `/api/users/${id}`, {
              body: [{ op: 'add', path: '/metadata/public/list/-', value: index }],
              type: 'application/json-patch+json',
            }),
      ),
    );
    const { body } = await directory.call('GET', `/api/users/${id}`);
    const list = at(body, 'metadata', 'public', 'list');
    expect([body.rev, Array.isArray(list) && list.length]).toEqual([101, 50]);
    for (let index = 0; index < 100; index += 2) expect(at(body, 'metadata', 'public', `k${index}`)).toBe(index);
  });

  test('a test operation sees what the writer before left', async () => {
    const { id } = await directory.create({ username: 'compare_and_set', name: 'free' });
    const take = (name: string) =>
      directory.call('PATCH', `/api/users/${id}`, {
        body: [
          { op: 'test', path: '/name', value: 'free' },
          { op: 'replace', path: '/name', value: name },
        ],
        type: 'application/json-patch+json',
      });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(take));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test('for the same username: one gets it', async () => {
    const ids = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => (await directory.create({ username: `wants_${index}` })).id),
    );
    const answers = await Promise.all(
      ids.map((id) => directory.call('PATCH', `/api/users/${id}`, { body: { username: 'wanted' } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });
});

test('a patch that changes nothing writes nothing', async () => {
  const made = await directory.create({ username: 'still', metadata: { public: { a: [1, { b: 2 }] } }, groups: ['x'] });
  for (const body of [{}, { username: 'still' }, { metadata: { public: { a: [1, { b: 2 }] } } }, { groups: ['x'] }]) {
    const { status, body: after } = await directory.call('PATCH', `/api/users/${made.id}`, { body });
    expect([status, after]).toEqual([200, made]);
  }
  const { body } = await directory.call('GET', `/api/users/${made.id}/history`);
  expect(items(body.items)).toHaveLength(1);
});
