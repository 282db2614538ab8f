// Tests of the keys: what is the same to people is the same key, and what a change takes and gives up.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText, anyUser } from '../../../test/any-user.ts';
import { email, identity, idOf, phone, user, wallet } from '../../../test/users.ts';
import type { UserKey } from '../model/user.ts';
import { aliasKey, asciiDomain, foldEmail, foldKey, foldText, keyChanges, keysOf, relationPrefix } from './keys.ts';

const name = (key: UserKey) => `${key.kind} ${key.key}`;

describe('folding text', () => {
  test.each([
    ['Ada', 'ada'],
    ['ＡＤＡ', 'ada'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'straße'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ﬁsh', 'FISH'],
    ['É', 'e\u0301'],
    ['Ǆ', 'ǆ'],
    ['ǅ', 'ǆ'],
    ['Kelvin K', 'kelvin k'],
    ['Å', 'å'],
    ['ı', 'I'],
  ])('%s and %s are the same', (left, right) => {
    expect(foldText(left)).toBe(foldText(right));
  });

  test.each([
    ['ada', 'adа'],
    ['o', 'ø'],
    ['ada', 'a da'],
  ])('%s and %s are not', (left, right) => {
    expect(foldText(left)).not.toBe(foldText(right));
  });

  test('is idempotent for every code point, alone and among others', () => {
    const moved: string[] = [];
    for (let code = 0; code < 0x30000; code++) {
      const letter = String.fromCodePoint(code);
      const folded = foldText(letter);
      if (folded === letter) continue;
      const among = foldText(`a${letter}\u0301`);
      if (foldText(folded) !== folded || foldText(among) !== among) moved.push(code.toString(16));
    }
    expect(moved).toEqual([]);
  });

  test('is idempotent for any text', () => {
    fc.assert(fc.property(anyText, (text) => foldText(foldText(text)) === foldText(text)));
  });

  test('does not tell cases of any text apart', () => {
    fc.assert(
      fc.property(anyText, (text) => foldText(text.toUpperCase().toLowerCase()) === foldText(text.toUpperCase())),
    );
  });

  test('what a Greek text begins with begins its folded form', () => {
    expect(foldText('Σίσυφος ο Β').startsWith(foldText('ΣΊΣΥΦΟΣ'))).toBe(true);
    expect(foldText('ΣΟΦΟΣΑ').startsWith(foldText('ΣΟΦΟΣ'))).toBe(true);
  });
});

describe('folding addresses', () => {
  test.each([
    ['A@EXAMPLE.com', 'a@example.com'],
    ['a@bücher.de', 'a@xn--bcher-kva.de'],
    ['a@BÜCHER.de', 'a@xn--bcher-kva.de'],
    ['ａ@ｅｘａｍｐｌｅ.ｃｏｍ', 'a@example.com'],
    ['no address', 'no address'],
    ['a@example.com/x', 'a@example.com/x'],
    ['a@exam\nple.com', 'a@exam\nple.com'],
    ['a@ex%61mple.com', 'a@ex%61mple.com'],
    ['a@', 'a@'],
  ])('email %j becomes %j', (address, key) => {
    expect(foldEmail(address)).toBe(key);
  });

  test('an email key is its own key', () => {
    const texts = fc.oneof(
      anyText,
      fc.tuple(anyText, anyText).map(([local, domain]) => `${local}@${domain}.com`),
    );
    fc.assert(fc.property(texts, (text) => foldEmail(foldEmail(text)) === foldEmail(text)));
  });

  test.each([
    'a b.com',
    'a/b.com',
    'a:1',
    'a?b',
    'a\\b',
    'a\tb.com',
    'a\u00adb.com',
    'a%62.com',
    '',
    '[::1]',
    'a_b.com',
  ])('%j is no domain', (domain) => {
    expect(asciiDomain(domain)).toBe(null);
  });

  test('a wallet in hexadecimal has no case; one in Base58 has', () => {
    expect(foldKey('wallet', '0xAB')).toBe(foldKey('wallet', '0xab'));
    expect(foldKey('wallet', 'AbC')).not.toBe(foldKey('wallet', 'abC'));
  });

  test('a telephone number is found however it is spaced; ids are exact', () => {
    expect(foldKey('phone', '+1 (213) 373-42.53')).toBe('+12133734253');
    expect(foldKey('external-id', 'Ab')).toBe('Ab');
    expect(foldKey('alias', aliasKey('a', 'User_1'))).toBe('a:User_1');
    expect(foldKey('identity', 'A:b')).toBe('A:b');
  });
});

describe('the keys of a user', () => {
  test('every identifier is a key; a mere claim is none', () => {
    const all = user({
      username: 'Ada',
      externalId: 'X',
      emails: [email(1, 'A@x.com'), email(2, 'b@x.com', { verification: null })],
      phones: [phone(3, '+12133734253', { verification: null, reserved: true })],
      wallets: [wallet(4, '0xAB')],
      identities: [identity(5, 'S', 'p')],
      aliases: { old: 'U1' },
      role: 'admin',
      groups: ['7', 'a/b%'],
    });
    expect(keysOf(all).map(name)).toEqual([
      'username ada',
      'external-id X',
      'email a@x.com',
      'phone +12133734253',
      'wallet 0xab',
      ...[1, 2, 3, 4].map((id) => `contact ${idOf(id)}`),
      'identity p:S',
      'alias old:U1',
      `role admin/${idOf(1)}`,
      `group 7/${idOf(1)}`,
      `group a%2Fb%25/${idOf(1)}`,
    ]);
  });

  test('an unsuccessful proof holds nothing', () => {
    const verification = { status: 'unverified', strategy: 'email_code', at: 1 } as const;
    expect(keysOf(user({ emails: [email(1, 'a@x.com', { verification })] })).map(name)).toEqual([`contact ${idOf(1)}`]);
  });

  test('two users collide exactly when a folded username or a held, folded address is the same', () => {
    const texts = fc.constantFrom('ada', 'ADA', 'ＡＤＡ', 'bo');
    const held = fc.boolean();
    const one = (id: number) =>
      fc.record({ username: texts, address: texts, held }).map((wish) => ({
        wish,
        user: user({
          username: wish.username,
          emails: [email(id, `${wish.address}@x.com`, wish.held ? {} : { verification: null })],
        }),
      }));
    fc.assert(
      fc.property(one(1), one(2), (left, right) => {
        const keys = new Set(keysOf(left.user).map(name));
        const collide = keysOf(right.user).some((key) => keys.has(name(key)));
        const sameName = foldText(left.wish.username) === foldText(right.wish.username);
        const sameMail = foldText(left.wish.address) === foldText(right.wish.address);
        expect(collide).toBe(sameName || (sameMail && left.wish.held && right.wish.held));
      }),
    );
  });
});

describe('what a relation begins with', () => {
  const ids = fc.oneof(fc.constantFrom('a', 'a/', 'a/b', 'a%2Fb', '%', '/', '', 'A', 'a0'), anyText);

  test('is that of no other role or group, and no key of another begins with it', () => {
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const key = `${relationPrefix(other)}${idOf(1)}`;
        expect(key.startsWith(relationPrefix(one))).toBe(one === other);
      }),
    );
  });

  test('has one slash, at its end', () => {
    fc.assert(fc.property(ids, (id) => relationPrefix(id).indexOf('/') === relationPrefix(id).length - 1));
  });

  test('keeps nobody out: any number of users have the same role and group', () => {
    const [ada, bo] = [idOf(1), idOf(2)].map((id) => user({ id, role: 'admin', groups: ['7'] }));
    const keys = new Set([ada, bo].flatMap((one) => (one === undefined ? [] : keysOf(one).map(name))));
    expect(keys.size).toBe(4);
  });
});

describe('key changes', () => {
  test('are the difference of two sets', () => {
    fc.assert(
      fc.property(anyUser, anyUser, (before, after) => {
        const { add, remove } = keyChanges(before, after);
        const old = new Set(keysOf(before).map(name));
        const next = new Set(keysOf(after).map(name));
        expect(new Set(add.map(name))).toEqual(next.difference(old));
        expect(new Set(remove.map(name))).toEqual(old.difference(next));
      }),
    );
  });

  test('are none for the same user', () => {
    fc.assert(
      fc.property(anyUser, (one) => {
        expect(keyChanges(one, { ...one })).toEqual({ add: [], remove: [] });
      }),
    );
  });

  test('another spelling of the same name takes nothing and gives up nothing', () => {
    expect(keyChanges(user({ username: 'ada' }), user({ username: 'ADA', id: idOf(1) }))).toEqual({
      add: [],
      remove: [],
    });
  });
});
