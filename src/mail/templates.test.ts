// Tests of the templates: what a mail says, and that values stay values.

import { expect, test } from 'vitest';
import type { MailOrder } from '../core/ports.ts';
import { wordMail } from './templates.ts';

const order = (values: Record<string, string>): MailOrder => ({
  id: '0190a0b0-0000-7000-8000-000000000001',
  realm: 'default',
  template: 'primary-email-changed',
  to: 'old@example.com',
  values,
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
