// Tests of all pages: whatever the facts say, they stay text; and what every page has or must not have.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examples } from './examples.fixture.ts';
import { enrolmentPage, signInPage } from './index.ts';

type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> };

const picture = 'data:image/png;base64,iVBORw0KGgo=';
const usual = (isWrong: boolean) => examples({ text: String, path: String, qrCode: picture, isWrong });
const calm = usual(false);
const wrong = usual(true);
const names = Object.keys(calm);

/** Every fact is `text`. Paths are refused if they may lead elsewhere, so that of a path only the rest is free. */
const everywhere = (text: string, isWrong: boolean) =>
  examples({
    text: () => text,
    path: () => `/p${text.replace(/[\\\p{Cc}]/gu, '')}`,
    qrCode: `data:image/png;base64,${text}`,
    isWrong,
  });

const withoutStyle = (page: string): string => page.replace(/<style>[\s\S]*<\/style>/, '');

/** Reads a page strictly as we write it; what is not read as a tag must hold no angle bracket. */
function tagsOf(page: string): readonly Tag[] {
  const body = withoutStyle(page);
  const pattern = /<([/!]?[a-z0-9]+(?: html)?)((?: [a-z-]+="[^"]*"| novalidate)*)>/g;
  expect(body.replaceAll(pattern, '')).not.toMatch(/[<>]/);
  return [...body.matchAll(pattern)].map(([, name = '', rest = '']) => ({
    name,
    attributes: new Map(
      [...rest.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value]),
    ),
  }));
}

const skeleton = (page: string): readonly string[] =>
  tagsOf(page).map(({ name, attributes }) => [name, ...attributes.keys()].join(' '));

const valuesOf = (page: string, key: string): readonly string[] =>
  tagsOf(page).flatMap(({ attributes }) => attributes.get(key) ?? []);

const payloads = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '" autofocus onfocus="alert(1)',
  '</title></style></textarea><svg/onload=alert(1)>',
  '<!--',
  '&lt;script&gt;',
  '&#60;b&#62;',
  'javascript:alert(1)',
  '`><x>`',
];

describe.each(names)('the page %s', (name) => {
  test.each(payloads)('takes %s for text', (payload) => {
    for (const isWrong of [false, true]) {
      const page = everywhere(payload, isWrong)[name] ?? '';
      if (/[<>"'&]/.test(payload)) expect(page).not.toContain(payload);
      expect(skeleton(page)).toEqual(skeleton((isWrong ? wrong : calm)[name] ?? ''));
    }
  });

  test('has the same shape whatever its facts say', () => {
    const shape = skeleton(wrong[name] ?? '');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(skeleton(everywhere(text, true)[name] ?? '')).toEqual(shape);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['calm', calm],
    ['wrong', wrong],
  ])('is sound when %s', (_, pages) => {
    const page = pages[name] ?? '';
    const tags = tagsOf(page);
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1);
    expect(tags.some(({ name }) => ['script', 'iframe', 'object', 'embed', 'base'].includes(name))).toBe(false);
    const keys = tags.flatMap(({ attributes }) => [...attributes.keys()]);
    expect(keys.filter((key) => key.startsWith('on') || key === 'style')).toEqual([]);
    const ids = valuesOf(page, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    for (const referred of valuesOf(page, 'aria-describedby').flatMap((value) => value.split(' '))) {
      expect(ids).toContain(referred);
    }
    const isShown = (input: Tag['attributes']): boolean => input.get('type') !== 'hidden' && !input.has('hidden');
    const inputs = tags.filter(({ name, attributes }) => name === 'input' && isShown(attributes));
    for (const { attributes } of inputs) expect(valuesOf(page, 'for')).toContain(attributes.get('id'));
    expect(valuesOf(page, 'autofocus').length).toBeLessThanOrEqual(1);
  });

  test('posts to where it was told, with what it was told to carry', () => {
    const page = calm[name] ?? '';
    const forms = tagsOf(page).filter(({ name }) => name === 'form');
    for (const { attributes } of forms) {
      expect(Object.fromEntries(attributes)).toMatchObject({ method: 'post', action: '/posted' });
      expect(page).toContain('<input type="hidden" name="flow" value="flow_01HZX">');
      expect(page).toContain('<input type="hidden" name="csrf" value="csrf_4f1d">');
    }
    const isTold = /^(password-mail|password-set|confirmed|device-allowed|device-denied|message)$/.test(name);
    expect(forms).toHaveLength(isTold ? 0 : 1);
  });

  test('says first that something was wrong', () => {
    const page = wrong[name] ?? '';
    const hasForm = page.includes('<form');
    expect(page.includes('<title>Error: ')).toBe(hasForm);
    expect(page.includes('<p class="alert" role="alert">That did not work.')).toBe(hasForm);
    const untroubled = withoutStyle(calm[name] ?? '');
    expect(untroubled).not.toMatch(/Error: |role="alert"|aria-invalid|class="fault"/);
  });
});

describe('a field', () => {
  const facts = {
    product: 'Acme',
    action: '/in',
    hidden: {},
    problems: null,
    email: null,
    signUpPath: null,
    forgottenPasswordPath: null,
  };
  const inputs = (page: string): readonly Readonly<Record<string, string>>[] =>
    tagsOf(page)
      .filter(({ name }) => name === 'input')
      .map(({ attributes }) => Object.fromEntries(attributes));

  test('has the focus when it is the first wrong one, else the first empty one', () => {
    const focused = (page: string) => inputs(page).find((input) => 'autofocus' in input)?.name;
    expect(focused(signInPage(facts))).toBe('email');
    expect(focused(signInPage({ ...facts, email: 'jane@example.com' }))).toBe('password');
    const problems = { form: null, fields: { email: 'No such address.' } };
    expect(focused(signInPage({ ...facts, email: 'jane', problems }))).toBe('email');
    expect(focused(signInPage({ ...facts, problems: { form: null, fields: { password: 'Wrong.' } } }))).toBe(
      'password',
    );
  });

  test('names its fault, and only then', () => {
    const page = signInPage({ ...facts, problems: { form: null, fields: { password: 'Wrong.' } } });
    const [email, password] = inputs(page);
    expect(email).not.toHaveProperty('aria-invalid');
    expect(password).toMatchObject({ 'aria-invalid': 'true', 'aria-describedby': 'input-password-fault' });
    expect(page).toContain('<p class="fault" id="input-password-fault">Wrong.</p>');
    expect(page).not.toContain('role="alert"');
  });

  test('is filled in by browsers with the right thing', () => {
    const autocompletes = (name: string) => valuesOf(calm[name] ?? '', 'autocomplete');
    expect(autocompletes('sign-in')).toEqual(['username', 'current-password']);
    expect(autocompletes('sign-up')).toEqual(['given-name', 'family-name', 'username', 'new-password']);
    expect(autocompletes('new-password')).toEqual(['username', 'new-password']);
    expect(autocompletes('second-factor')).toEqual(['one-time-code']);
    expect(valuesOf(calm['second-factor'] ?? '', 'inputmode')).toEqual(['numeric']);
  });

  test('never shows a password again', () => {
    for (const page of Object.values({ ...calm, ...wrong })) {
      expect(inputs(page).filter((input) => input.type === 'password' && 'value' in input)).toEqual([]);
    }
  });

  test('has its links only where they lead somewhere', () => {
    expect(signInPage(facts)).not.toContain('<a ');
    expect(signInPage({ ...facts, signUpPath: '/up?a=1&b=2' })).toContain(
      '<a href="/up?a=1&amp;b=2">Create an account</a>',
    );
  });

  test('shows no picture from elsewhere', () => {
    const enrol = { product: 'Acme', action: '/in', hidden: {}, problems: null, secret: 'JBSW' };
    expect(() => enrolmentPage({ ...enrol, qrCode: 'https://example.com/qr.png' })).toThrow('data URI');
  });
});
