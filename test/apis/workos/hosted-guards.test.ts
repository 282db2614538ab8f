// What the hosted pages must not do: lead elsewhere, take another's form, run what was typed, or tell who has an account.
import { describe, expect, test } from 'vitest';
import {
  authorizeUrl,
  base,
  hiddenOf,
  makeUser,
  type Page,
  password,
  toldClient,
  useHouse,
  Visitor,
} from './hosted.ts';

const house = useHouse();
const visitor = () => new Visitor(house);

const foreignAddresses = [
  'https://evil.example/callback',
  'https://app.example.com.evil.example/callback?kept=a%20b',
  'https://app.example.com@evil.example/callback?kept=a%20b',
  'https://app.example.com\\@evil.example/callback?kept=a%20b',
  'https://app.example.com/callback',
  'https://app.example.com/callback?kept=a%20b&more=1',
  'https://app.example.com/callback/../evil?kept=a%20b',
  'https://app.example.com/callback?kept=a%20b#fragment',
  'https://APP.example.com/callback?kept=a%20b',
  'http://app.example.com/callback?kept=a%20b',
  'http://localhost:99999/callback',
  'http://localhost@evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '\0https://app.example.com/callback?kept=a%20b',
  'https://app.example.com/callback?kept=a%20b\r\nset-cookie: a=b',
  ' ',
  'x',
];

/** Nobody was led anywhere, and no visit was begun. */
function expectRefused(page: Page, status = 400): void {
  expect([page.status, page.location, page.headers['set-cookie']]).toEqual([status, '', undefined]);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
}

describe('who asks', () => {
  test.each(foreignAddresses)('gets no redirect to %j, whatever else is wrong', async (address) => {
    expectRefused(await visitor().fetch(authorizeUrl({ redirect_uri: address })));
    expectRefused(await visitor().fetch(authorizeUrl({ redirect_uri: address, response_type: 'token', state: 's' })));
  });

  test.each(['client_other', '', null])('is no client that is not known: %j', async (client) => {
    expectRefused(await visitor().fetch(authorizeUrl({ client_id: client })));
    expectRefused(await visitor().fetch(authorizeUrl({ client_id: client, response_type: 'token' })));
  });

  test('names the client and the address once', async () => {
    expectRefused(await visitor().fetch(`${authorizeUrl()}&client_id=client_other`));
    expectRefused(await visitor().fetch(`${authorizeUrl()}&redirect_uri=https%3A%2F%2Fevil.example`));
  });

  test('need not name the only address there is', async () => {
    expect((await visitor().fetch(authorizeUrl({ redirect_uri: null }))).location).toBe(`${base}/sign-in`);
  });

  test.each([
    ['unsupported_response_type', { response_type: 'token' }],
    ['unsupported_response_type', { response_type: null }],
    ['invalid_request', { provider: 'GoogleOAuth' }],
    ['invalid_request', { provider: null, connection_id: 'conn_1' }],
    ['invalid_request', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ['invalid_request', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'x'.repeat(43) }],
    ['invalid_request', { code_challenge_method: 'S256' }],
    ['invalid_request', { organization_id: 'org_x' }],
    ['invalid_request', { login_hint: 'a\0b' }],
    ['login_required', { prompt: 'none' }],
  ])('is told at its own address: %s %j', async (error, more) => {
    const page = await visitor().fetch(authorizeUrl({ state: 'a&b', ...more }));
    expect(toldClient(page)).toEqual({ error, error_description: expect.stringMatching(/./), state: 'a&b' });
    expect(page.headers['set-cookie']).toBe(undefined);
  });

  test('is told so of what it says twice', async () => {
    expect(toldClient(await visitor().fetch(`${authorizeUrl()}&state=a&state=b`)).error).toBe('invalid_request');
  });
});

describe('a form', () => {
  const sent = (email: string) => ({ intent: 'password', email, password });

  test('counts only with the key of its visit', async () => {
    const { email } = await makeUser(house());
    const [ada, mallory] = [visitor(), visitor()];
    const page = await ada.enter();
    const foreign = hiddenOf(await mallory.enter());
    for (const hidden of [{}, { csrf: '' }, { csrf: 'x' }, { csrf: `${hiddenOf(page).csrf}x` }, foreign]) {
      const refused = await ada.post(`${base}/sign-in`, { ...sent(email), ...hidden });
      expect([refused.status, refused.location]).toEqual([403, '']);
    }
    expect(toldClient(await ada.submit(page, sent(email)))).toHaveProperty('code');
  });

  test('counts only from a page of ours', async () => {
    const { email } = await makeUser(house());
    const ada = visitor();
    const page = await ada.enter();
    const fields = { ...hiddenOf(page), ...sent(email) };
    for (const site of ['cross-site', 'same-site', 'x', '']) {
      expect((await ada.post(`${base}/sign-in`, fields, { 'sec-fetch-site': site })).status).toBe(403);
    }
    for (const path of ['/user_management/device', `${base}/reset`]) {
      expect((await ada.post(path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    }
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await ada.post(`${base}/sign-in`, fields, { 'content-type': type })).status).toBe(415);
    }
    expect((await ada.post(`${base}/sign-in`, { ...fields, more: 'x'.repeat(16_384) })).status).toBe(413);
    expect(toldClient(await ada.post(`${base}/sign-in`, fields))).toHaveProperty('code');
  });

  test('of one tab does not count on the visit of another', async () => {
    const { email } = await makeUser(house());
    const ada = visitor();
    const first = await ada.enter({ state: 'first' });
    const second = await ada.enter({ state: 'second' });
    const stale = await ada.submit(first, sent(email));
    expect([stale.status, stale.text.includes('out of date'), stale.text.includes(`${base}/sign-in`)]).toEqual([
      403,
      true,
      true,
    ]);
    expect(toldClient(await ada.submit(second, sent(email))).state).toBe('second');
  });

  test('sent twice at once gets one code', async () => {
    const { email } = await makeUser(house());
    const ada = visitor();
    const page = await ada.enter();
    const answers = await Promise.all([1, 2, 3].map(() => ada.submit(page, sent(email))));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
  });

  test('of a step that was not reached leads back', async () => {
    const ada = visitor();
    const page = await ada.enter();
    for (const path of ['code', 'verify', 'second-factor', 'enrol', 'organization'].map((name) => `${base}/${name}`)) {
      expect(await ada.fetch(path)).toMatchObject({ status: 303, location: `${base}/sign-in` });
      const posted = await ada.post(path, { ...hiddenOf(page), code: '123456', intent: 'verify' });
      expect(posted).toMatchObject({ status: 303, location: `${base}/sign-in` });
    }
    const question = '/user_management/device/confirm';
    expect((await ada.post(question, { ...hiddenOf(page), intent: 'allow' })).location).toBe(`${base}/sign-in`);
  });
});

describe('a visit', () => {
  const steps = ['sign-in', 'sign-up', 'code', 'verify', 'second-factor', 'enrol', 'organization', 'forgotten'];

  test.each([null, 'x', 'x'.repeat(43), '', `${'x'.repeat(43)}; __Host-muster_visit=${'y'.repeat(43)}`, '../../etc'])(
    'is not made up: %j',
    async (cookie) => {
      const ada = visitor();
      ada.cookie = cookie;
      for (const step of steps) {
        expectRefused(await ada.fetch(`${base}/${step}`));
        expectRefused(await ada.post(`${base}/${step}`, { csrf: 'x', email: 'a@example.com', password }));
      }
    },
  );

  test('is not taken from a neighbour, who can plant only a cookie without its prefix', async () => {
    const [mallory, ada] = [visitor(), visitor()];
    await mallory.enter();
    expectRefused(await ada.fetch(`${base}/sign-in`, { cookie: `muster_visit=${mallory.cookie}` }));
    const page = await ada.enter();
    const planted = { cookie: `muster_visit=${mallory.cookie}; __Host-muster_visit=${ada.cookie}` };
    expect(hiddenOf(await ada.fetch(`${base}/sign-in`, planted))).toEqual(hiddenOf(page));
  });

  test('is over after an hour', async () => {
    const ada = visitor();
    const page = await ada.enter();
    house().clock.ms += 3_599_000;
    expect((await ada.fetch(`${base}/sign-in`)).status).toBe(200);
    house().clock.ms += 1000;
    expectRefused(await ada.fetch(`${base}/sign-in`));
    expectRefused(await ada.submit(page, { email: 'a@example.com', password }));
  });

  test('is kept where no script and no other site reads it', async () => {
    const { headers } = await visitor().fetch(authorizeUrl());
    expect(headers['set-cookie']).toMatch(
      /^__Host-muster_visit=[\w-]{43}; Path=\/; Secure; Max-Age=3600; HttpOnly; SameSite=Lax$/,
    );
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('each page', () => {
  test('has its headers, also for HEAD, and lets its form end at the client only', async () => {
    const ada = visitor();
    await ada.enter();
    for (const path of [`${base}/sign-in`, `${base}/sign-up`, `${base}/forgotten`, `${base}/done`, `${base}/mailed`]) {
      const [page, head] = [await ada.fetch(path), await ada.fetch(path, {}, 'HEAD')];
      expect([head.status, head.text]).toEqual([200, '']);
      for (const { headers } of [page, head]) {
        expect(headers['content-security-policy']).toContain("form-action 'self' https://app.example.com; ");
        expect(headers['content-security-policy']).toContain("default-src 'none'; ");
        expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      }
    }
  });

  const corpus = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '</title><svg onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>@example.com',
    '{{constructor.constructor("alert(1)")()}}',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '\u2028<script>alert(1)</script>',
    '" autofocus onfocus="alert(1)@example.com',
  ];

  test.each(corpus)('shows nothing unescaped: %j', async (text) => {
    const names = ['client_id', 'redirect_uri', 'response_type', 'provider', 'state', 'login_hint', 'screen_hint'];
    const more = ['organization_id', 'invitation_token', 'prompt', 'domain_hint', 'code_challenge', text];
    const pages: Page[] = [];
    for (const name of [...names, ...more]) pages.push(await visitor().enter({ [name]: text }));
    const ada = visitor();
    const form = await ada.enter({ login_hint: text });
    const fields = {
      email: text,
      password: text,
      firstName: text,
      lastName: text,
      code: text,
      intent: text,
      token: text,
    };
    for (const path of ['sign-in', 'sign-up', 'forgotten', 'reset']) {
      pages.push(await ada.post(`${base}/${path}`, { ...hiddenOf(form), ...fields }));
      pages.push(await ada.fetch(`${base}/${path}?token=${encodeURIComponent(text)}&sent=${encodeURIComponent(text)}`));
    }
    pages.push(await ada.post('/user_management/device', { userCode: text }));
    pages.push(await ada.fetch(`/user_management/device?user_code=${encodeURIComponent(text)}`));
    pages.push(await ada.fetch(`/user_management/sessions/logout?session_id=${encodeURIComponent(text)}`));
    for (const page of pages) {
      expect(page.text.replace(/<style>.*?<\/style>/s, '')).not.toMatch(
        /<script|<svg|<img|<[^>]*"\s+on\w+=|href="javascript/i,
      );
    }
  });
});
