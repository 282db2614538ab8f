// Tests of the password: each way to fall short, and what setting one does.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../../test/any-user.ts';
import { email, patch, phone, policyWith, selfOf, situation, user, wallet } from '../../../test/users.ts';
import { clear, keep, type PasswordEdit, set } from '../model/patch.ts';
import { defaultPolicy, type PasswordPolicy } from '../model/realm.ts';
import { judgePassword, violationsOf } from './password.ts';
import { unchanged } from './verdict.ts';

const { password: policy } = defaultPolicy;
const violations = (plain: string, change: Partial<PasswordPolicy> = {}, one = user()) =>
  violationsOf(plain, one, { ...policy, ...change }, null);

const wish = (plain: string, checks: 'enforce' | 'skip' = 'enforce'): PasswordEdit => ({
  op: 'set',
  plain,
  checks,
  preHash: 'none',
});

describe('violations', () => {
  test('length is exact at both ends', () => {
    expect(violations('x'.repeat(7))).toEqual(['too-short']);
    expect(violations('x'.repeat(8))).toEqual([]);
    expect(violations('x'.repeat(72))).toEqual([]);
    expect(violations('x'.repeat(73))).toEqual(['too-long']);
  });

  test('length counts code points', () => {
    expect(violations('😀'.repeat(7))).toEqual(['too-short']);
    expect(violations('😀'.repeat(72))).toEqual([]);
    expect(violations('😀'.repeat(73))).toEqual(['too-long']);
  });

  test('length is that of the NFKC form, so two ways to type é are as long', () => {
    expect(violations('e\u0301'.repeat(7))).toEqual(violations('é'.repeat(7)));
    expect(violations('e\u0301'.repeat(72))).toEqual([]);
    expect(violations('ﬃ'.repeat(3))).toEqual([]);
  });

  test('bytes are exact', () => {
    const long = { lengthMax: 10_000 };
    expect(violations('x'.repeat(4096), long)).toEqual([]);
    expect(violations('x'.repeat(4097), long)).toEqual(['too-many-bytes']);
    expect(violations(`${'é'.repeat(2048)}x`, long)).toEqual(['too-many-bytes']);
  });

  test.each([
    ['requireUppercase', 'abcdefgh', 'no-uppercase', 'abcdefgÉ'],
    ['requireLowercase', 'ABCDEFGH', 'no-lowercase', 'ABCDEFGé'],
    ['requireNumber', 'abcdefgh', 'no-number', 'abcdefg٣'],
    ['requireSpecial', 'abcdefg1', 'no-special', 'abcdefg '],
  ] as const)('%s', (key, bad, violation, good) => {
    expect(violations(bad, { [key]: true })).toEqual([violation]);
    expect(violations(good, { [key]: true })).toEqual([]);
    expect(violations(bad)).toEqual([]);
  });

  test('all are told at once, in the order of gravity', () => {
    const strict = { requireUppercase: true, requireNumber: true, requireSpecial: true };
    expect(violations('abc', strict)).toEqual(['too-short', 'no-uppercase', 'no-number', 'no-special']);
  });

  test('what is known is refused, unless the realm does not mind', () => {
    expect(violationsOf('xxxxxxxx', user(), policy, 'common')).toEqual(['common']);
    expect(violationsOf('xxxxxxxx', user(), policy, 'breached')).toEqual(['breached']);
    expect(violationsOf('xxxxxxxx', user(), policy, 'unchecked')).toEqual(['unchecked']);
    for (const known of ['common', 'breached', 'unchecked'] as const)
      expect(violationsOf('xxxxxxxx', user(), { ...policy, refuseCommon: false }, known)).toEqual([]);
  });

  test('what is no text is nothing but that', () => {
    expect(violations('abc\0')).toEqual(['not-text']);
    expect(violations('abc\ud800')).toEqual(['not-text']);
  });

  const ada = user({
    username: 'adalovelace',
    emails: [email(1, 'ada.love@example.com')],
    phones: [phone(2, '+12133734253')],
    wallets: [wallet(3, `0x${'a'.repeat(40)}`)],
  });
  test.each([
    'adalovelace',
    'ADALOVELACE',
    'ａｄａｌｏｖｅｌａｃｅ',
    'ada.love@example.com',
    'Ada.Love',
    '+12133734253',
    '12133734253',
    `0x${'a'.repeat(40)}`,
  ])('%s is an identifier of the user', (plain) => {
    expect(violations(plain, {}, ada)).toEqual(['matches-identifier']);
    expect(violations(plain, { refuseIdentifiers: false }, ada)).toEqual([]);
    expect(violations(`${plain}!`, {}, ada)).toEqual([]);
  });
});

describe('a password with a name of the user in it', () => {
  const ada = user({ firstName: 'Ada', lastName: 'Love\u0301lace', username: 'adal', name: 'Countess' });
  const contained = { refuseContained: true, refuseIdentifiers: false };

  test.each(['xxADAxxxxx', 'ＡＤＡ-xxxxx', 'xxlov\u00e9lacexx', 'xxxxxada', 'ADAL_____'])('%j is refused', (plain) => {
    expect(violations(plain, contained, ada)).toEqual(['contains-identifier']);
    expect(violations(plain, { refuseIdentifiers: false }, ada)).toEqual([]);
  });

  test.each(['xxAdxaxxx', 'lovelaceXX', 'countess!', 'xxxxxxxx'])('%j is not', (plain) => {
    expect(violations(plain, contained, ada)).toEqual([]);
  });

  test('is refused wherever the name stands; an empty or absent one is in none', () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        const found = violations(`${left} Ada ${right}`, { ...contained, lengthMin: 0 }, ada);
        if (!found.includes('not-text')) expect(found).toContain('contains-identifier');
        const nobody = user({ firstName: '', lastName: null, username: null });
        expect(violations(`${left} Ada ${right}`, contained, nobody)).not.toContain('contains-identifier');
      }),
    );
  });

  test('is refused to one who asks for it, whatever the realm says', () => {
    const edit = { ...wish('xxADAxxxxx'), refuseContained: true } as const;
    const judge = (password: PasswordEdit) => judgePassword(ada, patch({ password }), situation());
    expect(judge(edit).refusals).toMatchObject([{ code: 'password-rejected', violations: ['contains-identifier'] }]);
    expect(judge(wish('xxADAxxxxx')).refusals).toEqual([]);
  });
});

describe('the rule', () => {
  const judge = (password: PasswordEdit, one = user(), change = {}) =>
    judgePassword(one, patch({ password, ...change }), situation());

  test('a new password is dated, and not compromised', () => {
    const one = user({ credentials: { ...user().credentials, password: { compromised: true }, passwordUpdatedAt: 5 } });
    expect(judge(wish('xxxxxxxxx'), one).set.credentials).toMatchObject({
      password: { compromised: false },
      passwordUpdatedAt: situation().now,
    });
  });

  test('a new password may be marked at once', () => {
    const verdict = judge(wish('xxxxxxxxx'), user(), { passwordCompromised: set(true) });
    expect(verdict.set.credentials?.password).toEqual({ compromised: true });
  });

  test('a refusal tells the lengths', () => {
    expect(judge(wish('x')).refusals).toEqual([
      { code: 'password-rejected', violations: ['too-short'], lengthMin: 8, lengthMax: 72 },
    ]);
  });

  test('skipping the checks passes the policy by, but not the size, the text, or having one', () => {
    const refused = (plain: string) => judge(wish(plain, 'skip')).refusals;
    expect(refused('x')).toEqual([]);
    expect(refused('')).toMatchObject([{ violations: ['too-short'] }]);
    expect(refused('x'.repeat(5000))).toMatchObject([{ violations: ['too-many-bytes'] }]);
    expect(refused('\0')).toMatchObject([{ violations: ['not-text'] }]);
  });

  test('skipping the checks needs the right', () => {
    const self = situation({ actor: selfOf(user().id) });
    const { refusals } = judgePassword(user(), patch({ password: wish('xxxxxxxxx', 'skip') }), self);
    expect(refusals).toEqual([{ code: 'forbidden', action: 'password.skip-checks' }]);
    expect(judgePassword(user(), patch({ password: wish('xxxxxxxxx') }), self).refusals).toEqual([]);
  });

  test('a digest made elsewhere is not judged', () => {
    expect(judge({ op: 'set-digest', scheme: 'bcrypt', digest: 'x' }).refusals).toEqual([]);
  });

  test('clearing keeps the date; clearing nothing changes nothing', () => {
    const one = user({
      credentials: { ...user().credentials, password: { compromised: false }, passwordUpdatedAt: 5 },
    });
    expect(judge(clear, one).set.credentials).toMatchObject({ password: null, passwordUpdatedAt: 5 });
    expect(judge(clear)).toBe(unchanged);
  });

  test('marking needs a password; marking again changes nothing', () => {
    const mark = (value: boolean) => ({ passwordCompromised: set(value) });
    expect(judge(keep, user(), mark(true)).refusals).toEqual([{ code: 'no-credential', what: 'password' }]);
    expect(judge(keep, user(), mark(false))).toBe(unchanged);
    const one = user({ credentials: { ...user().credentials, password: { compromised: false } } });
    expect(judge(keep, one, mark(true)).set.credentials?.password).toEqual({ compromised: true });
    expect(judge(keep, one, mark(false))).toBe(unchanged);
  });

  test('the realm decides', () => {
    const lax = situation({ policy: policyWith('password', { lengthMin: 1 }), known: 'common' });
    expect(judgePassword(user(), patch({ password: wish('x') }), lax).refusals).toMatchObject([
      { violations: ['common'] },
    ]);
  });
});
