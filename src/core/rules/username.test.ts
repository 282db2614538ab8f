// Tests of the username: what a realm allows, judged as typed and in its normal form.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../../test/any-user.ts';
import { patch, policyWith, situation, user } from '../../../test/users.ts';
import { clear, set } from '../model/patch.ts';
import { defaultPolicy } from '../model/realm.ts';
import { faultsOfUsername, judgeUsername } from './username.ts';

const { username: word } = defaultPolicy;
const printable = { lengthMin: 1, lengthMax: 20, characters: 'printable' } as const;
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
