// Tests of the standing: bans, locks, built-in accounts; with the grants, dates and sessions that hang on it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyUser } from '../../../test/any-user.ts';
import { idOf, now, patch, policyWith, situation, user } from '../../../test/users.ts';
import { clear, type SessionsEdit, set, type UserPatch, untouched } from '../model/patch.ts';
import { defaultPolicy } from '../model/realm.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import { judgeDates } from './dates.ts';
import { judgeGrants } from './grants.ts';
import { sessionsToEnd, stateOf } from './sessions.ts';
import { deservesLock, failuresOf, isLocked, judgeStanding } from './standing.ts';
import { unchanged } from './verdict.ts';

const hour = 3_600_000;
const judge = (change: Partial<UserPatch>, one: User = user(), facts = {}) =>
  judgeStanding(one, patch(change), situation(facts));
const apply = (change: Partial<UserPatch>, one: User = user(), facts = {}): User => ({
  ...one,
  ...judge(change, one, facts).set,
});

describe('bans', () => {
  test('remember since when, and a second one changes nothing', () => {
    const banned = apply({ banned: set(true) });
    expect(banned.bannedAt).toBe(now);
    expect(apply({ banned: set(true) }, banned, { now: now + hour })).toEqual(banned);
    const free = apply({ banned: set(false) }, banned);
    expect(free.bannedAt).toBe(null);
    expect(apply({ banned: set(false) }, free)).toEqual(free);
  });
});

describe('locks', () => {
  test('last as long as the realm says, to the millisecond', () => {
    const locked = apply({ locked: set(true) });
    expect(locked).toMatchObject({ lockedAt: now, lockedUntil: now + hour });
    expect([0, hour - 1, hour, 2 * hour].map((later) => isLocked(locked, now + later))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(isLocked(user(), now)).toBe(false);
  });

  test('without an end hold until lifted', () => {
    const law = { policy: policyWith('lockout', { durationMs: null }) };
    const locked = apply({ locked: set(true) }, user(), law);
    expect(locked.lockedUntil).toBe(null);
    expect(isLocked(locked, now + 1000 * hour)).toBe(true);
    expect(apply({ locked: set(false) }, locked)).toMatchObject({ lockedAt: null, lockedUntil: null });
  });

  test('are not prolonged while they hold, and begin anew afterwards', () => {
    const locked = apply({ locked: set(true) });
    expect(apply({ locked: set(true) }, locked, { now: now + hour - 1 })).toEqual(locked);
    expect(apply({ locked: set(true) }, locked, { now: now + hour })).toMatchObject({ lockedAt: now + hour });
  });

  test('are off where the realm has none; lifting one is not', () => {
    const law = { policy: policyWith('lockout', { enabled: false }) };
    expect(judge({ locked: set(true) }, user(), law)).toEqual({
      set: {},
      refusals: [{ code: 'not-eligible', field: 'locked', why: 'off' }],
    });
    expect(apply({ locked: set(false) }, apply({ locked: set(true) }), law).lockedAt).toBe(null);
  });
});

describe('failed attempts', () => {
  const failed = (failedAttempts: number, rest: Partial<User> = {}) =>
    user({ ...rest, activity: { ...user().activity, failedAttempts } });
  const law = defaultPolicy.lockout;

  test('count until the lock they led to has run out', () => {
    expect(failuresOf(failed(7), now)).toBe(7);
    const locked = failed(10, { lockedAt: now, lockedUntil: now + hour });
    expect([0, hour - 1, hour].map((later) => failuresOf(locked, now + later))).toEqual([10, 10, 0]);
    expect(failuresOf(failed(10, { lockedAt: now, lockedUntil: null }), now + 1000 * hour)).toBe(10);
  });

  test('lock from the last one allowed on, and nobody before', () => {
    expect([0, 9, 10, 11, 1000].map((count) => deservesLock(user(), count, law))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  test('never lock a built-in account, nor anybody where lockout is off', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1000 }), (count, attemptsMax) => {
        expect(deservesLock(user({ system: true }), count, { ...law, attemptsMax })).toBe(false);
        expect(deservesLock(user(), count, { ...law, attemptsMax, enabled: false })).toBe(false);
      }),
    );
  });

  test('are forgotten by unlocking, not by locking', () => {
    const locked = apply({ locked: set(true) }, failed(4));
    expect(locked.activity.failedAttempts).toBe(4);
    expect(apply({ locked: set(false) }, locked)).toEqual(failed(0));
    expect(apply({ banned: set(true) }, failed(4)).activity.failedAttempts).toBe(4);
  });
});

describe('built-in accounts', () => {
  const admin = user({ system: true, role: '3' });

  test.each([
    ['active', { active: set(false) }],
    ['bannedAt', { banned: set(true) }],
    ['lockedAt', { locked: set(true) }],
  ] as const)('keep %s', (field, change) => {
    expect(judge(change, admin).refusals).toEqual([{ code: 'not-eligible', field, why: 'system' }]);
  });

  test.each([{ role: set('1') }, { role: clear }])('may be put into another role: %j', (change) => {
    const { set: given, refusals } = judgeGrants(admin, patch(change), situation());
    expect(refusals).toEqual([]);
    expect(given.role).toBe(change.role.op === 'set' ? '1' : null);
  });

  test('take what they are already', () => {
    expect(judge({ active: set(true), banned: set(false), locked: set(false) }, admin).refusals).toEqual([]);
    expect(judgeGrants(admin, patch({ role: set('3'), groups: set(['7']) }), situation()).refusals).toEqual([]);
  });
});

test('nothing asked is nothing changed', () => {
  expect(judge({})).toBe(unchanged);
  expect(judgeGrants(user(), untouched, situation())).toBe(unchanged);
  expect(judgeDates(user(), untouched, situation())).toBe(unchanged);
});

describe('grants', () => {
  const grant = (change: Partial<UserPatch>) => judgeGrants(user(), patch(change), situation());

  test('are set as asked, each group once', () => {
    const change = {
      role: set('2'),
      groups: set(['8', '7', '8']),
      deleteSelfEnabled: set(false),
      createOrganizationsLimit: set(0),
    };
    expect(grant(change)).toEqual({
      set: { role: '2', groups: ['8', '7'], deleteSelfEnabled: false, createOrganizationsLimit: 0 },
      refusals: [],
    });
    expect(grant({ createOrganizationsLimit: clear, createOrganizationEnabled: set(false) }).set).toEqual({
      createOrganizationsLimit: null,
      createOrganizationEnabled: false,
    });
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 53])('a limit of %s is none', (limit) => {
    expect(grant({ createOrganizationsLimit: set(limit) }).refusals).toMatchObject([
      { issues: [{ path: 'createOrganizationsLimit', reason: 'value' }] },
    ]);
  });

  test('role and groups are text of bounded length', () => {
    expect(grant({ role: set('x'.repeat(257)), groups: set(['7', 'a\0']) }).refusals).toEqual([
      {
        code: 'invalid',
        issues: [
          { path: 'role', reason: 'length-max', limit: 256 },
          { path: 'groups.1', reason: 'characters', limit: null },
        ],
      },
    ]);
  });
});

describe('dates', () => {
  const date = (change: Partial<UserPatch>) => judgeDates(user(), patch(change), situation());

  test('may be now or before, to the millisecond', () => {
    expect(date({ createdAt: set(now), legalAcceptedAt: set(0) })).toEqual({
      set: { createdAt: now, legalAcceptedAt: 0 },
      refusals: [],
    });
    expect(date({ legalAcceptedAt: clear }).set).toEqual({ legalAcceptedAt: null });
  });

  test.each([
    [now + 1, 'future', now],
    [-1, 'time', null],
    [0.5, 'time', null],
    [Number.NaN, 'time', null],
    [Number.POSITIVE_INFINITY, 'time', null],
  ])('%s is refused', (time, reason, limit) => {
    expect(date({ createdAt: set(time), legalAcceptedAt: set(time) }).refusals).toEqual([
      {
        code: 'invalid',
        issues: [
          { path: 'legalAcceptedAt', reason, limit },
          { path: 'createdAt', reason, limit },
        ],
      },
    ]);
  });
});

describe('sessions to end', () => {
  const others: SessionsEdit = { op: 'end-others', except: idOf(9) };
  const password = { op: 'set', plain: 'x', checks: 'skip', preHash: 'none' } as const;
  const lax = defaultPolicy;
  const strict = policyWith('sessions', { onPasswordChange: 'end-all' });
  const held = user({ credentials: { ...user().credentials, password: { compromised: false } } });

  test.each([
    ['keep', 'lax', {}, 'keep'],
    [others, 'lax', {}, others],
    ['end-all', 'lax', {}, 'end-all'],
    ['keep', 'strict', {}, 'keep'],
    ['keep', 'strict', { password }, 'end-all'],
    [others, 'strict', { password }, 'end-all'],
    [others, 'lax', { password }, others],
    ['end-all', 'lax', { password }, 'end-all'],
    ['keep', 'lax', { password }, 'keep'],
    ['keep', 'strict', { password: { op: 'set-digest', scheme: 's', digest: 'd' } }, 'end-all'],
    ['keep', 'strict', { password: clear }, 'end-all'],
    ['keep', 'strict', { passwordCompromised: set(true) }, 'keep'],
  ] as const)('asked %j under a %s realm with %j: %j', (sessions, realm, change, result) => {
    const wanted = patch({ ...change, sessions });
    expect(sessionsToEnd(held, held, wanted, realm === 'lax' ? lax : strict)).toEqual(result);
  });

  test('taking away a password that is not there ends none', () => {
    expect(sessionsToEnd(user(), user(), patch({ password: clear }), strict)).toBe('keep');
  });

  test('a ban or a deactivation ends all, whatever is asked; lifting one ends none', () => {
    const banned = user({ bannedAt: now });
    const inactive = user({ active: false });
    for (const next of [banned, inactive]) {
      expect(sessionsToEnd(user(), next, patch({ sessions: others }), lax)).toBe('end-all');
      expect(sessionsToEnd(next, next, untouched, lax)).toBe('keep');
      expect(sessionsToEnd(next, user(), untouched, lax)).toBe('keep');
    }
  });

  test('never fewer than asked', () => {
    const rank = (sessions: SessionsEdit) => (sessions === 'keep' ? 0 : sessions === 'end-all' ? 2 : 1);
    const asked = fc.constantFrom<SessionsEdit[]>('keep', 'end-all', others);
    fc.assert(
      fc.property(anyUser, anyUser, asked, fc.boolean(), (before, after, sessions, withPassword) => {
        const wanted = patch({ sessions, ...(withPassword && { password }) });
        expect(rank(sessionsToEnd(before, after, wanted, strict))).toBeGreaterThanOrEqual(rank(sessions));
      }),
    );
  });
});

describe('the state of a session', () => {
  const session: Session = {
    realm: 'default',
    id: idOf(1),
    userId: idOf(2),
    client: idOf(3),
    status: 'active',
    method: 'password',
    ipAddress: null,
    userAgent: null,
    createdAt: now,
    updatedAt: now,
    lastActiveAt: now,
    expireAt: now + 100,
    abandonAt: now + 50,
    endedAt: null,
    organizationId: null,
  };

  test('is expired from the moment on that it expires or is abandoned', () => {
    expect(stateOf(session, now + 49)).toBe('active');
    expect(stateOf(session, now + 50)).toBe('expired');
    expect(stateOf({ ...session, abandonAt: now + 200 }, now + 99)).toBe('active');
    expect(stateOf({ ...session, abandonAt: now + 200 }, now + 100)).toBe('expired');
  });

  test.each(['revoked', 'removed', 'ended', 'expired'] as const)('%s stays so', (status) => {
    expect(stateOf({ ...session, status }, now + 1000)).toBe(status);
    expect(stateOf({ ...session, status }, now)).toBe(status);
  });
});
