// Tests of the pause that follows failed attempts to sign in by username.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { now, user } from '../../../test/users.ts';
import { defaultPolicy } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { pauseMsOf } from './standing.ts';

describe('the pause of who signs in by username', () => {
  const law = { ...defaultPolicy.lockout, pauseAttemptsMax: 3, pauseMs: 5000 };
  const failed = (failedAttempts: number, failedAt: number | null, rest: Partial<User> = {}) =>
    user({ ...rest, activity: { ...user().activity, failedAttempts, failedAt } });

  test('follows every failed attempt once there were so many, to the millisecond', () => {
    expect([0, 2, 3, 4, 100].map((count) => pauseMsOf(failed(count, now), now, law))).toEqual([0, 0, 5000, 5000, 5000]);
    const left = [0, 1, 4999, 5000, 5001].map((later) => pauseMsOf(failed(3, now), now + later, law));
    expect(left).toEqual([5000, 4999, 1, 0, 0]);
  });

  test('is none for who has not failed since; built-in accounts and locks do not matter', () => {
    expect(pauseMsOf(failed(0, now), now, law)).toBe(0);
    expect(pauseMsOf(failed(9, null), now, law)).toBe(0);
    expect(pauseMsOf(failed(3, now, { system: true }), now, law)).toBe(5000);
    expect(pauseMsOf(failed(3, now), now, { ...law, enabled: false })).toBe(5000);
  });

  test('is never negative, and never longer than from the last attempt', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), (count, later, pauseMs, pauseAttemptsMax) => {
        const pause = pauseMsOf(failed(count, now), now + later, { ...law, pauseMs, pauseAttemptsMax });
        expect(pause).toBe(count < pauseAttemptsMax ? 0 : Math.max(0, pauseMs - later));
      }),
    );
  });
});
