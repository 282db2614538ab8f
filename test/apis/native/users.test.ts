// Users through the native API: every route, every id, lists and their pages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/model/json.ts';
import { at, type Directory, faults, items, openDirectory } from './directory.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await openDirectory();
});
afterAll(() => directory.app.close());

const get = (path: string) => directory.call('GET', path);
const _usernames = (body: JsonObject) => items(body.items).map((user) => user.username);

let count = 0;

describe('creating', () => {
  test('a user with everything reads as it was written', async () => {
    const written = {
      username: 'Ada_Lovelace',
      firstName: 'Ada',
      lastName: 'Lovelace',
      name: 'Ada, Countess of Lovelace',
      locale: 'en-GB',
      timezone: 'Europe/London',
      externalId: 'ext/1',
      role: 'admin',
      groups: ['a', 'b'],
      active: true,
      banned: false,
      confirmation: 'confirmed',
      legalAcceptedAt: '2024-02-29T12:00:00.250Z',
      createdAt: '2020-01-01T00:00:00.000Z',
      deleteSelfEnabled: false,
      createOrganizationEnabled: false,
      createOrganizationsLimit: 3,
      primaryEmail: 'second@example.com',
      primaryPhone: '+14155552671',
      primaryWallet: null,
      aliases: { elsewhere: 'old-1' },
      metadata: { public: { a: { b: [1, null] } }, private: {}, unsafe: {}, labels: { plan: 'gold' }, extra: { n: 1 } },
    };
    const emails = [
      { address: 'ada@example.com', verified: true },
      { address: 'second@example.com', reserved: true },
    ];
    const phones = [{ number: '+1 415 555 2671', verified: true, secondFactor: true }];
    const { status, body, headers, text } = await directory.call('POST', '/api/users', {
      body: {
        ...written,
        emails,
        phones,
        primaryPhone: undefined,
        primaryWallet: undefined,
        password: 'four words of length',
      },
    });
    expect(status, text).toBe(201);
    expect(body).toMatchObject(written);
    expect(body.emails).toMatchObject(emails);
    expect(body.phones).toMatchObject([{ number: '+14155552671', secondFactor: true, defaultSecondFactor: true }]);
    expect(at(body, 'credentials', 'password')).toEqual({ compromised: false });
    expect([body.rev, headers.etag, headers.location]).toEqual([1, '"1"', `/api/users/${String(body.id)}`]);
    expect((await get(`/api/users/${String(body.id)}`)).body).toEqual(body);
    expect(text).not.toContain('four words');
  });

  test('the first address becomes primary unless told', async () => {
    const user = await directory.create({ emails: [{ address: 'x1@example.com' }, { address: 'x2@example.com' }] });
    expect(user.primaryEmail).toBe('x1@example.com');
  });

  test('nothing to find the user by is refused', async () => {
    const answer = await directory.call('POST', '/api/users', { body: { firstName: 'Nobody' } });
    expect([answer.status, faults(answer)]).toEqual([422, ['/identifier missing']]);
  });

  test('every fault is told at once', async () => {
    const answer = await directory.call('POST', '/api/users', {
      body: { id: 'x', nickname: 'y', username: 5, emails: [{ address: 1 }, 'two'], legalAcceptedAt: 'yesterday' },
    });
    expect(answer.status).toBe(422);
    expect([...faults(answer)].sort()).toEqual([
      '/emails/0/address type',
      '/emails/1 type',
      '/id read-only',
      '/legalAcceptedAt format',
      '/nickname unknown',
      '/username type',
    ]);
  });

  test.each(['2024-02-30T00:00:00Z', '2024-01-01', '2024-01-01T00:00:00', '2024-01-01T25:00:00Z', ''])(
    '%j is no time',
    async (legalAcceptedAt) => {
      const answer = await directory.call('POST', '/api/users', { body: { username: 'timeless', legalAcceptedAt } });
      expect([answer.status, faults(answer)]).toEqual([422, ['/legalAcceptedAt format']]);
    },
  );

  test.each([
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000Z'],
    ['2024-01-01T02:00:00.1239+02:00', '2024-01-01T00:00:00.123Z'],
    ['2023-12-31t22:30:00-01:30', '2024-01-01T00:00:00.000Z'],
  ])('%s is the time %s', async (written, read) => {
    const user = await directory.create({ username: `timed_${count++}`, createdAt: written });
    expect(user.createdAt).toBe(read);
  });
});

describe('addressing', () => {
  test('by every id, for every route', async () => {
    const user = await directory.create({
      username: 'addressed',
      externalId: 'my:ext/ ü',
      aliases: { elsewhere: 'o:1' },
    });
    const spellings = [
      user.id,
      `serial:${String(user.serial)}`,
      `external:${encodeURIComponent('my:ext/ ü')}`,
      'alias:elsewhere:o%3A1',
      ...Object.values(directory.app.host.writeUserIds({ ...(await stored(user.id)) })),
    ];
    expect(spellings.length).toBeGreaterThan(4);
    for (const spelling of spellings) {
      const path = `/api/users/${spelling}`;
      expect((await get(path)).body.id, spelling).toBe(user.id);
      const patched = await directory.call('PATCH', path, { body: { name: spelling } });
      expect([patched.status, patched.body.id, patched.body.name]).toEqual([200, user.id, spelling]);
      expect((await get(`${path}/history?limit=1`)).body).toMatchObject({ items: [{ userId: user.id }] });
      expect((await get(`${path}/sessions`)).status).toBe(200);
      expect((await directory.call('DELETE', `${path}/sessions`)).status).toBe(204);
    }
    expect(at(user, 'ids', 'native')).toBe(user.id);
  });

  const stored = async (id: string) => {
    const { getUser } = await import('../../../src/core/commands/get-user.ts');
    return await getUser(await directory.context(), { by: 'id', id }, { system: true });
  };

  test.each([
    '01a1fc11-ec0b-70c1-b978-19f64c49ecb8',
    'serial:0',
    'serial:999999',
    'serial:1e3',
    'serial:99999999999999999999',
    'external:',
    'external:nobody',
    'external:%00',
    'alias:elsewhere',
    'alias:elsewhere:nobody',
    'alias::x',
    'constructor:x',
    '__proto__:x',
    '__proto__',
    '%00',
    'user_nobody',
    "' OR 1=1 --",
    'x'.repeat(5000),
    '',
  ])('%s is nobody', async (spelling) => {
    const path = `/api/users/${spelling.includes('%') ? spelling : encodeURIComponent(spelling)}`;
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await directory.call(method, path);
      expect([answer.status, answer.body.status], method).toEqual([404, 404]);
    }
    expect((await directory.call('PATCH', path, { body: { name: 'x' } })).status).toBe(404);
  });
});

describe('deleting', () => {
  test('answers who it was; the history stays, the rest is gone', async () => {
    const user = await directory.create({ username: 'leaving' });
    const gone = await directory.call('DELETE', `/api/users/${user.id}`);
    expect([gone.status, gone.body.username]).toEqual([200, 'leaving']);
    for (const path of ['', '/sessions']) expect((await get(`/api/users/${user.id}${path}`)).status).toBe(404);
    expect((await directory.call('DELETE', `/api/users/${user.id}`)).status).toBe(404);
    const history = await get(`/api/users/${user.id}/history`);
    expect(items(history.body.items).map((change) => change.type)).toEqual(['user.deleted', 'user.created']);
    expect((await directory.create({ username: 'leaving' })).rev).toBe(1);
  });

  test('a built-in account stays', async () => {
    const { body } = await get('/api/users?system=true&username=admin');
    const [admin] = items(body.items);
    const answer = await directory.call('DELETE', `/api/users/${String(admin?.id)}`);
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/not-eligible']);
  });
});
