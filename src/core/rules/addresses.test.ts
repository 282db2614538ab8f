// Tests of the addresses: what is an email address, a telephone number, a wallet; and that nothing takes long to judge.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../model/realm.ts';
import { readEmail, readPhone, readWallet } from './addresses.ts';
import { asciiDomain, foldEmail, foldKey, foldText } from './keys.ts';
import { faultOfBag } from './metadata.ts';
import { isLocale, isTimezone } from './names.ts';
import { faultsOfUsername } from './username.ts';

describe('an email address', () => {
  test.each([
    ['a@example.com', 'a@example.com'],
    ['  Ada.Love+tag@Example.COM ', 'Ada.Love+tag@Example.COM'],
    ["o'neil!#$%&*/=?^_`{|}~-@x.co", "o'neil!#$%&*/=?^_`{|}~-@x.co"],
    ['ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['a＠example.com', 'a@example.com'],
    ['münz@bücher.de', 'münz@bücher.de'],
    ['用户@例子.公司', '用户@例子.公司'],
    ['a@xn--bcher-kva.de', 'a@xn--bcher-kva.de'],
    ['a@sub.sub.example.com', 'a@sub.sub.example.com'],
    [`${'a'.repeat(64)}@x.com`, `${'a'.repeat(64)}@x.com`],
    ['a@1.2.3.com', 'a@1.2.3.com'],
  ])('%j is read as %j', (text, address) => {
    expect(readEmail(text)).toBe(address);
  });

  test.each([
    '',
    '@',
    'a',
    'a@',
    '@x.com',
    'a@x',
    'a@b@x.com',
    'a＠b@x.com',
    'a b@x.com',
    '.a@x.com',
    'a.@x.com',
    'a..b@x.com',
    '"a"@x.com',
    'a(b)@x.com',
    'a@x..com',
    'a@.x.com',
    'a@x.com.',
    'a@-x.com',
    'a@x-.com',
    'a@x_y.com',
    'a@x y.com',
    'a@[1.2.3.4]',
    'a@1.2.3.4',
    'a@0x7f.1',
    'a@x.com:25',
    'a@x.com/evil',
    'a@x.com?evil',
    'a@x.com#evil',
    'a@x.com\\evil',
    'a@ex%61mple.com',
    'a@x.com\nBcc:b@y.com',
    'a@x.com\nBcc',
    'a@exam\nple.com',
    'a@exam\r\nple.com',
    'a@exam\tple.com',
    'a\n@x.com',
    'a\u0000@x.com',
    'a\u0007@x.com',
    'a@x\u0000.com',
    'a\ud800@x.com',
    'a@x.\u202ecom',
    '\u202ea@x.com',
    'a\u200b@x.com',
    'a@exa\u00admple.com',
    'a@exa\u200dmple.com',
    'ad\u3164a@x.com',
    'a@x。com',
    `${'a'.repeat(65)}@x.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(127)}com`,
  ])('%j is none', (text) => {
    expect(readEmail(text)).toBe(null);
  });

  const pieces = fc.constantFrom(
    'a',
    'Z',
    '9',
    '.',
    '@',
    '＠',
    '-',
    '_',
    ' ',
    '\n',
    '\r',
    '\0',
    '%',
    '/',
    ':',
    'ü',
    '．',
    '\u202e',
    '\u00ad',
    '。',
    '"',
    '<',
    '>',
  );
  const texts = fc
    .tuple(fc.array(pieces, { maxLength: 6 }), fc.array(pieces, { maxLength: 8 }))
    .map(([local, domain]) => `${local.join('')}@x${domain.join('')}.com`);

  test('what is read is already normal, reads as itself, and its key is an address, too', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.emailAddress()), (text) => {
        const address = readEmail(text);
        if (address === null) return;
        expect(address).toBe(address.normalize('NFKC'));
        expect(readEmail(address)).toBe(address);
        expect(readEmail(foldEmail(address))).not.toBe(null);
      }),
      { numRuns: 2000 },
    );
  });

  test('what is read has exactly one @, and nothing that breaks a line or a mail header', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const address = readEmail(text);
        if (address === null) return;
        expect(address).toMatch(/^[^@]+@[^@]+$/);
        expect(address).not.toMatch(/[\p{C}\p{Z}<>",;:\\]/u);
      }),
      { numRuns: 2000 },
    );
  });

  test('the same address normalised or not has the same key', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const address = readEmail(text);
        if (address !== null) expect(foldEmail(address)).toBe(foldEmail(text.trim()));
      }),
    );
  });
});

describe('a telephone number', () => {
  test.each([
    ['+12133734253', '+12133734253'],
    [' +1 (213) 373-42.53 ', '+12133734253'],
    ['＋４９３０１２３４５６', '+4930123456'],
  ])('%j is read as %s', (text, number) => {
    expect(readPhone(text)).toBe(number);
  });

  test.each([
    '',
    '+',
    '+1',
    '12133734253',
    '0012133734253',
    '++12133734253',
    '+12133734253 ext. 5',
    '+12133734253;ext=5',
    '+12133734253x',
    '+1-800-FLOWERS',
    '+12133734253\n+12133734254',
    '+12133734253\0',
    '+999999999999',
    `+1${'2'.repeat(70)}`,
  ])('%j is none', (text) => {
    expect(readPhone(text)).toBe(null);
  });

  test('what is read reads as itself and is its own key', () => {
    const texts = fc.stringMatching(/^\+(?:1213|4930|3361)[0-9 ().-]{4,12}$/);
    fc.assert(
      fc.property(texts, (text) => {
        const number = readPhone(text);
        if (number === null) return;
        expect(number).toMatch(/^\+[1-9][0-9]{1,14}$/);
        expect(readPhone(number)).toBe(number);
        expect(foldKey('phone', text)).toBe(number);
      }),
    );
  });
});

describe('a wallet', () => {
  test.each([`0x${'aB'.repeat(20)}`, '1'.repeat(32), 'z'.repeat(44)])('%s is one', (text) => {
    expect(readWallet(text)).toBe(text);
  });

  test.each([
    '',
    '0x',
    `0x${'a'.repeat(39)}`,
    `0x${'a'.repeat(41)}`,
    `0x${'g'.repeat(40)}`,
    `0x${'a'.repeat(40)}\n`,
    '1'.repeat(31),
    '1'.repeat(45),
    `${'1'.repeat(32)}0`,
    `${'1'.repeat(32)}l`,
  ])('%j is none', (text) => {
    expect(readWallet(text)).toBe(null);
  });
});

describe('nothing takes long', () => {
  const seeds = [
    'a',
    ' ',
    '.',
    '-',
    '@',
    'a.',
    'a@',
    '.a',
    '-a',
    '9',
    '\n',
    'é',
    'ﷺ',
    '＠',
    '\u0301',
    '+1',
    '0x',
    'a b',
    '😀',
    '\u202e',
  ];
  const judges: readonly (readonly [string, (text: string) => unknown])[] = [
    ['readEmail', readEmail],
    ['readEmail, local part', (text) => readEmail(`${text}@x.com`)],
    ['readEmail, domain', (text) => readEmail(`a@${text}.com`)],
    ['readPhone', (text) => readPhone(`+1${text}`)],
    ['readWallet', readWallet],
    ['asciiDomain', asciiDomain],
    ['foldText', foldText],
    ['foldEmail', foldEmail],
    ['foldKey of a phone', (text) => foldKey('phone', text)],
    ['isLocale', isLocale],
    ['isTimezone', isTimezone],
    ['a username of words', (text) => faultsOfUsername(`${text}!`, defaultPolicy.username)],
    [
      'a printable username',
      (text) => faultsOfUsername(`${text}\n`, { ...defaultPolicy.username, characters: 'printable' }),
    ],
    ['a metadata bag', (text) => faultOfBag('b', { [text]: text }, defaultPolicy.metadata.public)],
  ];

  // A pattern that backtracks takes hours here; a second is a hundred times what the slowest needs.
  test.each(judges)('%s is done with 100,000 characters at once', (_, judge) => {
    for (const seed of seeds) {
      const text = seed.repeat(Math.ceil(100_000 / seed.length));
      const start = performance.now();
      judge(text);
      expect(performance.now() - start, JSON.stringify(seed)).toBeLessThan(1000);
    }
  });
});
