// Lists of users through the native API: filters, orders, and pages that stand still.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/model/json.ts';
import { type Directory, faults, items, openDirectory } from './directory.ts';

const usernames = (body: JsonObject) => items(body.items).map((user) => user.username);

describe('listing', () => {
  let listed: Directory;
  const list = async (query: string) => (await listed.call('GET', `/api/users?${query}`)).body;
  beforeAll(async () => {
    listed = await openDirectory();
    for (const [index, name] of ['delta', 'alpha', 'echo_', 'bravo', 'charlie'].entries()) {
      await listed.create({
        username: name,
        firstName: index === 4 ? null : `First ${name}`,
        externalId: `ext-${index}`,
        createdAt: `2024-01-0${index + 1}T00:00:00Z`,
        banned: index === 2,
        emails: [{ address: `${name}@Example.com`, verified: true }],
        ...(index === 0 && { phones: [{ number: '+14155552671', verified: true }] }),
      });
    }
  });
  afterAll(() => listed.app.close());

  test.each<[string, string[]]>([
    ['', ['charlie', 'bravo', 'echo_', 'alpha', 'delta']],
    ['sort=createdAt', ['delta', 'alpha', 'echo_', 'bravo', 'charlie']],
    ['sort=-serial', ['charlie', 'bravo', 'echo_', 'alpha', 'delta']],
    ['sort=username', ['alpha', 'bravo', 'charlie', 'delta', 'echo_']],
    ['sort=-username', ['echo_', 'delta', 'charlie', 'bravo', 'alpha']],
    ['sort=-firstName', ['echo_', 'delta', 'bravo', 'alpha', 'charlie']],
    ['sort=email&banned=false', ['alpha', 'bravo', 'charlie', 'delta']],
    ['banned=true', ['echo_']],
    ['email=ALPHA@example.COM', ['alpha']],
    ['phone=%2B14155552671', ['delta']],
    ['username=BRAVO', ['bravo']],
    ['externalId=ext-4', ['charlie']],
    ['externalId=EXT-4', []],
    ['q=LPH', ['alpha']],
    ['q=first%20e', ['echo_']],
    ['q=%25', []],
    ['q=%00', []],
    ['username=%00', []],
    ['createdAfter=2024-01-02T00:00:00Z&createdBefore=2024-01-04T00:00:00Z', ['echo_']],
    ['system=true&username=admin', ['Admin']],
    ['username=admin', []],
  ])('?%s', async (query, expected) => expect(usernames(await list(query))).toEqual(expected));

  test('counts on request', async () => {
    expect((await list('count=true&limit=1&banned=false')).total).toBe(4);
    expect(await list('limit=1')).not.toHaveProperty('total');
  });

  test.each([
    ['limit=0', 'limit format'],
    ['limit=501', 'limit format'],
    ['limit=-1', 'limit format'],
    ['limit=1.5', 'limit format'],
    ['limit=1&limit=2', 'limit type'],
    ['sort=id', 'sort format'],
    ['sort=constructor', 'sort format'],
    ['banned=yes', 'banned value'],
    ['createdAfter=now', 'createdAfter format'],
    ['createdAfter=2024-02-30T00:00:00Z', 'createdAfter format'],
    ['cursor=x', 'cursor format'],
    ['cursor=e30', 'cursor format'],
    ['q=', 'q length-min'],
    ['page=2', 'page unknown'],
    ['__proto__=1', '__proto__ unknown'],
    ['email[$ne]=1', 'email[$ne] unknown'],
  ])('?%s is refused: %s', async (query, fault) => {
    const answer = await listed.call('GET', `/api/users?${query}`);
    expect([answer.status, answer.body.type, faults(answer)]).toEqual([400, '/problems/bad-request', [fault]]);
  });

  const pages = async (query: string, between: (page: number) => Promise<unknown> = async () => {}) => {
    const seen: Json[] = [];
    let cursor: Json | undefined = null;
    for (let page = 0; page < 20 && (page === 0 || cursor !== null); page++) {
      const body = await list(`${query}${typeof cursor === 'string' ? `&cursor=${cursor}` : ''}`);
      seen.push(...usernames(body).map((name) => name ?? null));
      cursor = body.next;
      await between(page);
    }
    return seen;
  };

  test.each([
    'sort=createdAt',
    'sort=-createdAt',
    'sort=serial',
    'sort=username',
    'sort=-firstName',
    'sort=lastSignInAt',
  ])('pages by %s are the list', async (query) => {
    const whole = usernames(await list(query));
    for (const limit of [1, 2, 4, 5]) expect(await pages(`${query}&limit=${limit}`)).toEqual(whole);
  });

  test.each(['createdAt', 'serial'])('pages by %s stand still while users come and go', async (field) => {
    const whole = usernames(await list(`sort=-${field}`));
    const seen = await pages(`sort=-${field}&limit=1`, async (page) => {
      await listed.create({ username: `comes_${field}_${page}` });
      if (page > 0) return;
      const late = await listed.create({ username: `goes_${field}` });
      await listed.call('DELETE', `/api/users/${late.id}`);
    });
    expect(seen).toEqual(whole);
    for (const user of items((await list('q=comes_')).items)) {
      await listed.call('DELETE', `/api/users/${String(user.id)}`);
    }
  });

  test('a cursor is for its own list and order', async () => {
    const cursor = String((await list('sort=createdAt&limit=1')).next);
    expect((await listed.call('GET', `/api/users?sort=serial&cursor=${cursor}`)).status).toBe(400);
    const { id } = await listed.create({ username: 'foreign_cursor' });
    for (const path of ['history', 'sessions']) {
      expect((await listed.call('GET', `/api/users/${id}/${path}?cursor=${cursor}`)).status).toBe(400);
    }
  });
});
