// Tests of the second factors: one default, never an unproven telephone, and the dates of the first and the last.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  frozen,
  idOf,
  listChange,
  now,
  patch,
  phone,
  replacement,
  selfOf,
  situation,
  user,
  wish,
} from '../../../test/users.ts';
import { type ContactEdit, type ContactsEdit, clear, keep, set, type UserPatch } from '../model/patch.ts';
import type { Phone, User } from '../model/user.ts';
import { judgeContacts } from './contacts.ts';
import { hasSecondFactor, judgeSecondFactors, noteSecondFactors } from './second-factors.ts';
import { decideUpdate, judgeAll } from './update.ts';
import { unchanged } from './verdict.ts';

const numbers = ['+12133734253', '+4930123456', '+442083661177'] as const;
const second = { secondFactor: true, defaultSecondFactor: false };
const three = user({
  phones: [
    phone(1, numbers[0]),
    phone(2, numbers[1], { secondFactor: true, defaultSecondFactor: true }),
    phone(3, numbers[2], second),
  ],
});

function change(id: number, rest: Partial<ContactEdit>): ContactEdit {
  return { id: idOf(id), claim: keep, strategy: 'admin', secondFactor: keep, defaultSecondFactor: keep, ...rest };
}

const judge = (phones: ContactsEdit, one: User = three) =>
  judgeContacts(frozen(one), frozen(patch({ phones })), situation());

const defaults = (phones: readonly Phone[] | undefined) =>
  phones?.filter((item) => item.defaultSecondFactor).map((item) => item.id);

describe('telephones', () => {
  test('the first one becomes the default', () => {
    const added = judge(
      listChange({ add: [wish(numbers[0], { secondFactor: true }), wish(numbers[1], { secondFactor: true })] }),
      user(),
    );
    expect(defaults(added.set.phones)).toEqual([idOf(1000)]);
  });

  test('another takes its place when asked', () => {
    const verdict = judge(listChange({ edit: [change(3, { defaultSecondFactor: set(true) })] }));
    expect(defaults(verdict.set.phones)).toEqual([idOf(3)]);
  });

  test('one that is no second factor is no default', () => {
    const verdict = judge(listChange({ edit: [change(1, { defaultSecondFactor: set(true) })] }));
    expect(defaults(verdict.set.phones)).toEqual([idOf(2)]);
  });

  test('when the default goes, or is one no more, the next takes its place', () => {
    expect(defaults(judge(listChange({ remove: [idOf(2)] })).set.phones)).toEqual([idOf(3)]);
    expect(defaults(judge(listChange({ edit: [change(2, { secondFactor: set(false) })] })).set.phones)).toEqual([
      idOf(3),
    ]);
  });

  test('setting what is so already changes nothing', () => {
    const verdict = judge(
      listChange({ edit: [change(2, { secondFactor: set(true), defaultSecondFactor: set(true) })] }),
    );
    expect(verdict.set.phones).toBe(three.phones);
  });

  test('a change is dated', () => {
    expect(judge(listChange({ edit: [change(1, { secondFactor: set(true) })] })).set.phones?.[0]?.updatedAt).toBe(now);
  });

  test('one that is replaced by itself stays one, or becomes one', () => {
    const again = judge(replacement(numbers.map((number) => wish(number))));
    expect(again.set.phones).toBe(three.phones);
    const more = judge(replacement(numbers.map((number) => wish(number, { secondFactor: true }))));
    expect(more.set.phones?.map((item) => item.secondFactor)).toEqual([true, true, true]);
    expect(defaults(more.set.phones)).toEqual([idOf(2)]);
  });

  test('has to be proven', () => {
    const refusals = [{ code: 'not-eligible', field: 'second-factor', why: 'unverified' }];
    const added = listChange({ add: [wish('+33142685300', { claim: 'unverified', secondFactor: true })] });
    expect(judge(added).refusals).toEqual(refusals);
    const unproven = { ...three, phones: [phone(1, numbers[0], { verification: null })] };
    expect(judge(listChange({ edit: [change(1, { secondFactor: set(true) })] }), unproven).refusals).toEqual(refusals);
    expect(judge(listChange({ edit: [change(2, { claim: set('unverified') })] })).refusals).toEqual(refusals);
    const both = change(1, { claim: set('verified'), secondFactor: set(true) });
    expect(judge(listChange({ edit: [both] }), unproven).refusals).toEqual([]);
  });

  test('one from before this law does not bar other changes', () => {
    const old = {
      ...three,
      phones: [phone(1, numbers[0], { verification: null, ...second, defaultSecondFactor: true })],
    };
    expect(judge(listChange({ add: [wish(numbers[1])] }), old).refusals).toEqual([]);
  });

  test('after any change at most one is the default, and it is a second factor; one is when there is any', () => {
    const flags = fc.constantFrom(keep, set(true), set(false));
    const edits = fc.array(
      fc
        .record({ id: fc.constantFrom(1, 2, 3), secondFactor: flags, defaultSecondFactor: flags })
        .map(({ id, ...rest }) => change(id, rest)),
      { maxLength: 4 },
    );
    const add = fc
      .array(fc.boolean(), { maxLength: 1 })
      .map((items) => items.map((secondFactor) => wish('+33142685300', { secondFactor })));
    const removed = fc.subarray([idOf(1), idOf(2), idOf(3)]);
    fc.assert(
      fc.property(edits, add, removed, (edit, adding, remove) => {
        const phones = judge(listChange({ edit, add: adding, remove })).set.phones ?? [];
        const chosen = phones.filter((item) => item.defaultSecondFactor);
        expect(chosen.length).toBe(phones.some((item) => item.secondFactor) ? 1 : 0);
        expect(chosen.every((item) => item.secondFactor)).toBe(true);
      }),
    );
  });
});

describe('dropping factors', () => {
  const credentials = { ...user().credentials, totp: { enabledAt: 1 }, backupCodes: { enabledAt: 1, remaining: 3 } };
  const all = { ...three, credentials };
  const drop = (what: 'all' | 'totp' | 'backup-codes', one: User = all) => ({
    ...one,
    ...judgeSecondFactors(frozen(one), patch({ secondFactors: { op: 'remove', what } }), situation()).set,
  });

  test('drops what is asked and no more', () => {
    expect(drop('totp')).toEqual({ ...all, credentials: { ...credentials, totp: null } });
    expect(drop('backup-codes')).toEqual({ ...all, credentials: { ...credentials, backupCodes: null } });
    const none = drop('all');
    expect(hasSecondFactor(none.credentials, none.phones)).toBe(false);
    expect(defaults(none.phones)).toEqual([]);
    expect(none.phones.map(({ number }) => number)).toEqual(numbers);
  });

  test('of none changes nothing', () => {
    expect(judgeSecondFactors(user(), patch({ secondFactors: { op: 'remove', what: 'all' } }), situation())).toBe(
      unchanged,
    );
  });

  test('the last one to go and the first to come are dated; the dates do not clear each other', () => {
    const off = judgeAll(all, patch({ secondFactors: { op: 'remove', what: 'all' } }), situation()).next;
    expect(off.credentials).toMatchObject({ mfaEnabledAt: null, mfaDisabledAt: now });
    const phones = listChange({ edit: [change(1, { secondFactor: set(true) })] });
    const on = judgeAll(off, patch({ phones }), situation({ now: now + 5 })).next;
    expect(on.credentials).toMatchObject({ mfaEnabledAt: now + 5, mfaDisabledAt: now });
    expect(
      judgeAll(all, patch({ secondFactors: { op: 'remove', what: 'totp' } }), situation()).next.credentials
        .mfaDisabledAt,
    ).toBe(null);
  });

  test('losing the telephone that was the only one is losing it', () => {
    const one = user({ phones: [phone(1, numbers[0], { secondFactor: true, defaultSecondFactor: true })] });
    const next = judgeAll(
      one,
      patch({ phones: replacement([wish(numbers[1])], { primary: clear }) }),
      situation(),
    ).next;
    expect(next.credentials.mfaDisabledAt).toBe(now);
  });

  test('an untouched user is the very same', () => {
    expect(noteSecondFactors(all, all, now)).toBe(all);
  });
});

describe('setting factors', () => {
  const totp = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
  const decide = (change: Partial<UserPatch>, one: User = user()) =>
    decideUpdate(frozen(one), frozen(patch(change)), situation());
  const held = user({
    credentials: {
      ...user().credentials,
      totp: { enabledAt: 1 },
      backupCodes: { enabledAt: 1, remaining: 3 },
      mfaEnabledAt: 1,
    },
  });

  test('says since when, how many, and nothing else', () => {
    const { next, diff, restart } = decide({ totp: set(totp), backupCodes: set(['one', 'two']) });
    expect(next.credentials).toMatchObject({
      totp: { enabledAt: now },
      backupCodes: { enabledAt: now, remaining: 2 },
      mfaEnabledAt: now,
    });
    expect(restart).toEqual(['totp-step']);
    expect(diff.map(({ path }) => path)).toEqual(expect.arrayContaining(['secrets.totp', 'secrets.backupCodes']));
    for (const text of [totp.secret, 'one', 'two']) expect(JSON.stringify({ next, diff })).not.toContain(`"${text}"`);
  });

  test('once more is a change, for the secret is another; the day of the first stays', () => {
    const { changed, next, restart } = decide({ totp: set(totp) }, held);
    expect([changed, restart]).toEqual([true, ['totp-step']]);
    expect(next.credentials).toMatchObject({ totp: { enabledAt: now }, mfaEnabledAt: 1 });
    expect(next.credentials.backupCodes).toEqual(held.credentials.backupCodes);
  });

  test('takes time steps anew when the secret goes, and only then', () => {
    const drop = (what: 'all' | 'totp' | 'backup-codes') => decide({ secondFactors: { op: 'remove', what } }, held);
    expect((['all', 'totp', 'backup-codes'] as const).map((what) => drop(what).restart)).toEqual([
      ['totp-step'],
      ['totp-step'],
      [],
    ]);
    expect(decide({ firstName: set('Ada') }, held).restart).toEqual([]);
  });

  test('after dropping all leaves what is set', () => {
    const { next } = decide({ secondFactors: { op: 'remove', what: 'all' }, totp: set(totp) }, held);
    expect(next.credentials).toMatchObject({ totp: { enabledAt: now }, backupCodes: null, mfaDisabledAt: null });
  });

  test('no backup codes is none; where there were none, nothing changes', () => {
    expect(decide({ backupCodes: set([]) }, held).next.credentials.backupCodes).toBe(null);
    expect(decide({ backupCodes: set([]) })).toMatchObject({ changed: false, restart: [] });
  });

  test('of so many backup codes and no more', () => {
    const codes = (count: number) => Array.from({ length: count }, (_, index) => `code-${index}`);
    expect(decide({ backupCodes: set(codes(20)) }).refusals).toEqual([]);
    expect(decide({ backupCodes: set(codes(21)) }).refusals).toEqual([
      { code: 'invalid', issues: [{ path: 'backupCodes', reason: 'count-max', limit: 20 }] },
    ]);
  });

  test('is not for users themselves', () => {
    const self = situation({ actor: selfOf(idOf(1)) });
    for (const change of [{ totp: set(totp) }, { backupCodes: set(['one']) }]) {
      const [refusal] = decideUpdate(user(), patch(change), self).refusals;
      expect(refusal).toMatchObject({ code: 'forbidden' });
    }
  });
});
