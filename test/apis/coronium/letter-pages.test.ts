// The mails of confirmation and reset as files, and the pages that their links lead to: what they say, do and refuse.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteUser } from '../../../src/core/commands/delete-user.ts';
import { verifyPassword } from '../../../src/core/commands/verify-password.ts';
import { pageHeaders } from '../../../src/pages/index.ts';
import { addressOf, type LetterPages, linkIn, readable, serveLetterPages } from './letter-pages.ts';

let pages: LetterPages;
beforeAll(async () => {
  pages = await serveLetterPages();
});
afterAll(() => pages.close());

let count = 0;
const fresh = (): string => `person${++count}`;
const codeIn = (link: string): string => new URL(link).searchParams.get('code') ?? '';

const get = (link: string) => pages.server.inject({ url: link.replace(pages.origin, '') });
const post = (path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  pages.server.inject({
    ...{ method: 'POST', url: path, payload: new URLSearchParams(fields).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
const headingOf = (page: string): string => /<h1>(.*)<\/h1>/.exec(page)?.[1] ?? '';
const standing = async (username: string, realmId: string | null = null) => {
  const user = await pages.find(username, realmId);
  return { active: user?.active, confirmation: user?.confirmation };
};
const pending = { active: false, confirmation: 'pending' };
const confirmed = { active: true, confirmation: 'confirmed' };
const reset = (code: string, password: string, repeated = password) =>
  post('/_resetpassword', { token: code, password, repeated });
const knows = async (username: string, plain: string): Promise<boolean> => {
  const user = await pages.find(username);
  const { context } = pages.world;
  return await verifyPassword(context, { by: 'id', id: user?.id ?? '' }, plain).then(
    () => true,
    () => false,
  );
};

describe('a mail', () => {
  test('is from this server where its sender is of our domain, else answers go there', async () => {
    const raw = await pages.signUp(fresh(), { sender: 'register@example.net', subject: 'Grüße' });
    expect(raw).toContain('\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n');
    const ours = readable(raw);
    expect(ours).toMatch(/^From: The Game <register@example.net>$/m);
    expect(ours).not.toMatch(/^Reply-To:/m);
    const theirs = readable(await pages.signUp(fresh(), { sender: 'ceo@bank.example' }));
    expect(theirs).toMatch(/^From: The Game <muster@example.net>$/m);
    expect(theirs).toMatch(/^Reply-To: ceo@bank.example$/m);
    expect(theirs).toMatch(/^Content-Type: text\/plain/m);
  });

  test('is what the template says', async () => {
    await pages.keep('registration', 'fun.tpl', '<h1>Hi {{ name }}</h1><a href="{* confirm_link *}">Go</a>');
    const username = fresh();
    const mail = await pages.signUp(username, { template: 'fun.tpl', keys: { name: '<Ada>' } });
    expect(mail).toContain(`To: ${addressOf(username)}`);
    const text = readable(mail);
    expect(text).toContain('<h1>Hi &lt;Ada&gt;</h1>');
    expect(text).toContain('Hi <Ada>\nGo\n\nhttp://127.0.0.1');
    expect(text).toContain(`<a href="${linkIn(mail)}">Go</a>`);
  });
});

describe('the link of a confirmation', () => {
  test.each([null, 'space'])('confirms only when its form is sent, in the realm %s', async (realmId) => {
    const username = fresh();
    const link = linkIn(await pages.signUp(username, {}, realmId));
    expect(codeIn(link).startsWith('space.')).toBe(realmId !== null);
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const { statusCode, body } = await pages.server.inject({ method, url: link.replace(pages.origin, '') });
      expect(statusCode).toBe(200);
      if (method === 'GET') expect(headingOf(body)).toBe('Confirm your account');
      if (method === 'GET') expect(body).toContain(realmId === null ? 'Default' : 'Space Race');
      expect(await standing(username, realmId)).toEqual(pending);
    }
    const done = await post('/_confirmation', { token: codeIn(link) });
    expect([done.statusCode, headingOf(done.body)]).toEqual([200, 'Account confirmed']);
    expect(await standing(username, realmId)).toEqual(confirmed);
    for (const again of [await get(link), await post('/_confirmation', { token: codeIn(link) })]) {
      expect([again.statusCode, headingOf(again.body)]).toEqual([400, 'This link cannot be used']);
      expect(again.body).toContain('If you have confirmed already, just sign in.');
    }
  });

  test('opens nothing in another realm', async () => {
    const username = fresh();
    const code = codeIn(linkIn(await pages.signUp(username)));
    for (const other of [`space.${code}`, `nowhere.${code}`, `default.${code}`]) {
      expect((await post('/_confirmation', { token: other })).statusCode).toBe(400);
    }
    expect(await standing(username)).toEqual(pending);
  });

  test('is no link for a new password', async () => {
    const code = codeIn(linkIn(await pages.signUp(fresh())));
    expect((await get(`/_resetpassword?code=${code}`)).statusCode).toBe(400);
    expect((await reset(code, 'a new long phrase')).statusCode).toBe(400);
  });

  test('of somebody who is gone says so', async () => {
    const username = fresh();
    const link = linkIn(await pages.signUp(username));
    const user = await pages.find(username);
    await deleteUser(pages.world.context, { by: 'id', id: user?.id ?? '' }, { system: false, ifRev: null });
    expect(headingOf((await get(link)).body)).toBe('This link cannot be used');
    expect((await post('/_confirmation', { token: codeIn(link) })).statusCode).toBe(400);
  });
});

describe('the link for a new password', () => {
  test('sets it, once', async () => {
    const username = fresh();
    await pages.signUp(username);
    const link = linkIn(await pages.forget(username));
    expect(headingOf((await get(link)).body)).toBe('Set a new password');
    const done = await reset(codeIn(link), 'correct horse 7');
    expect([done.statusCode, headingOf(done.body)]).toEqual([200, 'Password changed']);
    expect(await knows(username, 'correct horse 7')).toBe(true);
    for (const again of [await get(link), await reset(codeIn(link), 'another staple 8')]) {
      expect([again.statusCode, headingOf(again.body)]).toEqual([400, 'This link cannot be used']);
      expect(again.body).toContain('You may ask for another one');
    }
    expect(await knows(username, 'correct horse 7')).toBe(true);
  });

  test('is good for a day', async () => {
    const username = fresh();
    await pages.signUp(username);
    const link = linkIn(await pages.forget(username));
    pages.world.clock.now += 86_400_000 - 1;
    expect((await get(link)).statusCode).toBe(200);
    pages.world.clock.now += 1;
    expect((await get(link)).statusCode).toBe(400);
    expect((await reset(codeIn(link), 'correct horse 7')).statusCode).toBe(400);
  });

  test('says what is wrong with a password, and sets none', async () => {
    const username = fresh();
    await pages.signUp(username);
    const link = linkIn(await pages.forget(username));
    for (const [password, repeated, fault] of [
      ['', '', 'Enter a new password.'],
      ['correct horse 7', 'correct horse 8', 'These are two different passwords.'],
      ['correct horse 7', '', 'These are two different passwords.'],
      ['short', 'short', 'This password is too short.'],
      ['password1', 'password1', 'Too many people use this password.'],
      ['correct\0horse', 'correct\0horse', 'characters that cannot be used'],
    ] as const) {
      const { statusCode, body } = await reset(codeIn(link), password, repeated);
      expect([statusCode, headingOf(body)], fault).toEqual([400, 'Set a new password']);
      expect(body).toContain(fault);
      if (password !== '') expect(body).not.toContain(`"${password}"`);
    }
    expect((await pages.find(username))?.credentials.passwordUpdatedAt).toBe(null);
    expect((await get(link)).statusCode).toBe(200);
  });
});

describe('whatever comes', () => {
  test.each([
    '',
    '?code=',
    '?code=x',
    '?code=a.b',
    '?code=%00',
    '?code=..%2F..',
    `?code=${'x'.repeat(5000)}`,
    '?code=%zz',
    '?x',
  ])('%s is a link that cannot be used', async (query) => {
    for (const path of ['/_confirmation', '/_resetpassword']) {
      const { statusCode, body, headers } = await get(path + query);
      expect([statusCode, headingOf(body)]).toEqual([400, 'This link cannot be used']);
      expect(headers).toMatchObject(pageHeaders([]));
    }
  });

  test('every page has the headers of the hosted ones, and shows no token but in its form', async () => {
    const link = linkIn(await pages.signUp(fresh()));
    const { headers, body } = await get(link);
    expect(headers).toMatchObject(pageHeaders([]));
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(body.split(codeIn(link))).toHaveLength(2);
    expect(body).toContain(`<input type="hidden" name="token" value="${codeIn(link)}">`);
  });

  test('a form of another site does nothing', async () => {
    const username = fresh();
    const token = codeIn(linkIn(await pages.signUp(username)));
    for (const site of ['cross-site', 'same-site']) {
      const answer = await post('/_confirmation', { token }, { 'sec-fetch-site': site });
      expect([answer.statusCode, headingOf(answer.body)]).toEqual([403, 'This cannot be shown']);
    }
    expect(await standing(username)).toEqual(pending);
  });

  test('only forms are read, and short ones', async () => {
    const username = fresh();
    const token = codeIn(linkIn(await pages.signUp(username)));
    const json = { method: 'POST', url: '/_confirmation', payload: { token } } as const;
    expect((await pages.server.inject(json)).statusCode).toBe(415);
    const long = await post('/_confirmation', { token, more: 'x'.repeat(20_000) });
    expect([long.statusCode, headingOf(long.body)]).toEqual([413, 'This cannot be shown']);
    expect(long.headers).toMatchObject(pageHeaders([]));
    expect(await standing(username)).toEqual(pending);
  });
});
