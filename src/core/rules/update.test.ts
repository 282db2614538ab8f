// Tests of the update: all rules in a row.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPatch, anyUser } from '../../../test/any-user.ts';
import {
  appKey,
  email,
  frozen,
  idOf,
  listChange,
  now,
  patch,
  replacement,
  selfOf,
  situation,
  user,
  wish,
} from '../../../test/users.ts';
import { clear, set, type UserPatch, untouched } from '../model/patch.ts';
import type { Actor } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { differenceOf } from './difference.ts';
import { keyChanges } from './keys.ts';
import { searchTextOf } from './search-text.ts';
import { decideUpdate, touchedFields } from './update.ts';

const decide = (one: User, wanted: Partial<UserPatch>, change = {}) =>
  decideUpdate(frozen(one), frozen(patch(wanted)), situation(change));

/** The patch that sets every plain field to what the user has already. */
function same(one: User): UserPatch {
  const text = (value: string | null) => (value === null ? clear : set(value));
  return patch({
    username: text(one.username),
    firstName: text(one.firstName),
    lastName: text(one.lastName),
    externalId: text(one.externalId),
    role: text(one.role),
    groups: set(one.groups),
    active: set(one.active),
    banned: set(one.bannedAt !== null),
    locked: set(one.lockedAt !== null),
    confirmation: set(one.confirmation),
    createdAt: set(one.createdAt),
    deleteSelfEnabled: set(one.deleteSelfEnabled),
    createOrganizationsLimit: clear,
    legalAcceptedAt: clear,
    aliases: set({ ...one.aliases }),
    emails: replacement(
      one.emails.map(({ address }) => wish(address, { claim: 'unverified' })),
      { primary: one.primaryEmailId === null ? clear : { op: 'id', id: one.primaryEmailId } },
    ),
    identities: { op: 'change', add: [], remove: [] },
    extras: { op: 'merge', api: 'new', value: { gone: null } },
    metadata: {
      public: { op: 'replace', value: JSON.parse(JSON.stringify(one.metadata.public)) },
      private: { op: 'merge-deep', value: {} },
      unsafe: { op: 'merge-shallow', value: {} },
      labels: { op: 'merge-shallow', value: one.metadata.labels },
      extra: { op: 'merge-deep', value: one.metadata.extra },
    },
    passwordCompromised: set(false),
    secondFactors: { op: 'remove', what: 'totp' },
  });
}

describe('a patch that wants nothing new', () => {
  test('untouched leaves the very same user', () => {
    fc.assert(
      fc.property(anyUser, (one) => {
        const decision = decide(one, {});
        expect(decision).toMatchObject({
          refusals: [],
          changed: false,
          diff: [],
          sessions: 'keep',
          search: null,
          notices: [],
        });
        expect(decision.keys).toEqual({ add: [], remove: [] });
        expect(decision.next).toBe(one);
      }),
    );
  });

  test('one that sets what is there already does the same', () => {
    fc.assert(
      fc.property(anyUser, (one) => {
        const decision = decide(one, same(one));
        expect([decision.refusals, decision.diff]).toEqual([[], []]);
        expect(decision.next).toBe(one);
      }),
    );
  });
});

describe('any patch', () => {
  test('changes no input, throws nothing, and decides the same twice', () => {
    fc.assert(
      fc.property(anyUser, anyPatch, (one, wanted) => {
        expect(decide(one, wanted)).toEqual(decide(one, wanted));
      }),
    );
  });

  test('when not refused: rev, date, difference, keys and search text fit the next record', () => {
    fc.assert(
      fc.property(anyUser, anyPatch, (one, wanted) => {
        const decision = decide(one, wanted);
        if (decision.refusals.length > 0) return;
        const { next, diff } = decision;
        if (decision.changed) expect(next).toMatchObject({ rev: one.rev + 1, updatedAt: now, id: one.id });
        else expect(next).toBe(one);
        expect(diff.filter(({ path }) => path !== 'secrets.password')).toEqual(differenceOf(one, next));
        expect(decision.keys).toEqual(keyChanges(one, next));
        if (decision.search === null) expect(searchTextOf(next)).toEqual(searchTextOf(one));
      }),
    );
  });

  test('done twice is done once, but for a new password', () => {
    fc.assert(
      fc.property(anyUser, anyPatch, (one, wanted) => {
        const plain = { ...wanted, password: untouched.password, emails: untouched.emails };
        const first = decide(one, plain);
        if (first.refusals.length > 0) return;
        expect(decide(first.next, plain)).toMatchObject({ refusals: [], changed: false });
      }),
    );
  });

  test('no decision shows a password', () => {
    fc.assert(
      fc.property(anyUser, anyPatch, (one, wanted) => {
        const { next, diff, refusals, search, keys, notices } = decide(one, wanted);
        expect(JSON.stringify([next, diff, refusals, search, keys, notices])).not.toContain('canary');
      }),
    );
  });
});

describe('refusals', () => {
  test('of several rules are gathered, all faults of the input as one', () => {
    const wanted = {
      username: set('x'),
      firstName: set('\0'),
      createdAt: set(now + 1),
      emails: listChange({ add: [wish('bad')], remove: [idOf(9)] }),
      metadata: { ...untouched.metadata, labels: { op: 'replace', value: { a: 1 } } as const },
      password: { op: 'set', plain: 'x', checks: 'enforce', preHash: 'none' } as const,
    };
    const { refusals } = decide(user(), wanted);
    expect(refusals.map(({ code }) => code)).toEqual(['invalid', 'not-found', 'password-rejected']);
    const [first] = refusals;
    expect(first?.code === 'invalid' && first.issues.map(({ path }) => path)).toEqual([
      'firstName',
      'username',
      'emails.0',
      'createdAt',
      'metadata.labels',
    ]);
  });

  test('the last way in is not spoken of when something else is wrong', () => {
    const one = user({ emails: [email(1, 'a@x.com')] });
    expect(decide(one, { emails: replacement([wish('bad')]) }).refusals).toMatchObject([{ code: 'invalid' }]);
    expect(decide(one, { emails: replacement([]) }).refusals).toEqual([{ code: 'last-way-in', field: 'emails' }]);
    expect(decide(one, { emails: replacement([]), username: set('adalove') }).refusals).toEqual([]);
  });

  test('the new username counts for the new password', () => {
    const password = { op: 'set', plain: 'AdaLove1', checks: 'enforce', preHash: 'none' } as const;
    const { refusals } = decide(user(), { username: set('adalove1'), password });
    expect(refusals).toMatchObject([{ code: 'password-rejected', violations: ['matches-identifier'] }]);
  });
});

describe('who asks', () => {
  test('another user is refused as such, an app for what is none of its fields', () => {
    const nameOf = (actor: Actor) => decide(user(), { firstName: set('Ada') }, { actor }).refusals;
    expect(nameOf(selfOf(idOf(2)))).toEqual([{ code: 'forbidden', action: 'user.update' }]);
    expect(nameOf(appKey)).toEqual([{ code: 'forbidden', action: 'user.update.firstName' }]);
    expect(decide(user(), { active: set(false) }, { actor: appKey }).refusals).toEqual([]);
  });

  test('users may change their own name, and are told each field they may not touch', () => {
    const actor = selfOf(user().id);
    expect(decide(user(), { firstName: set('Ada') }, { actor }).refusals).toEqual([]);
    const wanted = {
      role: set('3'),
      active: set(false),
      metadata: { ...untouched.metadata, public: { op: 'merge-deep', value: {} } as const },
    };
    expect(decide(user(), wanted, { actor }).refusals).toEqual(
      ['active', 'role', 'metadata'].map((field) => ({ code: 'forbidden', action: `user.update.${field}` })),
    );
  });

  test('what is touched is what wants something', () => {
    expect(touchedFields(untouched)).toEqual([]);
    expect(touchedFields(patch({ sessions: 'end-all', notifyPrimaryEmailChanged: true }))).toEqual([]);
    expect(touchedFields(patch({ emails: { ...untouched.emails, primary: clear }, role: clear }))).toEqual([
      'emails',
      'role',
    ]);
  });
});

describe('what goes with it', () => {
  const one = user({ emails: [email(1, 'a@x.com'), email(2, 'b@x.com')], primaryEmailId: idOf(1) });
  const swap = { emails: { ...untouched.emails, primary: { op: 'id', id: idOf(2) } as const } };

  test('the old address is told of the new one, when asked and only then', () => {
    const notice = {
      template: 'primary-email-changed',
      to: 'a@x.com',
      values: { before: 'a@x.com', after: 'b@x.com' },
    };
    expect(decide(one, { ...swap, notifyPrimaryEmailChanged: true }).notices).toEqual([notice]);
    expect(decide(one, swap).notices).toEqual([]);
    expect(decide(one, { firstName: set('Ada'), notifyPrimaryEmailChanged: true }).notices).toEqual([]);
    expect(
      decide(user(), {
        emails: listChange({ add: [wish('c@x.com')] }, { primary: { op: 'first' } }),
        notifyPrimaryEmailChanged: true,
      }).notices,
    ).toEqual([]);
  });

  test('a new password shows as changed, and nothing of it', () => {
    const password = { op: 'set-digest', scheme: 's', digest: 'canary' } as const;
    const { diff } = decide(one, { password });
    expect(diff).toContainEqual({ path: 'secrets.password', before: null, after: 'changed' });
    expect(JSON.stringify(diff)).not.toContain('canary');
    expect(decide(one, { password: clear }).diff).toEqual([]);
  });
});
