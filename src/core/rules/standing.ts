// The standing: whether an account is active, confirmed, banned, locked.

import type { Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Policy } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

/** True while a lock holds; one without an end holds until somebody unlocks. */
export function isLocked(user: User, now: number): boolean {
  return user.lockedAt !== null && (user.lockedUntil === null || user.lockedUntil > now);
}

/**
 * How many failed attempts count against the user at `now`: none once a lock has run out, or when the last was as long ago as
 * a lock lasts; then somebody may try as often as before.
 */
export function failuresOf(user: User, now: number): number {
  const { failedAttempts, failedUntil } = user.activity;
  const ranOut = user.lockedAt !== null && !isLocked(user, now);
  return ranOut || (failedUntil !== null && failedUntil <= now) ? 0 : failedAttempts;
}

/** True when so many attempts have failed that the realm locks the user; never a built-in account. */
export function deservesLock(user: User, failures: number, { enabled, attemptsMax }: Policy['lockout']): boolean {
  return enabled && !user.system && failures >= attemptsMax;
}

/** How long somebody who signs in by username waits after a failed attempt, once there were so many; 0: not at all. */
export function pauseMsOf({ activity }: User, now: number, { pauseAttemptsMax, pauseMs }: Policy['lockout']): number {
  const { failedAttempts, failedAt } = activity;
  return failedAt === null || failedAttempts < pauseAttemptsMax ? 0 : Math.max(0, failedAt + pauseMs - now);
}

/** How long a built-in account rests: it is never locked, but after as many failed attempts left alone until they are forgotten. */
export function restMsOf(user: User, now: number, { enabled, attemptsMax }: Policy['lockout']): number {
  const { failedUntil } = user.activity;
  const rests = user.system && enabled && failedUntil !== null && failuresOf(user, now) >= attemptsMax;
  return rests ? failedUntil - now : 0;
}

type Standing = Partial<Pick<User, 'active' | 'confirmation' | 'bannedAt' | 'lockedAt' | 'lockedUntil' | 'activity'>>;

function lockOf(user: User, locked: boolean, situation: Situation): Standing {
  if (!locked)
    return { lockedAt: null, lockedUntil: null, activity: { ...user.activity, failedAttempts: 0, failedUntil: null } };
  if (isLocked(user, situation.now)) return {};
  const { durationMs } = situation.policy.lockout;
  return { lockedAt: situation.now, lockedUntil: durationMs === null ? null : situation.now + durationMs };
}

function judgeSystem(user: User, set: Standing): readonly Refusal[] {
  const fields = ['active', 'bannedAt', 'lockedAt'] as const;
  return fields
    .filter((field) => set[field] !== undefined && set[field] !== user[field])
    .map((field) => ({ code: 'not-eligible', field, why: 'system' }));
}

/**
 * A ban and a lock remember since when; a lock lasts as long as the realm says, where it locks at all; unlocking forgets the
 * failed attempts. A built-in account
 * stays active, unbanned and unlocked, so that a realm never loses its last administrator.
 */
export function judgeStanding(user: User, patch: UserPatch, situation: Situation): Verdict {
  const { active, confirmation, banned, locked } = patch;
  if ([active, confirmation, banned, locked].every(({ op }) => op === 'keep')) return unchanged;
  const off = locked.op === 'set' && locked.value && !situation.policy.lockout.enabled;
  const set: Standing = {
    ...(active.op === 'set' && { active: active.value }),
    ...(confirmation.op === 'set' && { confirmation: confirmation.value }),
    ...(banned.op === 'set' && { bannedAt: banned.value ? (user.bannedAt ?? situation.now) : null }),
    ...(locked.op === 'set' && !off && lockOf(user, locked.value, situation)),
  };
  return {
    set,
    refusals: [
      ...(off ? [{ code: 'not-eligible', field: 'locked', why: 'off' } as const] : []),
      ...(user.system ? judgeSystem(user, set) : []),
    ],
  };
}
