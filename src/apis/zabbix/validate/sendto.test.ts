// The sendto validators: places that media reach.
import { expect, test } from 'vitest';
import { refusal } from './refusal.fixture.ts';
import { emailSendto, sendto, textSendto } from './sendto.ts';
import { read } from './validator.ts';

const email = emailSendto({ lengthMax: 1024 });
const other = textSendto({ lengthMax: 1024 });
const told = (part: string, reason: string) => `Invalid parameter "/1/medias/1/sendto${part}": ${reason}.`;

test.each([
  ...['a@b.c', 'first.last+tag@sub.example.com', 'Name <a@b.com>', '<a@b.com>', '"quoted one"@b.com', 'ä <a@b.com>'],
  ...[
    `${'a'.repeat(64)}@b.com`,
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@xn--p1ai.xn--p1ai',
    'x."y@z".w@b.com',
    '___-___@b.com',
  ],
])('%s is an address', (value) => expect(read(email, value, '/x')).toEqual([value]));

test.each([
  ...['plain', 'a@b', 'b.com', '.a@b.com', 'a.@b.com', 'a..b@b.com', 'a@b..com', 'a@b@c.com', 'a@b.com (x)', '@b.com'],
  ...[
    'a@-b.com',
    'a@b-.com',
    'ä@b.com',
    'a@localhost',
    'a@127.0.0.1',
    'just"not"right@b.com',
    'Name <a@b.com>, b',
    ' a@b.com',
  ],
  ...[
    `${'a'.repeat(65)}@b.com`,
    'Name <a@b>',
    'a@b.com>',
    'x\ny <a@b.com>',
    '"\n"@b.com',
    'a@b.com\n',
    'a@[300.0.0.1]',
    ' ',
  ],
  ...[`a@${'b'.repeat(64)}.com`, `a@${'b.'.repeat(127)}com`, 'a@b.c0m_'],
])('%j is none', (value) =>
  expect(refusal(email, value, '/1/medias/1/sendto')).toBe(told('/1', 'an email address is expected')),
);

test('where email goes', () => {
  const path = '/1/medias/1/sendto';
  expect(read(email, ['a@b.com', 'N <c@d.org>'], path)).toEqual(['a@b.com', 'N <c@d.org>']);
  expect(refusal(email, '', path)).toBe(told('/1', 'cannot be empty'));
  expect(refusal(email, ['a@b.com', ''], path)).toBe(told('/2', 'cannot be empty'));
  expect(refusal(email, [], path)).toBe(told('', 'cannot be empty'));
  expect(refusal(email, 7, path)).toBe(told('', 'an array is expected'));
  expect(refusal(email, [7], path)).toBe(told('/1', 'a character string is expected'));
  const many = (count: number) => Array.from({ length: count }, () => 'abc@b.com');
  expect(refusal(email, many(102), path)).toBeNull();
  expect(refusal(email, many(103), path)).toBe(told('', 'value is too long'));
});

test('where other media go', () => {
  const path = '/1/medias/1/sendto';
  expect(read(other, '', path)).toBe('');
  expect(read(other, ['+1 555'], path)).toBe('+1 555');
  expect(refusal(other, ['a', 'b'], path)).toBe(told('', 'a character string is expected'));
  expect(refusal(other, [], path)).toBe(told('', 'cannot be empty'));
  expect(refusal(other, 7, path)).toBe(told('', 'an array is expected'));
  expect(refusal(other, 'x'.repeat(1025), path)).toBe(told('', 'value is too long'));
});

test('before anybody knows the media', () => expect(read(sendto(), 'anything', '/x')).toEqual(['anything']));
