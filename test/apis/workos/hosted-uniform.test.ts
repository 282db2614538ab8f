// What the hosted pages tell of people who have an account and of people who have none: the same.
import { describe, expect, test } from 'vitest';
import { base, complaintsOf, freshEmail, makeUser, type Page, password, useHouse, Visitor } from './hosted.ts';

const house = useHouse();
const visitor = () => new Visitor(house);

describe('nobody is told who has an account', () => {
  /** What somebody sees, but for the key of the form and the address they typed. */
  async function seen(
    email: string,
    act: (ada: Visitor, page: Page) => Promise<Page>,
    path = 'sign-in',
  ): Promise<unknown> {
    const ada = visitor();
    await ada.enter();
    const { status, text, url, location, headers } = await act(ada, await ada.open(`${base}/${path}`));
    const same = text.replaceAll(email, 'EMAIL').replace(/name="csrf" value="[^"]*"/, 'KEY');
    return {
      status,
      text: same,
      url,
      location,
      policy: headers['content-security-policy'],
      left: headers['retry-after'],
    };
  }

  const ways: [string, (email: string) => Promise<unknown>][] = [
    [
      'a wrong password',
      (email) => seen(email, (ada, page) => ada.submit(page, { intent: 'password', email, password: 'wrong one 7' })),
    ],
    ['a code', (email) => seen(email, (ada, page) => ada.submit(page, { intent: 'magic-code', email, password: '' }))],
    [
      'a wrong code',
      (email) =>
        seen(email, async (ada, page) => {
          const code = await ada.submit(page, { intent: 'magic-code', email, password: '' });
          return await ada.submit(code, { intent: 'verify', code: 'abcdef' });
        }),
    ],
    ['a forgotten password', (email) => seen(email, (ada, page) => ada.submit(page, { email }), 'forgotten')],
    [
      'signing up',
      (email) =>
        seen(
          email,
          async (ada, page) => {
            const code = await ada.submit(page, { firstName: 'A', lastName: '', email, password });
            return await ada.submit(code, { intent: 'verify', code: 'abcdef' });
          },
          'sign-up',
        ),
    ],
    [
      'another code when signing up',
      (email) =>
        seen(
          email,
          async (ada, page) => {
            const code = await ada.submit(page, { firstName: 'A', lastName: '', email, password });
            return await ada.submit(code, { intent: 'resend', code: '' });
          },
          'sign-up',
        ),
    ],
  ];

  test.each(ways)('by %s', async (_name, way) => {
    const { email } = await makeUser(house());
    expect(await way(email)).toEqual(await way(freshEmail()));
  });

  test('nor by the limit on guesses, which answers 429', async () => {
    const many = async (email: string) => {
      let last: unknown = null;
      for (let count = 0; count <= 10; count++) last = await ways[0]?.[1](email);
      return last;
    };
    const { email } = await makeUser(house());
    const told = await many(email);
    expect(told).toMatchObject({ status: 429, left: expect.stringMatching(/^\d+$/) });
    expect(await many(freshEmail())).toMatchObject({ status: 429, text: Object(told).text });
  });

  test('nor is a token guessed', async () => {
    const ada = visitor();
    for (const token of ['', 'x', 'x'.repeat(43), 'x'.repeat(2000)]) {
      const page = await ada.fetch(`${base}/reset?token=${token}`);
      expect([page.status, complaintsOf(page), page.text.includes('cannot be used')]).toEqual([400, [], true]);
      expect((await ada.post(`${base}/reset`, { token, password })).status).toBe(400);
    }
  });
});
