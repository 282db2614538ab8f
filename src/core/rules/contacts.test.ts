// Tests of the contacts: how they are added, proven, replaced, dropped and made primary.

import { describe, expect, test } from 'vitest';
import {
  email,
  frozen,
  identity,
  idOf,
  listChange,
  now,
  patch,
  policyWith,
  replacement,
  selfOf,
  situation,
  user,
  wallet,
  wish,
} from '../../../test/users.ts';
import { type ContactEdit, type ContactsEdit, clear, keep, sameContacts, set } from '../model/patch.ts';
import type { Email, User } from '../model/user.ts';
import { judgeContacts } from './contacts.ts';
import { unchanged } from './verdict.ts';

const two = user({
  emails: [email(1, 'a@x.com'), email(2, 'b@x.com')],
  primaryEmailId: idOf(1),
});

const judge = (emails: ContactsEdit, one: User = two, change = {}) =>
  judgeContacts(frozen(one), frozen(patch({ emails })), situation(change));

const outcome = (emails: ContactsEdit, one: User = two): User => {
  const verdict = judge(emails, one);
  expect(verdict.refusals).toEqual([]);
  return { ...one, ...verdict.set };
};

const _addresses = (one: User) => one.emails.map(({ address }) => address);
const toId = (id: number): ContactsEdit['primary'] => ({ op: 'id', id: idOf(id) });
const toValue = (value: string): ContactsEdit['primary'] => ({ op: 'value', value });

function change(id: number, rest: Partial<ContactEdit>): ContactEdit {
  return { id: idOf(id), claim: keep, strategy: 'admin', secondFactor: keep, defaultSecondFactor: keep, ...rest };
}

test('nothing asked is nothing changed', () => {
  expect(judge(sameContacts)).toBe(unchanged);
});

describe('adding', () => {
  test('makes an entry with an id, a date and what is claimed', () => {
    const added = outcome(
      listChange({
        add: [
          wish(' C@x.com '),
          wish('d@x.com', { claim: 'reserved' }),
          wish('e@x.com', { claim: 'unverified', id: idOf(7) }),
        ],
      }),
    );
    expect(added.emails.slice(2)).toEqual([
      {
        ...email(1000, 'C@x.com'),
        verification: { status: 'verified', strategy: 'admin', at: now },
        createdAt: now,
        updatedAt: now,
      },
      { ...email(1001, 'd@x.com'), verification: null, reserved: true, createdAt: now, updatedAt: now },
      { ...email(7, 'e@x.com'), verification: null, createdAt: now, updatedAt: now },
    ]);
    expect(added.primaryEmailId).toBe(idOf(1));
  });

  test.each(['A@X.com', 'ａ@x.com'])('%s is there already', (value) => {
    expect(judge(listChange({ add: [wish(value)] })).refusals).toEqual([{ code: 'taken', field: 'email' }]);
  });

  test('the same twice in one patch is refused; each bad one is told with its place', () => {
    expect(judge(listChange({ add: [wish('c@x.com'), wish('C@x.com')] })).refusals).toEqual([
      { code: 'taken', field: 'email' },
    ]);
    expect(judge(listChange({ add: [wish('c@x.com'), wish('c'), wish('d\n@x.com')] })).refusals).toEqual([
      {
        code: 'invalid',
        issues: [
          { path: 'emails.1', reason: 'format', limit: null },
          { path: 'emails.2', reason: 'format', limit: null },
        ],
      },
    ]);
  });

  test('only so many', () => {
    const law = { policy: policyWith('contacts', { countMax: 3 }) };
    expect(judge(listChange({ add: [wish('c@x.com')] }), two, law).refusals).toEqual([]);
    expect(judge(listChange({ add: [wish('c@x.com'), wish('d@x.com')] }), two, law).refusals).toMatchObject([
      { issues: [{ path: 'emails', reason: 'count-max', limit: 3 }] },
    ]);
  });

  test('one that goes makes room for itself', () => {
    const next = outcome(listChange({ remove: [idOf(1)], add: [wish('a@x.com')] }));
    expect(next.emails.map(({ id }) => id)).toEqual([idOf(2), idOf(1000)]);
  });
});

describe('claims', () => {
  const claim = (value: 'verified' | 'reserved' | 'unverified', one = two) =>
    outcome(listChange({ edit: [change(2, { claim: set(value) })] }), one).emails[1];

  test('a proof that stands is not dated again', () => {
    expect(claim('verified')).toBe(two.emails[1]);
  });

  test('reserving takes the proof away, proving the reservation', () => {
    const reserved = claim('reserved');
    expect(reserved).toMatchObject({ verification: null, reserved: true, updatedAt: now });
    const one = { ...two, emails: [email(1, 'a@x.com'), email(2, 'b@x.com', { verification: null, reserved: true })] };
    expect(claim('verified', one)).toMatchObject({ reserved: false, verification: { status: 'verified', at: now } });
    expect(claim('unverified', one)).toMatchObject({ reserved: false, verification: null });
  });

  test('proof by mere word needs the right to it', () => {
    const self = { actor: selfOf(two.id) };
    const refusals = [{ code: 'forbidden', action: 'contact.assert' }];
    expect(judge(listChange({ add: [wish('c@x.com')] }), two, self).refusals).toEqual(refusals);
    expect(judge(listChange({ edit: [change(2, { claim: set('verified') })] }), two, self).refusals).toEqual(refusals);
    expect(judge(replacement([wish('c@x.com')]), two, self).refusals).toEqual(refusals);
    expect(judge(listChange({ add: [wish('c@x.com', { claim: 'unverified' })] }), two, self).refusals).toEqual([]);
  });

  test('what is not there cannot be changed or dropped', () => {
    const refusals = [{ code: 'not-found', what: 'email', id: idOf(9) }];
    expect(judge(listChange({ edit: [change(9, {})] })).refusals).toEqual(refusals);
    expect(judge(listChange({ remove: [idOf(9)] })).refusals).toEqual(refusals);
    expect(judge(listChange({ remove: [idOf(2)], edit: [change(2, {})] })).refusals).toMatchObject([{ id: idOf(2) }]);
  });
});

describe('the primary', () => {
  const unproven = { ...two, emails: [email(1, 'a@x.com'), email(2, 'b@x.com', { verification: null })] };

  test('is made by id only of one that is proven', () => {
    expect(outcome({ ...sameContacts, primary: toId(2) }).primaryEmailId).toBe(idOf(2));
    expect(judge({ ...sameContacts, primary: toId(2) }, unproven).refusals).toEqual([
      { code: 'not-eligible', field: 'primary-email', why: 'unverified' },
    ]);
    expect(judge({ ...sameContacts, primary: toId(9) }).refusals).toEqual([
      { code: 'not-found', what: 'email', id: idOf(9) },
    ]);
  });

  test('may be proven and made primary at once', () => {
    const both = listChange({ edit: [change(2, { claim: set('verified') })] }, { primary: toId(2) });
    expect(outcome(both, unproven).primaryEmailId).toBe(idOf(2));
  });

  test('by its own id stays, also when it is unproven', () => {
    const one = { ...unproven, primaryEmailId: idOf(2) };
    expect(outcome({ ...sameContacts, primary: toId(2) }, one)).toEqual(one);
  });

  test('by value may be unproven, and has to be there', () => {
    const next = outcome(replacement([wish('c@x.com', { claim: 'unverified' })], { primary: toValue('C@x.com') }));
    expect(next.primaryEmailId).toBe(idOf(1000));
    expect(judge({ ...sameContacts, primary: toValue('z@x.com') }).refusals).toEqual([
      { code: 'not-found', what: 'email', id: 'z@x.com' },
    ]);
    expect(judge(listChange({ add: [wish('bad')] }, { primary: toValue('bad') })).refusals).toHaveLength(1);
  });

  test('that goes hands over to the first proven one left, or to none', () => {
    expect(outcome(listChange({ remove: [idOf(1)] })).primaryEmailId).toBe(idOf(2));
    expect(outcome(listChange({ remove: [idOf(1)] }), unproven).primaryEmailId).toBe(null);
    expect(outcome(listChange({ remove: [idOf(1)] }, { primary: { op: 'first' } }), unproven).primaryEmailId).toBe(
      idOf(2),
    );
  });

  const c = email(3, 'c@x.com', { verification: null });
  const d = email(4, 'd@x.com');
  test.each<[string, Email[], ContactEdit[], number]>([
    [
      'hands over to the first proven one left',
      [...unproven.emails, c, d],
      [change(1, { claim: set('unverified') })],
      4,
    ],
    ['does so when it is only reserved', [...two.emails, d], [change(1, { claim: set('reserved') })], 2],
    ['stays as the only choice', [...unproven.emails, c], [change(1, { claim: set('unverified') })], 1],
    [
      'hands over to one proven by the same patch',
      unproven.emails,
      [change(1, { claim: set('unverified') }), change(2, { claim: set('verified') })],
      2,
    ],
    ['was without proof before: stays', [c, d], [change(4, { claim: set('verified') })], 3],
  ])('that loses its proof: %s', (_name, emails, edit, primary) => {
    const one = { ...two, emails, primaryEmailId: emails[0]?.id ?? null };
    expect(outcome(listChange({ edit }), one).primaryEmailId).toBe(idOf(primary));
  });

  test('that loses its proof is asked for by id in vain, unless it is the only choice', () => {
    const asked = listChange({ edit: [change(1, { claim: set('unverified') })] }, { primary: toId(1) });
    const refusals = [{ code: 'not-eligible', field: 'primary-email', why: 'unverified' }];
    expect(judge(asked).refusals).toEqual(refusals);
    expect(outcome(asked, unproven).primaryEmailId).toBe(idOf(1));
  });

  test('that is proven is not replaced by an unproven newcomer; one that is not proven is', () => {
    const add = [wish('c@x.com', { claim: 'unverified' })];
    const asked = listChange({ add }, { primary: toValue('c@x.com') });
    const refusals = [{ code: 'not-eligible', field: 'primary-email', why: 'unverified' }];
    expect(judge(asked).refusals).toEqual(refusals);
    expect(outcome(asked, { ...unproven, primaryEmailId: idOf(2) }).primaryEmailId).toBe(idOf(1000));
    expect(outcome(asked, user()).primaryEmailId).toBe(idOf(1000));
  });

  test('is not made of nothing: a user without one stays without, unless asked', () => {
    const none = { ...unproven, primaryEmailId: null };
    expect(outcome(listChange({ add: [wish('c@x.com')] }), none).primaryEmailId).toBe(null);
    expect(outcome({ ...sameContacts, primary: { op: 'first' } }, none).primaryEmailId).toBe(idOf(1));
    expect(outcome({ ...sameContacts, primary: { op: 'first' } }).primaryEmailId).toBe(idOf(1));
  });

  test('first is the first that is named', () => {
    const items = [wish('c@x.com', { claim: 'reserved' }), wish('d@x.com')];
    expect(outcome(replacement(items, { primary: { op: 'first' } }), user()).primaryEmailId).toBe(idOf(1000));
  });

  test('can be given up', () => {
    expect(outcome({ ...sameContacts, primary: clear }).primaryEmailId).toBe(null);
  });
});

describe('what rests on an address', () => {
  const linked = {
    ...two,
    emails: [
      email(1, 'a@x.com', { linkedTo: [{ type: 'oauth', id: idOf(5) }] }),
      email(2, 'b@x.com', { linkedTo: [{ type: 'oauth', id: idOf(5) }] }),
    ],
    identities: [identity(5, 's'), identity(6, 't')],
  };

  test('goes with it, and is forgotten by all others', () => {
    const next = outcome(listChange({ remove: [idOf(1)] }, { linked: 'unlink' }), linked);
    expect(next.identities.map(({ id }) => id)).toEqual([idOf(6)]);
    expect(next.emails[0]?.linkedTo).toEqual([]);
  });

  test('or keeps it', () => {
    for (const edit of [listChange({ remove: [idOf(1)] }), replacement([wish('c@x.com')])]) {
      expect(judge(edit, linked).refusals).toEqual([{ code: 'not-eligible', field: 'emails', why: 'linked' }]);
    }
    expect(judge(replacement([wish('a@x.com'), wish('b@x.com'), wish('c@x.com')]), linked).refusals).toEqual([]);
  });
});

describe('other sorts', () => {
  test('a wallet is added, read and made primary like an email', () => {
    const address = `0x${'Ab'.repeat(20)}`;
    const wallets = listChange({ add: [wish(address)] }, { primary: { op: 'first' } });
    const verdict = judgeContacts(user(), patch({ wallets }), situation());
    expect(verdict.set).toMatchObject({ wallets: [{ address }], primaryWalletId: idOf(1000) });
    const again = judgeContacts(
      user({ wallets: [wallet(1, address)] }),
      patch({ wallets: listChange({ add: [wish(address.replaceAll('A', 'a'))] }) }),
      situation(),
    );
    expect(again.refusals).toEqual([{ code: 'taken', field: 'wallet' }]);
  });
});
