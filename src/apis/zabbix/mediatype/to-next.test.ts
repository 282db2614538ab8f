// What becomes of a media type's password: it stays, goes with what it was for, or is another.
import { expect, test } from 'vitest';
import type { Extra } from '../../../core/model/extra.ts';
import { toNext } from './to-next.ts';

const made = (wish: object) => toNext(null, { type: '0', name: 'Mail', ...email, ...wish }, null, '/1');
const email = { smtp_server: 'mail.example.com', smtp_email: 'z@example.com', smtp_authentication: '1' };
const kept: Extra = {
  ...{ realm: 'r', id: 'zabbix/mediatype/70', rev: 1, createdAt: 0, updatedAt: 0, forgetAt: null, userId: null },
  ...{ organizationId: null, subject: null, sealed: 'sealed', kind: 'extra', api: 'zabbix', type: 'mediatype' },
  ...{ number: '70', name: 'Mail', values: made({ passwd: 'old' }).values },
};

test.each([
  ['nothing is said of it', { status: '0' }, null],
  ['another is given', { passwd: 'new' }, 'new'],
  ['it is emptied', { passwd: '' }, ''],
  ['nobody signs in any more', { smtp_authentication: '0' }, ''],
  ['it becomes a webhook', { type: '4', script: 'return 1;' }, ''],
])('when %s', (_when, wish, passwd) => {
  const next = toNext(kept, wish, null, '/1');
  expect(next.passwd).toBe(passwd);
  expect(next.values.passwd).toBe('');
});

test('a new one has it apart from what can be read', () => {
  const { passwd, values } = made({ passwd: 'canary-71' });
  expect(passwd).toBe('canary-71');
  expect(JSON.stringify(values)).not.toContain('canary');
});

test('templates and parameters stay until others come', () => {
  const templates = [{ eventsource: '0', recovery: '0', subject: 's', message: 'm' }];
  const before = { ...kept, values: made({ message_templates: templates }).values };
  expect(toNext(before, { status: '0' }, null, '/1').values.message_templates).toEqual(templates);
  expect(toNext(before, { message_templates: [] }, null, '/1').values.message_templates).toEqual([]);
});
