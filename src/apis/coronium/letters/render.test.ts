// Tests of rendering: values stay values, the link stays the link, and nothing is rendered twice.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainTextOf } from './plain-text.ts';
import { hasTag, isHtml, render } from './render.ts';

const link = 'https://users.example.com/_confirmation?code=other.to_ken-1';
const fill = (template: string, keys: Readonly<Record<string, string>> = {}): string =>
  render(template, { linkTag: 'confirm_link', link, keys: new Map(Object.entries(keys)) });

describe('a template', () => {
  test('gets its values and its link', () => {
    const template = 'Hello {{ username }} of {{app_name}},\n\n{* confirm_link *}\n{*app_name*}\n';
    expect(fill(template, { username: 'Wolly', app_name: 'Space Race' })).toBe(
      `Hello Wolly of Space Race,\n\n${link}\nSpace Race\n`,
    );
  });

  test.each(['{{ nobody }}', '{* nobody *}', '{{}}', '{{ a b }}', '{{ constructor }}', '{* __proto__ *}'])(
    'loses the tag %s',
    (tag) => expect(fill(`a${tag}b`)).toBe('ab'),
  );

  test.each(['{% if x %}', '{ a }', '{{ open', '{* open', 'a { b } c', '$x $& $1'])('keeps %s', (text) =>
    expect(fill(text, { x: '1' })).toBe(text),
  );

  test('takes a link in whichever tag; a key of that name is nothing', () => {
    expect(fill('<a href="{{ confirm_link }}">{* confirm_link *}</a>', { confirm_link: 'https://eve.example' })).toBe(
      `<a href="${link}">${link}</a>`,
    );
  });

  test.each([
    ['<p>Hello</p>', true],
    ['<!DOCTYPE html>x', true],
    ['a<br/>b', true],
    ['</P >', true],
    ['<a href="x">', true],
    ['plain', false],
    ['write to <help@example.com>', false],
    ['I <3 you, 1 < 2 > 0', false],
    ['<https://example.com/>', false],
  ])('%s: HTML %s', (template, html) => expect(isHtml(template)).toBe(html));

  test('says whether it has the link', () => {
    expect(hasTag('x {*confirm_link*} y', 'confirm_link')).toBe(true);
    expect(hasTag('x {{ confirm_link }} y', 'confirm_link')).toBe(true);
    expect(hasTag('x {* reset_link *} { confirm_link } y', 'confirm_link')).toBe(false);
  });
});

describe('a value', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom('<', '>', '"', "'", '&', '{{', '}}', '{*', '*}', ' confirm_link ', 'b', '\n', '\u202e', '$&'),
      )
      .map((all) => all.join('')),
  );

  test('is escaped in HTML, whichever tag it stands in', () => {
    const template = '<p title="{{ a }}">{* a *} {{ a }}</p><p>{* confirm_link *}</p>';
    const marks = (text: string): string => text.replace(/[^<>"']/g, '');
    fc.assert(
      fc.property(hostile, (value) => {
        const page = fill(template, { a: value, b: '<never>' });
        expect(marks(page)).toBe(marks(fill(template)));
        expect(page.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  test('is not rendered again, and cannot take the place of the link', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = fill('{{ a }}|{* confirm_link *}', { a: value, b: 'NEVER' });
        expect(text.endsWith(`|${link}`)).toBe(true);
        expect(text).not.toContain('NEVER');
        expect(text.split(link)).toHaveLength(2);
      }),
    );
    expect(fill('{{ a }}', { a: '{{ b }}{* confirm_link *}', b: 'x' })).toBe('{{ b }}{* confirm_link *}');
  });

  test('is one line', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(fill('{{ a }}', { a: value })).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202e]/u);
      }),
    );
  });
});

describe('the text of a mail in HTML', () => {
  test('is what one would read', () => {
    const html = `<!doctype html><html><head><title>x</title><style>p { color: red }</style></head>
<body><!-- note --><h1>Hi &lt;Ada&gt;</h1><p>Open
this:<br>${link}</p><div>Tom &amp; Ann&#39;s&nbsp;game</div><script>alert(1)</script></body></html>`;
    expect(plainTextOf(html, link)).toBe(`Hi <Ada>\nOpen this:\n${link}\nTom & Ann's game\n`);
  });

  test('has the link where only an attribute had it', () => {
    expect(plainTextOf(`<p><a href="${link}">Confirm</a></p>`, link)).toBe(`Confirm\n\n${link}\n`);
  });
});
