// The dry run: it tells everything and changes nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import { type Directory, items, openDirectory } from './directory.ts';

let directory: Directory;
let user: JsonObject & { readonly id: string };
beforeAll(async () => {
  directory = await openDirectory();
  await directory.create({ username: 'taken_name', emails: [{ address: 'taken@example.com', verified: true }] });
  user = await directory.create({
    username: 'dry_runner',
    emails: [{ address: 'dry@example.com', verified: true }, { address: 'unproven@example.com' }],
  });
});
afterAll(() => directory.app.close());

const preview = async (body: Json, type = 'application/json', headers = {}) =>
  await directory.call('PATCH', `/api/users/${user.id}?dry_run=true`, { body, type, headers });

const violations = (body: JsonObject) =>
  items(body.violations)
    .flatMap(({ type, errors }) => {
      const name = String(type).replace('/problems/', '');
      const found = items(errors).map((one) => `${name} ${String(one.pointer)} ${String(one.reason)}`);
      return found.length > 0 ? found : [name];
    })
    .sort();

const everything = async () => [
  (await directory.call('GET', `/api/users/${user.id}`)).text,
  (await directory.call('GET', `/api/users/${user.id}/history`)).text,
  (await directory.call('GET', '/api/users?count=true')).text,
];

describe('nothing is written', () => {
  test.each<[string, Json]>([
    ['names', { firstName: 'Ada', metadata: { public: { a: 1 } } }],
    ['nothing', {}],
    ['a ban', { banned: true, locked: true }],
    ['a password', { password: 'four words or more' }],
    [
      'a digest',
      { password: { scheme: 'bcrypt', digest: '$2b$10$vI8aWBnW3fID.ZQ4/zo1G.q1lRps.9cGLcZEiGDMVr5yUP1KUOYTa' } },
    ],
    ['faults', { firstName: 5, nickname: 'x' }],
    ['a new address', { emails: [{ address: 'new@example.com' }] }],
  ])('with %s', async (_name, body) => {
    const before = await everything();
    expect((await preview(body)).status).toBe(200);
    expect(await everything()).toEqual(before);
  });
});

test('it tells the difference as the change itself would', async () => {
  const patch = { firstName: 'Ada', metadata: { labels: { plan: 'gold' } } };
  const { body } = await preview(patch);
  expect(body.violations).toEqual([]);
  expect(body.before).toEqual(user);
  expect(body.after).toMatchObject({ ...patch, rev: 2, metadata: { labels: { plan: 'gold' } } });
  expect(body.diff).toEqual([
    { path: 'firstName', before: null, after: 'Ada' },
    { path: 'metadata.labels.plan', before: null, after: 'gold' },
  ]);
});

test('it tells every violation at once', async () => {
  const { body } = await preview(
    {
      id: 'other',
      nickname: 'x',
      active: null,
      username: 'taken_name',
      timezone: 'Mars/Olympus',
      lastName: 7,
      profileImageId: 'nothing',
      primaryEmail: 'unproven@example.com',
      phones: [{ number: 'none' }],
      metadata: { labels: { deep: {} } },
      password: 'short',
    },
    'application/json',
    { 'if-match': '"9"' },
  );
  expect(violations(body)).toEqual([
    'conflict',
    'invalid /active missing',
    'invalid /id read-only',
    'invalid /lastName type',
    'invalid /metadata/labels type',
    'invalid /nickname unknown',
    'invalid /phones/0 format',
    'invalid /timezone format',
    'not-eligible /primaryEmail unverified',
    'not-found /profileImageId not-found',
    'password-rejected /password common',
    'password-rejected /password too-short',
    'taken /username taken',
  ]);
});

test.each<[Json, string[]]>([
  [{ username: 'TAKEN_name' }, ['taken /username taken']],
  [{ emails: [{ address: 'Taken@Example.com', verified: true }] }, ['taken /emails taken']],
  [{ emails: [{ address: 'taken@example.com' }] }, []],
  [{ username: null, emails: [] }, ['last-way-in /emails last-way-in']],
  [{ password: { scheme: 'rot13', digest: 'x' } }, ['digest-unsupported /password unknown-scheme']],
  [{ totp: { secret: '1' } }, ['invalid /totp format']],
  [{ passwordCompromised: true }, ['no-credential /password missing']],
])('%j: %j', async (body, expected) => expect(violations((await preview(body)).body)).toEqual(expected));

test('a JSON patch that does not fit is a violation too', async () => {
  const { status, body } = await preview([{ op: 'test', path: '/rev', value: 9 }], 'application/json-patch+json');
  expect([status, violations(body), body.after]).toEqual([200, ['patch-misfit /0/path test'], user]);
});

test.each(['dry_run=yes', 'dry_run=', 'dry_run=true&dry_run=true', 'dryRun=true', 'dry-run=true'])(
  '?%s is refused: nobody writes by mistyping it',
  async (query) => {
    const answer = await directory.call('PATCH', `/api/users/${user.id}?${query}`, { body: { name: 'mistyped' } });
    expect([answer.status, answer.body.type]).toEqual([400, '/problems/bad-request']);
    expect((await directory.call('GET', `/api/users/${user.id}`)).body).toEqual(user);
  },
);
