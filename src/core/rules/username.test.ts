// Tests of the username: what a realm allows, judged as typed and in its normal form.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../../test/any-user.ts';
import { appKey, patch, policyWith, selfOf, situation, user } from '../../../test/users.ts';
import { clear, set } from '../model/patch.ts';
import { defaultPolicy } from '../model/realm.ts';
import { faultsOfUsername, judgeUsername } from './username.ts';

const { username: word } = defaultPolicy;
const printable = { lengthMin: 1, lengthMax: 20, characters: 'printable', freeLengthMax: 100 } as const;
const unseen = /[[\p{C}\p{Z}]--[ ]]/v;
const reasons = (name: string, policy: typeof word = word) =>
  faultsOfUsername(name, policy).map(({ reason }) => reason);

describe('a realm of words', () => {
  test.each(['adalove', 'a-_9', '____', '12a4', 'x'.repeat(64)])('%s is allowed', (name) => {
    expect(reasons(name)).toEqual([]);
  });

  test.each([
    ['abc', 'length-min'],
    ['x'.repeat(65), 'length-max'],
    ['1234', 'digits-only'],
    ['+4912345678', 'looks-like-phone'],
    ['ada love', 'characters'],
    ['ada@x.com', 'characters'],
    ['adaé', 'characters'],
    ['ａｄａｌ', 'characters'],
    ['adal\n', 'characters'],
    ['adal\0', 'characters'],
    ['adal\ud800', 'characters'],
    ['adal\u202e', 'characters'],
    ['adal\u200b', 'characters'],
  ])('%j is refused: %s', (name, reason) => {
    expect(reasons(name)[0]).toBe(reason);
  });

  test('all faults are told, with their limits', () => {
    expect(faultsOfUsername('1', word)).toEqual([
      { reason: 'length-min', limit: 4 },
      { reason: 'digits-only', limit: null },
    ]);
    expect(reasons('')).toEqual(['length-min']);
  });
});

describe('a realm of anything printable', () => {
  test.each(['Ada Löve', '李', 'o’neil', 'a.b@c', '😀', '𝔞dа'])('%s is allowed', (name) => {
    expect(reasons(name, printable)).toEqual([]);
  });

  test.each([
    ' ada',
    'ada ',
    'a  b',
    'a\tb',
    'a\nb',
    'a\u00a0 b',
    'a\u202eb',
    'a\u200db',
    'a\u3164',
    'a\ufe0f',
    'a\u0007',
    '\ue000',
  ])('%j is refused', (name) => {
    expect(reasons(name, printable)).toEqual(['characters']);
  });

  test('full-width digits and telephone numbers are what they look like', () => {
    expect(reasons('１２３４', printable)).toEqual(['digits-only']);
    expect(reasons('＋4912345678', printable)).toEqual(['looks-like-phone']);
  });

  test('length counts code points', () => {
    expect(reasons('😀'.repeat(20), printable)).toEqual([]);
    expect(reasons('😀'.repeat(21), printable)).toEqual(['length-max']);
  });

  test('nothing allowed has what nobody sees, at either end or anywhere', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        if (reasons(name, printable).length > 0) return;
        expect(name).not.toMatch(unseen);
        expect(name.trim()).toBe(name);
      }),
    );
  });
});

describe('a name as one pleases', () => {
  const free = (name: string) => ({ username: { ...set(name), form: 'free' } }) as const;
  const judge = (name: string, facts = {}) => judgeUsername(user(), patch(free(name)), situation(facts));

  test.each(['a', '1234', '+4912345678', ' Ada  Love ', 'ada@x.com', 'a\u0007\n', '李', '😀'.repeat(100)])(
    '%j is allowed where it is asked for, and only there',
    (name) => {
      expect(judge(name)).toEqual({ set: { username: name }, refusals: [] });
      expect(judgeUsername(user(), patch({ username: set(name) }), situation()).refusals).toHaveLength(1);
    },
  );

  test.each([
    ['', 'length-min', 1],
    ['😀'.repeat(101), 'length-max', 100],
    ['a\0', 'characters', null],
    ['a\ud800', 'characters', null],
  ])('%j is not', (name, reason, limit) => {
    const issues = [{ path: 'username', reason, limit }];
    expect(judge(name)).toEqual({ set: {}, refusals: [{ code: 'invalid', issues }] });
  });

  test('is what the law says, whatever a name is otherwise', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.nat({ max: 40 }), (name, most) => {
        const { refusals } = judge(name, { policy: policyWith('username', { freeLengthMax: most, lengthMin: 50 }) });
        expect(refusals.length === 0).toBe([...name].length <= most);
      }),
    );
  });

  test('may be asked for as far as it can be seen', () => {
    const visible = (name: string) =>
      judgeUsername(user(), patch({ username: { ...set(name), form: 'visible' } }), situation()).refusals;
    for (const good of ['x', '1234', 'Space Ace', '👩‍👩‍👧', 'میخ‌خواهم']) expect(visible(good)).toEqual([]);
    for (const bad of ['a\nb', 'a\u202eb', '\u200b', ' ', 'a\u2060b', 'a\0b']) {
      expect(visible(bad)).toMatchObject([{ code: 'invalid', issues: [{ path: 'username', reason: 'characters' }] }]);
    }
    expect(visible('x'.repeat(101))).toMatchObject([{ issues: [{ reason: 'length-max', limit: 100 }] }]);
  });

  test('is not for everybody; the name one has may stay', () => {
    const forbidden = { set: {}, refusals: [{ code: 'forbidden', action: 'username.free' }] };
    for (const actor of [selfOf(user().id), { ...selfOf(user().id), rank: 'admin' } as const]) {
      expect(judge('x', { actor })).toEqual(forbidden);
      expect(judge('long-enough', { actor })).toEqual(forbidden);
      const one = user({ username: 'x' });
      expect(judgeUsername(one, patch(free('x')), situation({ actor })).refusals).toEqual([]);
    }
    for (const actor of [appKey, { ...selfOf(user().id), rank: 'super-admin' } as const]) {
      expect(judge('x', { actor }).refusals).toEqual([]);
    }
  });
});

describe('the rule', () => {
  test('the name a user has may stay, also one that a new law would refuse', () => {
    const law = situation({ policy: policyWith('username', { lengthMin: 10 }) });
    expect(judgeUsername(user({ username: 'ada' }), patch({ username: set('ada') }), law).refusals).toEqual([]);
    expect(judgeUsername(user({ username: 'ada' }), patch({ username: set('Ada') }), law).refusals).toHaveLength(1);
  });

  test('clearing clears; a fault sets nothing', () => {
    expect(judgeUsername(user({ username: 'ada' }), patch({ username: clear }), situation()).set).toEqual({
      username: null,
    });
    expect(judgeUsername(user(), patch({ username: set('x') }), situation())).toEqual({
      set: {},
      refusals: [{ code: 'invalid', issues: [{ path: 'username', reason: 'length-min', limit: 4 }] }],
    });
  });
});
