// The URL validator: where a browser may be sent.
import { describe, expect, test } from 'vitest';
import { reason } from './refusal.fixture.ts';
import { url } from './url.ts';
import { urlParts } from './url-parts.ts';
import { read } from './validator.ts';

const schemes = 'http,https,ftp,file,mailto,tel,ssh';
const strict = url({ lengthMax: 100, schemes });

const acceptable = [
  ...['http://a', 'HTTP://x', 'ssh://x', 'mailto:a@b', 'a', '/x', '//host/x', 'zabbix.php?action=x', '{$MACRO}', ''],
  ...[
    'ht!tp://x',
    ' http://a ',
    'h\tt\rt\nps://a',
    '/',
    'http:x',
    'http:/x',
    'http://u:p@[::1]:80/x?y#z',
    'http://a:65535',
  ],
  ...[
    'file:///etc/x',
    'file:///c:/x',
    'ftp://user@host:21',
    'ssh://name@host:/path',
    'tel:1-111',
    'tel:123456',
    'ht tps://x',
  ],
  ...[
    'http://a:',
    'http://{$X}?a=1',
    '\0 https://a\x1f ',
    'a:80/x',
    '//a:80/x',
    ':a',
    '/a:b',
    'jav&#x09;ascript:alert(1)',
  ],
];
const unacceptable = [
  ...['javascript:alert(1)', 'foo://x', 'http://', 'http:/', 'http:', '?x=1', '#a', '   ', 'tel:123', 'JavaScript:x'],
  ...['ja\tva\rsc\nript:x', '\x01javascript:x', 'http:///', 'http://?', 'http:?abc', 'http://a:x', 'http://a:65536'],
  ...[
    'http://a:123456',
    'http://user@',
    'http://:80',
    '//host',
    '//host?x',
    '///x',
    ':',
    ':80',
    'a:99999/x',
    'vbscript:x',
  ],
  ...['http://localhost:{$PORT}', 'data:text/html,x', '?a:b'],
];

test.each(acceptable)('%j', (value) => expect(read(strict, value, '/x')).toBe(value));
test.each(unacceptable)('%j is refused', (value) => expect(reason(strict, value)).toBe('unacceptable URL'));

test('schemes come from the setting', () => {
  expect(reason(url({ lengthMax: 100, schemes: 'FOO' }), 'foo://x')).toBeNull();
  expect(reason(url({ lengthMax: 100, schemes: 'foo' }), 'http://x')).toBe('unacceptable URL');
  expect(reason(url({ lengthMax: 100, schemes: '' }), 'http://x')).toBe('unacceptable URL');
});

test('where they are not looked at, anything passes that is a text of that length', () => {
  const lax = url({ lengthMax: 20, schemes: null });
  for (const value of ['javascript:x', '?', 'http://', '']) expect(reason(lax, value)).toBeNull();
  expect(reason(lax, 'x'.repeat(21))).toBe('value is too long');
  expect(reason(lax, 5)).toBe('a character string is expected');
  expect(reason(strict, `javascript:${'x'.repeat(100)}`)).toBe('value is too long');
});

describe('the parts', () => {
  test.each([
    ['http://u@h:1/p?q#f', { scheme: 'http', host: 'h', path: '/p' }],
    ['//h', { scheme: null, host: 'h', path: null }],
    ['//h:80/p', { scheme: null, host: 'h', path: '/p' }],
    ['h:80', { scheme: null, host: 'h', path: null }],
    ['tel:123', { scheme: null, host: 'tel', path: null }],
    ['mailto:a@b', { scheme: 'mailto', host: null, path: 'a@b' }],
    ['x:', { scheme: 'x', host: null, path: null }],
    ['file:///c:/x', { scheme: 'file', host: null, path: 'c:/x' }],
    ['FILE:///x', { scheme: 'FILE', host: null, path: '/x' }],
    ['http://a@b@c', { scheme: 'http', host: 'c', path: null }],
    ['http://[::1]', { scheme: 'http', host: '[::1]', path: null }],
    ['p?q:r', { scheme: null, host: null, path: 'p' }],
    ['#f', { scheme: null, host: null, path: null }],
    ['', { scheme: null, host: null, path: '' }],
    ['http:///x', null],
    ['//:1', null],
    ['x!:', { scheme: null, host: null, path: 'x!:' }],
  ])('of %j', (text, parts) => expect(urlParts(text)).toEqual(parts));
});
