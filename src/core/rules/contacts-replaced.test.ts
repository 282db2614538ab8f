// Tests of replaced contacts, and of what holds for contacts after any change at all.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPatch, anyUser } from '../../../test/any-user.ts';
import {
  email,
  frozen,
  identity,
  idOf,
  listChange,
  now,
  patch,
  replacement,
  situation,
  user,
  wish,
} from '../../../test/users.ts';
import { type Claim, type ContactsEdit, keep, set, untouched } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { judgeContacts } from './contacts.ts';
import { foldEmail } from './keys.ts';

const two = user({ emails: [email(1, 'a@x.com'), email(2, 'b@x.com')], primaryEmailId: idOf(1) });

const judge = (emails: ContactsEdit, one: User = two) =>
  judgeContacts(frozen(one), frozen(patch({ emails })), situation());

const outcome = (emails: ContactsEdit, one: User = two): User => {
  const verdict = judge(emails, one);
  expect(verdict.refusals).toEqual([]);
  return { ...one, ...verdict.set };
};

const addresses = (one: User) => one.emails.map(({ address }) => address);

describe('replacing', () => {
  test('keeps what is named again as it is: id, proof, dates', () => {
    const next = outcome(replacement([wish('c@x.com'), wish('b@x.com')]));
    expect(addresses(next)).toEqual(['c@x.com', 'b@x.com']);
    expect(next.emails[1]).toBe(two.emails[1]);
  });

  test('naming the same list is no change, whatever little is claimed', () => {
    for (const claim of ['unverified', 'reserved', 'verified'] as const) {
      const next = outcome(replacement([wish('a@x.com', { claim }), wish('b@x.com', { claim })]));
      expect(next.emails).toBe(two.emails);
    }
  });

  test('a stronger claim counts', () => {
    const one = { ...two, emails: [email(1, 'a@x.com', { verification: null })] };
    expect(outcome(replacement([wish('a@x.com')]), one).emails[0]).toMatchObject({
      id: idOf(1),
      verification: { at: now },
    });
    expect(outcome(replacement([wish('a@x.com', { claim: 'reserved' })]), one).emails[0]).toMatchObject({
      reserved: true,
    });
  });

  test('another spelling of the same address is written anew, and stays the same entry', () => {
    const linked = {
      ...two,
      emails: [email(1, 'a@x.com', { linkedTo: [{ type: 'oauth', id: idOf(5) }] })],
      identities: [identity(5, 's')],
    };
    const next = outcome(replacement([wish('A@X.com', { claim: 'unverified' })]), linked);
    expect(next.emails).toEqual([{ ...linked.emails[0], address: 'A@X.com', updatedAt: now }]);
    expect(next.identities).toHaveLength(1);
  });

  test('an address named twice is a fault', () => {
    expect(judge(replacement([wish('c@x.com'), wish('C@x.com')])).refusals).toEqual([
      { code: 'invalid', issues: [{ path: 'emails.1', reason: 'duplicate', limit: null }] },
    ]);
  });

  test('a firm wish takes proof and use away, too', () => {
    const next = outcome(
      replacement([wish('a@x.com', { claim: 'unverified', firm: true }), wish('b@x.com', { firm: true })]),
    );
    expect(next.emails[0]).toMatchObject({ id: idOf(1), verification: null, updatedAt: now });
    expect(next.emails[1]).toBe(two.emails[1]);
  });

  test('by nothing drops all, and the primary with them', () => {
    const next = outcome(replacement([]));
    expect([next.emails, next.primaryEmailId]).toEqual([[], null]);
  });
});

describe('after any patch that is not refused', () => {
  const lostProof = {
    claim: set<Claim>('unverified'),
    strategy: 'admin',
    secondFactor: keep,
    defaultSecondFactor: keep,
  } as const;
  const judged = fc.tuple(anyUser, anyPatch).map(([one, wanted]) => {
    const verdict = judgeContacts(frozen(one), frozen(wanted), situation());
    return { one, wanted, verdict, next: { ...one, ...verdict.set } };
  });

  test('no two addresses are the same, and the primary is one of them', () => {
    fc.assert(
      fc.property(judged, ({ verdict, next }) => {
        if (verdict.refusals.length > 0) return;
        const keys = next.emails.map(({ address }) => foldEmail(address));
        expect(new Set(keys).size).toBe(keys.length);
        const ids = next.emails.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        if (next.primaryEmailId !== null) expect(ids).toContain(next.primaryEmailId);
      }),
    );
  });

  test('a proven primary leaves a proven one behind, as long as there is one', () => {
    const proven = (one: User) => one.emails.filter(({ verification }) => verification?.status === 'verified');
    fc.assert(
      fc.property(judged, fc.subarray([0, 1, 2]), ({ one, wanted, verdict }, lost) => {
        if (verdict.refusals.length > 0) return;
        const edit = one.emails.filter((_, index) => lost.includes(index)).map(({ id }) => ({ ...lostProof, id }));
        const unproved = { ...untouched, emails: listChange({ edit }) };
        for (const patched of [wanted, unproved]) {
          const next = { ...one, ...judgeContacts(frozen(one), frozen(patched), situation()).set };
          const hadOne = proven(one).some(({ id }) => id === one.primaryEmailId);
          if (!hadOne || patched.emails.primary.op === 'clear' || proven(next).length === 0) continue;
          expect(proven(next).map(({ id }) => id)).toContain(next.primaryEmailId);
        }
      }),
    );
  });

  test('no address points at an identity that is gone', () => {
    fc.assert(
      fc.property(judged, ({ verdict, next }) => {
        if (verdict.refusals.length > 0) return;
        const known = next.identities.map(({ id }) => id);
        for (const { linkedTo } of next.emails) for (const { id } of linkedTo) expect(known).toContain(id);
      }),
    );
  });

  test('a replacement done twice is done once', () => {
    fc.assert(
      fc.property(judged, ({ wanted, verdict, next }) => {
        if (verdict.refusals.length > 0 || wanted.emails.list.op !== 'replace') return;
        const again = judgeContacts(next, { ...untouched, emails: { ...wanted.emails, primary: keep } }, situation());
        expect(again.refusals).toEqual([]);
        expect({ ...next, ...again.set }).toEqual(next);
      }),
    );
  });
});
