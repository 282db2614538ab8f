// Tests of the template tag, of the headers and of what may be linked to.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examples } from './examples.fixture.ts';
import { pageHeaders } from './headers.ts';
import { attributes, html } from './html.ts';
import { pathOf } from './path.ts';

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (markup: string): string =>
  markup.replace(/&([a-z]+|#39);/g, (_, name: string) => characters[name] ?? '');

describe('the template tag', () => {
  test('escapes what is put in, once', () => {
    const inner = html`<b title="${`"'`}">${'<&>'}</b>`;
    const once = '<b title="&quot;&#39;">&lt;&amp;&gt;</b>';
    expect(inner.toString()).toBe(once);
    expect(html`<p>${inner}${[inner, inner]}</p>`.toString()).toBe(`<p>${once}${once}${once}</p>`);
  });

  test('shows numbers, leaves out null, takes a look-alike for no fragment', () => {
    expect(html`${0}${null}${[]}`.toString()).toBe('0');
    const lookAlike = JSON.parse('["<i>"]');
    expect(html`${lookAlike}`.toString()).toBe('&lt;i&gt;');
  });

  test('any text comes out as it went in, and is never markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const markup = html`${text}`.toString();
        expect(markup).not.toMatch(/[<>"']/);
        expect(decoded(markup)).toBe(text);
      }),
    );
  });

  test('attributes that have no value are left out, empty ones stay', () => {
    expect(attributes({ id: 'a"', autofocus: '', value: null }).toString()).toBe(' id="a&quot;" autofocus=""');
  });
});

describe('a link', () => {
  test.each(['/', '/sign-in?flow=1&x=2', '/a//b', '/a:b', '/ü'])('may be %s', (path) =>
    expect(pathOf(path)).toBe(path),
  );

  test.each([
    '',
    'sign-in',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'https://example.com/',
    '//example.com',
    '/\\example.com',
    '\\\\example.com',
    '/\t/example.com',
    '/\n/example.com',
    'data:text/html,x',
  ])('may not be %j', (path) => expect(() => pathOf(path)).toThrow('paths of this server'));
});

describe('the headers', () => {
  test('allow the stylesheet of the pages by its hash, and nothing that runs', () => {
    const page =
      examples({ text: String, path: String, qrCode: 'data:image/png;base64,', isWrong: false }).message ?? '';
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(style).toContain('color-scheme');
    expect(pageHeaders([])).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  test('let the form lead to the given origins and schemes', () => {
    const policy = pageHeaders(['https://app.example.com', 'http://127.0.0.1:5173', 'com.example.app:']);
    expect(policy['content-security-policy']).toContain(
      "; form-action 'self' https://app.example.com http://127.0.0.1:5173 com.example.app:; frame",
    );
  });

  test.each([
    '',
    '*',
    'https://*',
    'https://a.example/path',
    'https://a; script-src *',
    'https://a https://b',
    "'none'",
  ])('refuse %j as a target', (given) => expect(() => pageHeaders([given])).toThrow('an origin or a scheme'));
});
