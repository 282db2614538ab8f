// Tests of the search text: what lists sort and search a user by.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { email, idOf, phone, user, wallet } from '../../../test/users.ts';
import { searchTextChange, searchTextOf } from './search-text.ts';

test('sorts by the primary contact, searches in all, folded', () => {
  const one = user({
    username: 'AdaLove',
    firstName: 'ＡDA',
    lastName: 'Straße',
    name: 'Countess',
    emails: [email(1, 'B@x.com'), email(2, 'A@x.com', { verification: null })],
    primaryEmailId: idOf(2),
    phones: [phone(3, '+12133734253')],
    wallets: [wallet(4, '0xAB')],
    primaryWalletId: idOf(4),
  });
  expect(searchTextOf(one)).toEqual({
    sort: { username: 'adalove', email: 'a@x.com', phone: null, wallet: '0xab', firstName: 'ada', lastName: 'strasse' },
    text: {
      username: 'adalove',
      email: 'b@x.com\na@x.com',
      phone: '+12133734253',
      wallet: '0xab',
      name: 'ada strasse\ncountess',
    },
  });
});

test('a contact whose key is another text has a line for it, so that whoever only claims it is found by it too', () => {
  const base58 = '7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV1';
  const { text } = searchTextOf(
    user({
      emails: [email(1, 'A@München.de', { verification: null }), email(2, 'b@x.com')],
      wallets: [wallet(3, base58, { verification: null })],
    }),
  );
  expect(text.email).toBe('a@münchen.de\na@xn--mnchen-3ya.de\nb@x.com');
  expect(text.wallet).toBe(`${base58.toLowerCase()}\n${base58}`);
});

test('one name alone has no space around it; none is nothing', () => {
  expect(searchTextOf(user({ firstName: 'Ada' })).text.name).toBe('ada');
  expect(searchTextOf(user({ lastName: 'Love' })).text.name).toBe('love');
  expect(searchTextOf(user())).toEqual({
    sort: { username: null, email: null, phone: null, wallet: null, firstName: null, lastName: null },
    text: { username: '', email: '', phone: '', wallet: '', name: '' },
  });
});

test('a change is told exactly when the text may be different', () => {
  fc.assert(
    fc.property(anyUser, anyUser, (before, after) => {
      const change = searchTextChange(before, after);
      if (change === null) expect(searchTextOf(before)).toEqual(searchTextOf(after));
      else expect(change).toEqual(searchTextOf(after));
      expect(searchTextChange(before, { ...before, role: 'x', metadata: after.metadata })).toBe(null);
    }),
  );
});
