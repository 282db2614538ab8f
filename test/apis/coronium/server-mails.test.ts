// The functions for servers: the mails that ask to confirm, and those with a link for a new password.

import { mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../clients/server.ts';
import { md5, useGame } from './game.ts';
import { linkIn, readable } from './letter-pages.ts';
import { setServer } from './server-scene.ts';

const { path: folder, remove } = temporaryFolder();
const game = useGame({ keys: { MUSTER_DATA: folder, MUSTER_PUBLIC_URL: 'http://users.example.com' } });
const { ask, refuse } = setServer(game);
afterAll(remove);

const seen = new Set<string>();
const mails = join(folder, 'mail');

async function newMails(): Promise<string[]> {
  const names = (await readdir(mails).catch(() => [])).filter((name) => name.endsWith('.eml') && !seen.has(name));
  for (const name of names) seen.add(name);
  return await Promise.all(names.map(async (name) => readable(await readFile(join(mails, name), 'utf8'))));
}

async function nextMail(): Promise<string> {
  for (let tries = 0; tries < 250; tries++) {
    const [mail] = await newMails();
    if (mail !== undefined) return mail;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no mail came');
}

/** Follows the link in a mail to its page and sends its form. */
async function follow(mail: string, fields: Record<string, string> = {}): Promise<number> {
  const link = new URL(linkIn(mail));
  expect(link.origin).toBe('http://users.example.com');
  const code = link.searchParams.get('code') ?? '';
  const { statusCode } = await game.app.server.inject({
    method: 'POST',
    url: link.pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: code, ...fields }).toString(),
  });
  return statusCode;
}

function keepTemplate(kind: 'registration' | 'password', name: string, text: string): Promise<void> {
  mkdirSync(join(folder, 'templates', kind), { recursive: true });
  return writeFile(join(folder, 'templates', kind, name), text);
}

const options = { from_email: 'game@example.net', subject: 'Please confirm' };

describe.each(['Space Race', 'Far Away'])('in the scope %s', (scope) => {
  const manner = { scope };
  const wally = async () => {
    const username = game.fresh('Wally');
    const email = `${username}@example.com`;
    return { username, email, id: await ask('register', { username, password: '1234', meta: { email } }, manner) };
  };

  test('whoever is sent a link is pending until it was followed', async () => {
    const { email, id } = await wally();
    await keepTemplate('registration', 'warm.tpl', 'Dear {{ name }}, {* confirm_link *}\n');
    const wish = { user_id: id, options: { ...options, email_tpl: 'warm', tpl_keys: { name: 'Wally <b>' } } };
    expect(await ask('sendConfirmationLink', wish, manner)).toBe('OK');
    const mail = await nextMail();
    expect(mail).toContain(`To: ${email}`);
    expect(mail).toContain('Subject: Please confirm');
    expect(mail).toContain('Dear Wally <b>,');
    expect(await ask('get', { user_id: id }, manner)).toMatchObject({ active: false, confirmation: 'pending' });
    // The same mail again, when a game asks for it.
    expect(await game.ask('resendConfirmation', { user_id: id }, manner)).toBe(id);
    expect(await nextMail()).toContain('Dear Wally <b>,');
    expect(await follow(mail.replace('Dear Wally <b>, ', ''))).toBe(200);
    const after = await ask('get', { user_id: id }, manner);
    expect(after).toMatchObject({ active: true, validated: true });
    expect(after).not.toHaveProperty('confirmation');
  });

  test('a link for a new password lets its reader set one', async () => {
    const { username, email } = await wally();
    const reset = { ...options, subject: 'Password Reset Request' };
    expect(await ask('sendPasswordResetLink', { to_email: email, options: reset }, manner)).toBe(true);
    const mail = await nextMail();
    expect(mail).toContain('Subject: Password Reset Request');
    const password = 'a much longer one';
    expect(await follow(mail, { password, repeated: password })).toBe(200);
    expect(await follow(mail, { password, repeated: password })).toBe(400);
    await ask('login', { username, password }, manner);
    await game.ask('login', { username, password: md5(password) }, manner);
    await refuse('login', { username, password: '1234' }, 603, manner);
  });
});

test('what cannot be sent is told, changes nobody and sends nothing', async () => {
  const email = `${game.fresh('Wanda')}@example.com`;
  const id = await ask('register', { username: game.fresh('Wanda'), meta: { email } });
  const bare = await ask('register', { username: game.fresh('Bare') });
  const before = await ask('get', { user_id: id });
  expect(await refuse('sendConfirmationLink', { user_id: bare, options }, 704)).toContain('no email');
  await refuse('sendConfirmationLink', { user_id: 'nobody', options }, 604);
  await refuse('sendPasswordResetLink', { to_email: 'nobody@example.com', options }, 704);
  // Everybody is the same in another scope, and nobody is there.
  await refuse('sendPasswordResetLink', { to_email: email, options }, 704, { scope: 'Far Away' });
  for (const [name, whom] of [
    ['sendConfirmationLink', { user_id: id }],
    ['sendPasswordResetLink', { to_email: email }],
  ] as const) {
    await refuse(name, whom, 804);
    await refuse(name, { ...whom, options: {} }, 804);
    await refuse(name, { ...whom, options: { subject: 'x' } }, 804);
    await refuse(name, { ...whom, options: { from_email: 'game@example.net' } }, 804);
    await refuse(name, { ...whom, options: { ...options, more: 1 } }, 801);
    await refuse(name, { ...whom, options: { ...options, subject: 5 } }, 801);
    await refuse(name, { ...whom, options: { ...options, subject: 'a\nBcc: b@example.com' } }, 702);
    await refuse(name, { ...whom, options: { ...options, from_email: 'nowhere' } }, 704);
    await refuse(name, { ...whom, options: 'x' }, 801);
  }
  const templates = { email_tpl: 'absent', tpl_name: 'absent' };
  await refuse('sendConfirmationLink', { user_id: id, options: { ...options, email_tpl: templates.email_tpl } }, 702);
  await refuse('sendPasswordResetLink', { to_email: email, options: { ...options, tpl_name: 'absent' } }, 702);
  await refuse('sendPasswordResetLink', { to_email: email, options: { ...options, email_tpl: 'absent' } }, 801);
  expect(await ask('get', { user_id: id })).toEqual(before);
  await ask('sendPasswordResetLink', { to_email: email, options });
  expect(await nextMail()).toContain(`To: ${email}`);
  expect(await newMails()).toEqual([]);
});
