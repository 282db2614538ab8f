// `getUserList` and `getCount` of Clerk's SDK: every filter, every order, pages and totals.
import { beforeAll, describe, expect, test } from 'vitest';
import { refusalOf, send, stand, uniquePhone } from './clerk.ts';
import { engines } from './engines.ts';

describe.each(engines)('lists on $name', (engine) => {
  const at = stand(engine);
  const users = () => at().clerk.users;
  const ids: Record<string, string> = {};
  const phones: string[] = [];
  const names = (found: { data: { id: string }[] }): string[] =>
    found.data.map((user) => Object.entries(ids).find(([, id]) => id === user.id)?.[0] ?? 'stranger');
  const listed = async (params: Parameters<ReturnType<typeof users>['getUserList']>[0]): Promise<string[]> => {
    const found = await users().getUserList({ orderBy: '+created_at', ...params });
    expect(found.totalCount).toBe(found.data.length);
    return names(found);
  };

  beforeAll(async () => {
    const people = [
      { name: 'ann', firstName: 'Ann', lastName: 'Zimmer', createdAt: new Date(1_000_000_000_000) },
      { name: 'bob', firstName: 'Bob', lastName: 'Young', createdAt: new Date(1_100_000_000_000) },
      { name: 'cid', firstName: 'Cid', createdAt: new Date(1_200_000_000_000) },
      { name: 'dot', lastName: 'Äther_100%', createdAt: new Date(1_300_000_000_000) },
    ];
    for (const { name, ...person } of people) {
      const phoneNumber = uniquePhone();
      phones.push(phoneNumber);
      const contact = { emailAddress: [`${name}@Example.com`], phoneNumber: [phoneNumber], username: `${name}_user` };
      ids[name] = (await users().createUser({ ...person, ...contact, externalId: `ext-${name}` })).id;
    }
  });

  test('without parameters everybody is listed, newest first, and built-in accounts are not', async () => {
    const found = await users().getUserList();
    expect(names(found)).toEqual(['dot', 'cid', 'bob', 'ann']);
    expect(found.totalCount).toBe(4);
  });

  test('exact filters take several values, of which unknown ones are ignored', async () => {
    expect(await listed({ emailAddress: ['ANN@example.com', 'cid@example.com', 'nobody@example.com'] })).toEqual([
      'ann',
      'cid',
    ]);
    expect(await listed({ phoneNumber: [phones[1] ?? ''] })).toEqual(['bob']);
    expect(await listed({ username: ['dot_user', 'Ann_User'] })).toEqual(['ann', 'dot']);
    expect(await listed({ externalId: ['ext-bob', 'EXT-ANN'] })).toEqual(['bob']);
    expect(await listed({ userId: [ids.ann ?? '', ids.dot ?? '', 'user_nobody'] })).toEqual(['ann', 'dot']);
    expect(await listed({ emailAddress: ['nobody@example.com'] })).toEqual([]);
    expect(await listed({ web3Wallet: ['0x0000000000000000000000000000000000000001'] })).toEqual([]);
  });

  test('a minus before an id leaves it out', async () => {
    expect(await listed({ userId: [`-${ids.ann}`] })).toEqual(['bob', 'cid', 'dot']);
    expect(await listed({ externalId: ['-ext-bob', '-ext-dot'] })).toEqual(['ann', 'cid']);
  });

  test('several filters must all hold', async () => {
    expect(await listed({ query: 'user', emailAddress: ['ann@example.com', 'bob@example.com'] })).toEqual([
      'ann',
      'bob',
    ]);
    expect(await listed({ username: ['ann_user'], emailAddress: ['bob@example.com'] })).toEqual([]);
  });

  test('query finds parts of every text, without regard to case', async () => {
    expect(await listed({ query: 'ZIMM' })).toEqual(['ann']);
    expect(await listed({ query: 'b_us' })).toEqual(['bob']);
    expect(await listed({ query: '@EXAMPLE' })).toEqual(['ann', 'bob', 'cid', 'dot']);
    expect(await listed({ query: phones[2]?.slice(-6) ?? '' })).toEqual(['cid']);
    expect(await listed({ query: ids.dot ?? '' })).toEqual(['dot']);
    expect(await listed({ query: 'Ann Zimmer' })).toEqual(['ann']);
    expect(await listed({ query: 'nn' })).toEqual(['ann']);
  });

  test('query takes its text literally', async () => {
    expect(await listed({ query: '100%' })).toEqual(['dot']);
    expect(await listed({ query: '%' })).toEqual(['dot']);
    expect(await listed({ query: "' OR 1=1 --" })).toEqual([]);
    expect(await listed({ query: '"ann" OR "bob"' })).toEqual([]);
    expect(await listed({ query: 'a*' })).toEqual([]);
  });

  test.each([
    ['email_address_query=cid%40', ['cid']],
    ['phone_number_query=%2B1415', ['ann', 'bob', 'cid', 'dot']],
    ['username_query=T_USER', ['dot']],
    ['name_query=young', ['bob']],
    ['email_address=ann@example.com&email_address=bob%40example.com', ['ann', 'bob']],
    ['banned=false', ['ann', 'bob', 'cid', 'dot']],
  ])('GET /users?%s answers a bare array, and the count agrees', async (query, expected) => {
    const list = await send(at(), 'GET', `/v1/users?order_by=%2Bcreated_at&${query}`);
    const found = Array.isArray(list.body) ? list.body : [];
    expect(names({ data: found })).toEqual(expected);
    const count = await send(at(), 'GET', `/v1/users/count?${query}`);
    expect(count.body).toEqual({ object: 'total_count', total_count: expected.length });
  });

  test('times are exclusive bounds in milliseconds', async () => {
    expect(await listed({ createdAtAfter: 1_100_000_000_000 })).toEqual(['cid', 'dot']);
    expect(await listed({ createdAtBefore: 1_100_000_000_000 })).toEqual(['ann']);
    expect(await listed({ createdAtAfter: 1_000_000_000_001, createdAtBefore: 1_299_999_999_999 })).toEqual([
      'bob',
      'cid',
    ]);
    expect(await listed({ lastSignInAtAfter: 1 })).toEqual([]);
    await at().clerk.sessions.createSession({ userId: ids.bob ?? '' });
    expect(await listed({ lastSignInAtAfter: 1 })).toEqual(['bob']);
    expect(await listed({ lastActiveAtAfter: 1 })).toEqual(['bob']);
  });

  test('banned lists who is', async () => {
    await users().banUser(ids.cid ?? '');
    const found = await send(at(), 'GET', '/v1/users?banned=true');
    expect(names({ data: Array.isArray(found.body) ? found.body : [] })).toEqual(['cid']);
    await users().unbanUser(ids.cid ?? '');
  });

  test.each([
    ['+first_name', ['ann', 'bob', 'cid', 'dot']],
    ['-first_name', ['cid', 'bob', 'ann', 'dot']],
    ['+username', ['ann', 'bob', 'cid', 'dot']],
    ['-email_address', ['dot', 'cid', 'bob', 'ann']],
    ['-created_at', ['dot', 'cid', 'bob', 'ann']],
    ['+created_at', ['ann', 'bob', 'cid', 'dot']],
  ] as const)('orderBy %s', async (orderBy, expected) => {
    expect(names(await users().getUserList({ orderBy }))).toEqual(expected);
  });

  test('pages fit together, by offset and by cursor', async () => {
    const pages = await Promise.all([0, 2].map((offset) => users().getUserList({ limit: 2, offset })));
    expect(pages.flatMap(names)).toEqual(['dot', 'cid', 'bob', 'ann']);
    expect(pages.map((page) => page.totalCount)).toEqual([4, 4]);
    const next = await send(at(), 'GET', `/v1/users?limit=2&starting_after=${ids.cid}`);
    expect(names({ data: Array.isArray(next.body) ? next.body : [] })).toEqual(['bob', 'ann']);
    const wrong = await send(at(), 'GET', `/v1/users?order_by=username&starting_after=${ids.cid}`);
    expect(wrong.status).toBe(422);
  });

  test('a list that is asked for wrongly is refused, in the envelope', async () => {
    const wrong = [{ limit: 501 }, { limit: -1 }, { offset: -1 }, { orderBy: '+shoe_size' as '+username' }];
    for (const params of wrong) {
      const told = await refusalOf(() => users().getUserList(params));
      expect(told).toMatchObject({ status: expect.toBeOneOf([400, 422]), errors: [{ code: expect.any(String) }] });
    }
    const emailAddress = Array.from({ length: 101 }, (_, index) => `a${index}@example.com`);
    expect((await refusalOf(() => users().getUserList({ emailAddress }))).status).toBe(422);
  });
});
