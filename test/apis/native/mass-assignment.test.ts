// Mass assignment through the native API: nothing but the public, writable members of a user can be reached.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateUser } from '../../../src/core/commands/update-user.ts';
import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import { untouched } from '../../../src/core/model/patch.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

let directory: Directory;
let before: JsonObject & { readonly id: string };
let history: string;

const readHistory = async () => (await directory.call('GET', `/api/users/${before.id}/history`)).text;

beforeAll(async () => {
  directory = await openDirectory();
  const made = await directory.create({
    username: 'untouchable',
    password: 'four words of secrecy',
    emails: [{ address: 'held@example.com', verified: true }],
  });
  const at1 = 1_700_000_000_000;
  const identity = {
    ...{ id: '0199a000-0000-7000-8000-000000000001', provider: 'example', subject: '1', email: null },
    ...{ emailVerified: null, username: null, firstName: null, lastName: null, imageUrl: null, label: null },
    ...{ scopes: ['a'], metadata: {}, createdAt: at1, updatedAt: at1 },
  };
  const patch = { ...untouched, identities: { op: 'change', add: [identity], remove: [] } } as const;
  await updateUser(await directory.context(), { by: 'id', id: made.id }, patch, { system: false, ifRev: null });
  before = { ...(await directory.call('GET', `/api/users/${made.id}`)).body, id: made.id };
  history = await readHistory();
});
afterAll(() => directory.app.close());

const readOnly = [
  ...['id', 'serial', 'ids', 'rev', 'updatedAt', 'system', 'bannedAt', 'lockedAt', 'lockedUntil'],
  ...['extras', 'credentials', 'activity'],
];
const writeOnly = ['password', 'totp', 'backupCodes'];
const unknown = [
  ...[
    'realm',
    'secrets',
    'passwordDigest',
    'password_digest',
    'totp_secret',
    'totpSecret',
    'backup_codes',
    'primaryEmailId',
    'Id',
    'ID',
  ],
  ...[
    'first_name',
    'FirstName',
    'isAdmin',
    'verified',
    'sessions',
    'api',
    'profileImage',
    'toString',
    'hasOwnProperty',
  ],
];
const values: readonly Json[] = [
  null,
  0,
  '',
  false,
  true,
  1,
  'x',
  [],
  {},
  { password: 0 },
  ['x'],
  '2020-01-01T00:00:00Z',
];

const unchanged = async () => {
  expect((await directory.call('GET', `/api/users/${before.id}`)).body).toEqual(before);
  expect(await readHistory()).toBe(history);
};

describe.each(readOnly)('%s', (member) => {
  test('cannot be changed by either patch', async () => {
    const current = before[member] ?? null;
    for (const value of values) {
      if (JSON.stringify(value) === JSON.stringify(current)) continue;
      const label = `${member} ${JSON.stringify(value)}`;
      const isObject = (one: Json) => typeof one === 'object' && one !== null && !Array.isArray(one);
      // An object merges into an object, which may come to nothing; the JSON patch below says it whole.
      if (!isObject(value) || !isObject(current)) {
        const body = { [member]: value, name: 'X' };
        const merged = await directory.call('PATCH', `/api/users/${before.id}`, { body });
        expect([merged.status, faults(merged)], label).toEqual([422, [`/${member} read-only`]]);
      }
      for (const op of ['add', 'replace']) {
        const patched = await directory.call('PATCH', `/api/users/${before.id}`, {
          body: [{ op, path: `/${member}`, value }],
          type: 'application/json-patch+json',
        });
        expect([patched.status, faults(patched)], `${op} ${label}`).toEqual([422, [`/${member} read-only`]]);
      }
    }
    await unchanged();
  });

  test('may be sent as it is, not removed, and not given to a new user', async () => {
    const same = await directory.call('PATCH', `/api/users/${before.id}`, { body: { [member]: before[member] } });
    expect([same.status, same.body.rev]).toEqual([200, before.rev]);
    const removed = await directory.call('PATCH', `/api/users/${before.id}`, {
      body: [{ op: 'remove', path: `/${member}` }],
      type: 'application/json-patch+json',
    });
    expect(removed.status).toBe(before[member] === null ? 200 : 422);
    for (const value of values) {
      const made = await directory.call('POST', '/api/users', { body: { username: 'mass_assigned', [member]: value } });
      expect([made.status, faults(made)]).toEqual([422, [`/${member} read-only`]]);
    }
    await unchanged();
  });
});

test.each(unknown)('%s is unknown', async (member) => {
  for (const value of values) {
    const made = await directory.call('POST', '/api/users', { body: { username: 'mass_assigned', [member]: value } });
    expect([made.status, faults(made)]).toEqual([422, [`/${member} unknown`]]);
    const patched = await directory.call('PATCH', `/api/users/${before.id}`, {
      body: [{ op: 'add', path: `/${member}`, value }],
      type: 'application/json-patch+json',
    });
    expect([patched.status, faults(patched)]).toEqual([422, [`/${member} unknown`]]);
    if (value === null) continue;
    const merged = await directory.call('PATCH', `/api/users/${before.id}`, { body: { [member]: value } });
    expect(merged.status).toBe(422);
    expect(faults(merged)).toEqual([`/${member} unknown`]);
  }
  await unchanged();
});

test.each<[string, Json, string]>([
  ['/credentials/password/compromised', true, '/credentials read-only'],
  ['/credentials/password', { digest: 'x', scheme: 'bcrypt' }, '/credentials read-only'],
  ['/credentials/totp', { enabledAt: '2020-01-01T00:00:00Z' }, '/credentials read-only'],
  ['/activity/failedAttempts', 0.5, '/activity read-only'],
  ['/ids/native', 'x', '/ids read-only'],
  ['/identities/0/subject', 'somebody else', '/identities/0 read-only'],
  ['/identities/0/scopes/-', 'everything', '/identities/0 read-only'],
  ['/identities/-', { id: 'new', provider: 'example', subject: '2' }, '/identities/1 read-only'],
  ['/emails/0/id', 'x', '/emails/0/id read-only'],
  ['/emails/0/verification', null, '/emails/0/verification read-only'],
  ['/emails/0/verification/strategy', 'oath', '/emails/0/verification read-only'],
  ['/emails/0/linkedTo/-', { type: 'x', id: 'y' }, '/emails/0/linkedTo read-only'],
  ['/emails/0/nickname', 'x', '/emails/0/nickname unknown'],
  ['/metadata/secret', {}, '/metadata/secret unknown'],
  ['/metadata/public', [], '/metadata/public type'],
  ['/aliases/X', 'y', '/aliases characters'],
  ['/password', { plain: 'four words of secrecy', id: 'x' }, '/password/id unknown'],
  ['/totp', { secret: 'JBSWY3DPEHPK3PXP', enabledAt: '2020-01-01T00:00:00Z' }, '/totp/enabledAt unknown'],
  ['/totp', { secret: 'JBSWY3DPEHPK3PXP', issuer: 'x' }, '/totp/issuer unknown'],
  ['/totp', 'JBSWY3DPEHPK3PXP', '/totp type'],
  ['/totp', {}, '/totp/secret missing'],
  ['/backupCodes', [{ code: 'abcd1234', remaining: 99 }], '/backupCodes/0 type'],
  ['/backupCodes', 'abcd1234', '/backupCodes type'],
  ['/credentials/backupCodes', { remaining: 99 }, '/credentials read-only'],
])('%s cannot become %j', async (path, value, fault) => {
  const answer = await directory.call('PATCH', `/api/users/${before.id}`, {
    body: [{ op: 'add', path, value }],
    type: 'application/json-patch+json',
  });
  expect([answer.status, faults(answer)]).toContainEqual(expect.arrayContaining([fault]));
  expect(answer.status).toBe(422);
  await unchanged();
});

test('proof does not pass on to another address', async () => {
  const answer = await directory.call('PATCH', `/api/users/${before.id}`, {
    body: [{ op: 'replace', path: '/emails/0/address', value: 'stolen@example.com' }],
    type: 'application/json-patch+json',
  });
  expect(answer.status).toBe(422);
  expect(faults(answer)).toContain('/emails/0/id read-only');
  await unchanged();
});

test('an identity can only go', async () => {
  const { id } = before;
  const gone = await directory.call('PATCH', `/api/users/${id}`, { body: { identities: [] } });
  expect([gone.status, gone.body.identities]).toEqual([200, []]);
});

test.each(writeOnly)('%s cannot be read, tested, copied or moved', async (member) => {
  for (const operation of [
    { op: 'test', path: `/${member}`, value: 'four words of secrecy' },
    { op: 'copy', from: `/${member}`, path: '/name' },
    { op: 'copy', from: '/secrets/passwords/0/digest', path: '/name' },
    { op: 'move', from: `/${member}`, path: '/name' },
    { op: 'replace', path: `/${member}`, value: 'x' },
    { op: 'remove', path: `/${member}` },
  ]) {
    const answer = await directory.call('PATCH', `/api/users/${before.id}`, {
      body: [operation],
      type: 'application/json-patch+json',
    });
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/patch-misfit']);
  }
});

test('a whole answer can be sent back', async () => {
  const { body } = await directory.call('GET', `/api/users/${before.id}`);
  const answer = await directory.call('PATCH', `/api/users/${before.id}`, { body });
  expect([answer.status, answer.body]).toEqual([200, body]);
});

test('nobody was made on the way, and no prototype was touched', async () => {
  const { body } = await directory.call('GET', '/api/users?q=mass_assigned');
  expect(items(body.items)).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(at(before, 'polluted')).toBeUndefined();
});
