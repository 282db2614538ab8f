// Tests of the identities, and of the last way in.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { email, identity, idOf, patch, phone, situation, user, wallet } from '../../../test/users.ts';
import type { Identity, User } from '../model/user.ts';
import { countIdentifiers, judgeIdentities, judgeLastWayIn } from './identities.ts';

const link = [{ type: 'oauth', id: idOf(5) }];
const one = user({
  emails: [email(1, 'a@x.com', { linkedTo: link }), email(2, 'b@x.com')],
  phones: [phone(3, '+12133734253', { linkedTo: link })],
  identities: [identity(5, 's'), identity(6, 't')],
});

const judge = (change: { add?: readonly Identity[]; remove?: readonly string[] }) =>
  judgeIdentities(one, patch({ identities: { op: 'change', add: [], remove: [], ...change } }), situation());

describe('identities', () => {
  test('one that goes is forgotten by every address; untouched addresses are the very same', () => {
    const { set, refusals } = judge({ remove: [idOf(5)] });
    expect(refusals).toEqual([]);
    expect(set.identities).toEqual([one.identities[1]]);
    expect(set.emails?.[0]?.linkedTo).toEqual([]);
    expect(set.phones?.[0]?.linkedTo).toEqual([]);
    expect(set.emails?.[1]).toBe(one.emails[1]);
    expect(set.wallets).toBe(one.wallets);
  });

  test('one that is not there cannot go', () => {
    expect(judge({ remove: [idOf(9)] }).refusals).toEqual([{ code: 'not-found', what: 'identity', id: idOf(9) }]);
  });

  test('one is added, but not twice, also not twice at once', () => {
    expect(judge({ add: [identity(7, 'u')] }).set.identities).toHaveLength(3);
    expect(judge({ add: [identity(7, 's')] }).refusals).toEqual([{ code: 'taken', field: 'identity' }]);
    expect(judge({ add: [identity(7, 'u'), identity(8, 'u')] }).refusals).toHaveLength(1);
    expect(judge({ add: [identity(7, 's')], remove: [idOf(5)] }).refusals).toEqual([]);
    expect(judge({ add: [identity(7, 's', 'other')] }).refusals).toEqual([]);
  });

  test.each(['a\0', 'a\ud800', 'x'.repeat(257)])('a subject no database would keep is refused', (subject) => {
    expect(judge({ add: [identity(7, subject)] }).refusals).toMatchObject([{ issues: [{ path: 'identities.0' }] }]);
  });
});

describe('the last way in', () => {
  const bare = user({ externalId: 'x' });

  test.each([
    ['username', user({ username: 'ada' })],
    ['emails', user({ emails: [email(1, 'a@x.com')] })],
    ['phones', user({ phones: [phone(1, '+12133734253')] })],
    ['wallets', user({ wallets: [wallet(1, '0x')] })],
    ['identities', user({ identities: [identity(1, 's')] })],
  ] as const)('%s cannot be lost when it is the only one', (field, before) => {
    expect(judgeLastWayIn(before, bare)).toEqual([{ code: 'last-way-in', field }]);
    expect(judgeLastWayIn(before, user({ username: 'bo' }))).toEqual([]);
  });

  test('who had none loses none', () => {
    expect(judgeLastWayIn(bare, bare)).toEqual([]);
  });

  test('is refused exactly when something becomes nothing', () => {
    const some = (item: User) => countIdentifiers(item) > 0;
    fc.assert(
      fc.property(anyUser, anyUser, (before, after) => {
        expect(judgeLastWayIn(before, after).length > 0).toBe(some(before) && !some(after));
      }),
    );
  });
});
