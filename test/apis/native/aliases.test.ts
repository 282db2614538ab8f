// Aliases: an id kept from an old system is a second way in, and never somebody's id.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

const jsonPatch = 'application/json-patch+json';
const oldId = `user_${'z'.repeat(27)}`;
let directory: Directory;
let other: JsonObject;
let user: JsonObject & { readonly id: string };
let count = 0;
const ids: Readonly<Record<string, () => string>> = {
  'somebody’s id': () => String(at(other, 'ids', 'clerk')),
  'somebody’s UUID': () => String(other.id),
  'the user’s own id': () => String(at(user, 'ids', 'clerk')),
};

beforeAll(async () => {
  directory = await openDirectory();
  other = await directory.create({ username: 'alias_other' });
});
afterAll(() => directory.app.close());
beforeEach(async () => {
  user = await directory.create({ username: `alias_${count++}`, aliases: { elsewhere: `old-${count}` } });
});

const everything = async () => [
  (await directory.call('GET', '/api/users?count=true')).text,
  (await directory.call('GET', `/api/users/${user.id}/history`)).text,
];

test.each(Object.entries(ids))('%s is refused as an alias, and nothing changes', async (_name, id) => {
  const before = await everything();
  const path = `/api/users/${user.id}`;
  const operations = [{ op: 'add', path: '/aliases/clerk', value: id() }];
  for (const answer of [
    await directory.call('PATCH', path, { body: { firstName: 'Ada', aliases: { clerk: id() } } }),
    await directory.call('PATCH', path, { body: operations, type: jsonPatch }),
    await directory.call('POST', '/api/users', { body: { username: 'alias_new', aliases: { clerk: id() } } }),
  ]) {
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/invalid']);
    expect(faults(answer)).toEqual(['/aliases/clerk is-an-id']);
  }
  for (const request of [{ body: { aliases: { clerk: id() } } }, { body: operations, type: jsonPatch }]) {
    const { status, body } = await directory.call('PATCH', `${path}?dry_run=true`, request);
    expect([status, body.after]).toEqual([200, user]);
    expect(items(body.violations)).toMatchObject([{ type: '/problems/invalid', errors: [{ reason: 'is-an-id' }] }]);
  }
  expect(await everything()).toEqual(before);
});

test('the fault names its API, and other aliases are no fault', async () => {
  const aliases = { elsewhere: 'old-x', 'far-away': String(other.id), clerk: oldId };
  const answer = await directory.call('PATCH', `/api/users/${user.id}`, { body: { aliases } });
  expect(faults(answer)).toEqual(['/aliases/far-away is-an-id']);
});

test('an old id that only looks like one of ours is kept, and the user is found by both', async () => {
  const answer = await directory.call('PATCH', `/api/users/${user.id}`, { body: { aliases: { clerk: oldId } } });
  expect([answer.status, at(answer.body, 'ids', 'clerk')]).toEqual([200, oldId]);
  for (const id of [oldId, String(at(user, 'ids', 'clerk')), `alias:clerk:${oldId}`]) {
    expect((await directory.call('GET', `/api/users/${id}`)).body.id).toBe(user.id);
  }
});
