// Tests of the templates: what a mail says, and that values stay values.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MailOrder } from '../core/ports.ts';
import { wordMail } from './templates.ts';

/** What one of our own mails says; all of them have HTML. */
function wordOwn(ordered: MailOrder) {
  const { subject, text, html } = wordMail(ordered);
  if (html === null) throw new Error('it has no HTML');
  return { subject, text, html };
}

const order = (
  values: Record<string, string>,
  template: MailOrder['template'] = 'primary-email-changed',
): MailOrder => ({
  id: '0190a0b0-0000-7000-8000-000000000001',
  realm: 'default',
  template,
  to: 'old@example.com',
  values,
  sealed: null,
  createdAt: Date.UTC(2026, 7, 3, 14, 5, 59),
});

test('says which address became primary, and when', () => {
  const { subject, text, html } = wordMail(order({ before: 'old@example.com', after: 'new@example.com' }));
  expect(subject).toBe('The primary email address of your account was changed');
  expect(text).toContain('\nNew primary address: new@example.com\nPrevious primary address: old@example.com\n');
  expect(text).toContain('3 August 2026 at 14:05 UTC');
  expect(html).toContain('<td>new@example.com</td>');
  expect(html).toContain('3 August 2026 at 14:05 UTC');
});

test('says so when there is no primary address any more', () => {
  const { text } = wordMail(order({ before: 'old@example.com', after: '' }));
  expect(text).toContain('was removed');
  expect(text).toContain('New primary address: none');
  expect(wordMail(order({})).text).toContain('Previous primary address: none');
});

test('a value is no markup', () => {
  const { html } = wordMail(order({ before: '', after: `"><img src=x onerror='alert(1)'>&@example.com` }));
  expect(html).not.toContain('<img');
  expect(html).toContain('&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;@example.com');
});

test('a value is one line, and cannot turn the direction of the text', () => {
  const after = 'new@example.com\r\nIf this was you\u2028call\u202e 555\0';
  const { subject, text } = wordMail(order({ before: '', after }));
  expect(subject).not.toContain('example.com');
  expect(text).toContain('New primary address: new@example.comIf this was youcall 555\n');
});

describe.each([
  ['email-verification', 'Verify your email address'],
  ['email-change', 'Confirm the new email address of your account'],
  ['magic-code', 'Your sign-in code'],
] as const)('%s', (template, title) => {
  const { subject, text, html } = wordMail(
    order({ code: '093117', minutes: '10', newAddress: 'new@example.com' }, template),
  );

  test('brings the code on a line of its own, and not in the subject', () => {
    expect(subject).toBe(title);
    expect(text.split('\n')).toContain('093117');
    expect(html).toMatch(/<p style="[^"]*monospace[^"]*letter-spacing[^"]*">093117<\/p>/);
  });

  test('says how long, and what to do when it was not asked for', () => {
    expect(text).toContain('for 10 minutes.');
    expect(text).toContain('If this was not you, ignore this mail');
    expect(text.includes('New address: new@example.com\n')).toBe(template === 'email-change');
  });
});

describe.each([
  ['password-reset', 'Reset your password', '1 minute.'],
  ['confirmation', 'Confirm that you signed up', '7 days.'],
  ['invitation', 'You have been invited', '7 days.'],
] as const)('%s', (template, title, duration) => {
  const wordLink = (link: string) => wordMail(order({ link, minutes: '1', days: '7' }, template));

  test('brings the link on a line of its own, to be followed', () => {
    const { subject, text, html } = wordLink('https://example.com/reset?token=a&b=c');
    expect(subject).toBe(title);
    expect(text.split('\n')).toContain('https://example.com/reset?token=a&b=c');
    expect(html).toContain(
      '<p><a href="https://example.com/reset?token=a&amp;b=c">https://example.com/reset?token=a&amp;b=c</a></p>',
    );
    expect(text).toContain(`for ${duration}`);
    expect(text).toMatch(/If this was not .*, ignore this mail/);
  });

  test.each([
    ['javascript:alert(1)', '<p>javascript:alert(1)</p>'],
    [' java\nscript:alert(1)', '<p> javascript:alert(1)</p>'],
    ['data:text/html,<b>', '<p>data:text/html,&lt;b&gt;</p>'],
    ['myapp://reset', '<p>myapp://reset</p>'],
    ['/reset', '<p>/reset</p>'],
  ])('%j stays text', (link, shown) => {
    const { html } = wordLink(link);
    expect(html).toContain(shown);
    expect(html).not.toContain('href');
  });

  test('no attribute can be added to the link', () => {
    expect(wordLink(`https://example.com/" onclick='x'`).html).toContain(
      '<a href="https://example.com/&quot; onclick=&#39;x&#39;">',
    );
  });
});

test('an invitation names the organization and who invites, where they are known', () => {
  const link = 'https://example.com/join';
  const full = wordMail(order({ link, days: '7', organization: 'Acme', inviter: 'Ada' }, 'invitation')).text;
  expect(full).toContain('to join an organization.\n\nOrganization: Acme\nInvited by: Ada\n');
  const bare = wordMail(order({ link, days: '7', organization: '', inviter: '' }, 'invitation')).text;
  expect(bare).toContain('to make an account.\n\nTo accept');
  expect(bare).not.toContain('Invited by');
});

test('whatever the values are, a mail keeps its subject, its lines, its markup and its size', () => {
  const templates = [
    ...['primary-email-changed', 'email-verification', 'email-change'],
    ...['magic-code', 'password-reset', 'confirmation', 'invitation'],
  ] as const satisfies readonly MailOrder['template'][];
  const names = ['before', 'after', 'code', 'minutes', 'newAddress', 'days', 'organization', 'inviter'];
  const word = (template: MailOrder['template'], value: string) => {
    const values = Object.fromEntries(names.map((name) => [name, `x${value}`]));
    return wordOwn(order({ ...values, link: `https://example.com/${value}` }, template));
  };
  const count = (text: string, mark: string): number => text.split(mark).length;
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.array(fc.constantFrom('<', '>', '"', "'", '&', '\r', '\n', '\u2028', '\u202e', 'a=')).map((all) => all.join('')),
    fc.constant('<'.repeat(100_000)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...templates), hostile, (template, value) => {
      const plain = word(template, '');
      const { subject, text, html } = word(template, value);
      expect(subject).toBe(plain.subject);
      expect(count(text, '\n')).toBe(count(plain.text, '\n'));
      for (const mark of ['<', '>', '"', '\n']) expect(count(html, mark)).toBe(count(plain.html, mark));
      expect(text).not.toMatch(/[\r\u2028\u202e]/);
      expect(html.length).toBeLessThan(30_000);
    }),
  );
});

describe('a letter', () => {
  test('says what it was ordered to say, as it is', () => {
    const values = { subject: 'Welcome', text: 'Hi <Ada>\n', html: '<p>Hi</p>', sender: 'game@example.net' };
    expect(wordMail(order(values, 'letter'))).toEqual(values);
  });

  test('may be text alone, from this server', () => {
    const { html, sender } = wordMail(order({ subject: 'Welcome', text: 'Hi' }, 'letter'));
    expect([html, sender]).toEqual([null, null]);
  });

  test('has a subject of one line', () => {
    expect(wordMail(order({ subject: 'Hi\r\nBcc: eve@example.org' }, 'letter')).subject).not.toMatch(/[\r\n]/);
  });
});
