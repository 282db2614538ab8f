// Tests of wording a letter: whose words, from which file, and what is refused before anything is sent.

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LetterWords } from '../../../core/commands/order-letter.ts';
import type { JsonObject } from '../../../core/model/json.ts';
import { Fault } from '../fault.ts';
import { type LetterKind, type LetterWish, wordLetter } from './word-letter.ts';

const link = 'https://users.example.com/_confirmation?code=token';
const usual: LetterWish = { sender: 'game@example.com', subject: 'Please confirm', template: null, keys: null };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-letters-'));
  for (const kind of ['registration', 'password']) await mkdir(join(folder, 'templates', kind), { recursive: true });
  await writeFile(join(folder, 'secret.tpl'), '{* confirm_link *}');
  const files: Readonly<Record<string, string | Buffer>> = {
    'plain.tpl': '\ufeffHello {{ username }}, {* confirm_link *}',
    'page.tpl': '<p>Hello {{ username }}</p><a href="{* confirm_link *}">Confirm</a>',
    'linkless.tpl': 'Hello {{ username }}',
    'large.tpl': `{* confirm_link *}${'x'.repeat(65_536)}`,
    'growing.tpl': '{* confirm_link *}{{ a }}'.repeat(100),
    'binary.tpl': Buffer.from([0xff, 0xfe, 0x80]),
    '.hidden.tpl': '{* confirm_link *}',
    'notes.txt': '{* confirm_link *}',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'templates/registration', name), text);
  await mkdir(join(folder, 'templates/registration/folder.tpl'));
});
afterAll(() => rm(folder, { recursive: true }));

async function word(change: Partial<LetterWish> = {}, kind: LetterKind = 'registration'): Promise<LetterWords> {
  return (await wordLetter(folder, kind, { ...usual, ...change })).word(link);
}

async function statusOf(change: Partial<LetterWish>, at: string | null = folder): Promise<number> {
  const fault: unknown = await wordLetter(at, 'registration', { ...usual, ...change }).catch((error: unknown) => error);
  if (!(fault instanceof Fault)) throw new Error('this was not refused');
  expect(fault.message).not.toContain(folder);
  return fault.status;
}

describe('without a template of the operator', () => {
  test.each(['registration', 'password'] as const)('says what the link is for: %s', async (kind) => {
    for (const at of [folder, null]) {
      const { subject, text, html } = (await wordLetter(at, kind, usual)).word(link);
      expect(subject).toBe('Please confirm');
      expect(text.split('\n')).toContain(link);
      expect(text).toMatch(/^Hello,\n[^{}]+Thank you!\n$/);
      expect(html).toBe(null);
    }
  });

  test('a usual one that is asked for by its name is our own, too', async () => {
    expect(await word({ template: 'email.tpl' })).toEqual(await word());
  });
});

describe('a template of the operator', () => {
  test('that is text makes a mail of text', async () => {
    const keys = { username: "O'Neil <3" };
    expect(await word({ template: 'plain.tpl', keys })).toEqual({
      ...{ subject: 'Please confirm', text: `Hello O'Neil <3, ${link}`, html: null },
    });
    expect(await word({ template: 'plain', keys: { username: 7 } })).toMatchObject({ text: `Hello 7, ${link}` });
  });

  test('that is HTML makes both', async () => {
    expect(await word({ template: 'page.tpl', keys: { username: '<b>' } })).toMatchObject({
      text: `Hello <b>\nConfirm\n\n${link}\n`,
      html: `<p>Hello &lt;b&gt;</p><a href="${link}">Confirm</a>`,
    });
  });

  test('is read anew with each mail', async () => {
    const path = join(folder, 'templates/password/email.tpl');
    await writeFile(path, 'One {* reset_link *}');
    expect(await word({}, 'password')).toMatchObject({ text: `One ${link}` });
    await writeFile(path, 'Two {* reset_link *}');
    expect(await word({}, 'password')).toMatchObject({ text: `Two ${link}` });
    await rm(path);
    expect((await word({}, 'password')).text).toMatch(/^Hello/);
  });

  test.each([
    ...[
      'nobody.tpl',
      'linkless.tpl',
      'large.tpl',
      'binary.tpl',
      'folder.tpl',
      '.hidden.tpl',
      'notes.txt',
      '',
      '.',
      '..',
    ],
    ...['../../secret.tpl', '../../secret', '..\\secret.tpl', '/etc/passwd', 'plain.tpl\0', 'x'.repeat(101)],
  ])('is refused: %j', async (template) => expect(await statusOf({ template })).toBe(702));

  test('there is none in memory', async () => expect(await statusOf({ template: 'plain.tpl' }, null)).toBe(702));

  test('may lie elsewhere, if the operator says so', async () => {
    await symlink(join(folder, 'secret.tpl'), join(folder, 'templates/registration/linked.tpl'));
    expect((await word({ template: 'linked.tpl' })).text).toBe(link);
  });
});

describe('what a game says', () => {
  test.each([
    ...['game@example.com\r\nBcc: eve@example.net', 'a@example.com, b@example.com', 'nobody', '', 'a@localhost'],
    ...['<a@example.com> <b@example.com>', '"a b"@example.com'],
  ])('from_email %j is refused', async (sender) => expect(await statusOf({ sender })).toBe(704));

  test('from_email may have a name, which does not count', async () => {
    const { sender } = await wordLetter(folder, 'registration', { ...usual, sender: 'The Game <game@example.com>' });
    expect(sender).toBe('game@example.com');
  });

  test.each([
    '',
    'Hi\r\nBcc: eve@example.net',
    'Hi\nthere',
    'Hi\0',
    'Hi\u2028',
    'x'.repeat(201),
    'Hi\ud800',
    'Hi\u202e',
  ])('subject %j is refused', async (subject) => expect(await statusOf({ subject })).toBe(702));

  test('a subject has room for 200 characters', async () => {
    expect(await word({ subject: '😀'.repeat(200) })).toMatchObject({ subject: '😀'.repeat(200) });
  });

  test.each<[string, JsonObject]>([
    ['a table', { a: { b: 1 } }],
    ['a list', { a: [] }],
    ['null', { a: null }],
    ['a long text', { a: 'x'.repeat(1001) }],
    ['a long name', { ['x'.repeat(101)]: 'a' }],
    ['too many', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'x']))],
  ])('tpl_keys with %s are refused', async (_what, keys) => expect(await statusOf({ keys })).toBe(801));

  test('a mail that would grow too large is refused', async () => {
    expect(await statusOf({ template: 'growing.tpl', keys: { a: 'x'.repeat(1000) } })).toBe(702);
  });
});
