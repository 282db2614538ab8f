// The standing: banned, locked, active, and the dates and grants that go with an account.

import type { Issue, Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

/** True while a lock holds; one without an end holds until somebody unlocks. */
export function isLocked(user: User, now: number): boolean {
  return user.lockedAt !== null && (user.lockedUntil === null || user.lockedUntil > now);
}

type Standing = { -readonly [Field in keyof User]?: User[Field] };

function judgeTimes(patch: UserPatch, now: number, set: Standing, issues: Issue[]): void {
  if (patch.legalAcceptedAt.op === 'clear') set.legalAcceptedAt = null;
  if (patch.legalAcceptedAt.op === 'set') set.legalAcceptedAt = patch.legalAcceptedAt.value;
  if (patch.createdAt.op === 'set') set.createdAt = patch.createdAt.value;
  for (const path of ['legalAcceptedAt', 'createdAt'] as const) {
    const time = set[path];
    if (time === undefined || time === null) continue;
    if (!Number.isSafeInteger(time) || time < 0) issues.push({ path, reason: 'time', limit: null });
    else if (time > now) issues.push({ path, reason: 'future', limit: now });
  }
}

function judgeLock(user: User, patch: UserPatch, situation: Situation, set: Standing): readonly Refusal[] {
  if (patch.locked.op === 'keep') return [];
  if (!patch.locked.value) {
    if (user.lockedAt !== null) Object.assign(set, { lockedAt: null, lockedUntil: null });
    return [];
  }
  const { enabled, durationMs } = situation.policy.lockout;
  if (!enabled) return [{ code: 'not-eligible', field: 'locked', why: 'off' }];
  if (isLocked(user, situation.now)) return [];
  Object.assign(set, { lockedAt: situation.now, lockedUntil: durationMs === null ? null : situation.now + durationMs });
  return [];
}

/**
 * A ban and a lock remember since when; a lock lasts as long as the realm says. Dates are not in the future. A built-in
 * account stays active, unbanned, unlocked and in its role, so that a realm never loses its last administrator.
 */
export function judgeStanding(user: User, patch: UserPatch, situation: Situation): Verdict {
  const set: Standing = {};
  const issues: Issue[] = [];
  judgeTimes(patch, situation.now, set, issues);
  const refusals: Refusal[] = [...judgeLock(user, patch, situation, set)];
  if (patch.banned.op === 'set' && patch.banned.value !== (user.bannedAt !== null)) {
    set.bannedAt = patch.banned.value ? situation.now : null;
  }
  if (patch.active.op === 'set') set.active = patch.active.value;
  if (patch.confirmation.op === 'set') set.confirmation = patch.confirmation.value;
  if (patch.deleteSelfEnabled.op === 'set') set.deleteSelfEnabled = patch.deleteSelfEnabled.value;
  if (patch.createOrganizationEnabled.op === 'set')
    set.createOrganizationEnabled = patch.createOrganizationEnabled.value;
  if (patch.createOrganizationsLimit.op === 'clear') set.createOrganizationsLimit = null;
  if (patch.createOrganizationsLimit.op === 'set') {
    const limit = patch.createOrganizationsLimit.value;
    if (!Number.isSafeInteger(limit) || limit < 0) {
      issues.push({ path: 'createOrganizationsLimit', reason: 'value', limit: null });
    }
    set.createOrganizationsLimit = limit;
  }
  if (patch.role.op !== 'keep') set.role = patch.role.op === 'clear' ? null : patch.role.value;
  if (patch.groups.op === 'set') set.groups = [...new Set(patch.groups.value)];
  if (patch.extras.op === 'merge') {
    const { api, value } = patch.extras;
    const merged = Object.entries({ ...user.extras[api], ...value }).filter(([, item]) => item !== null);
    set.extras = { ...user.extras, [api]: Object.fromEntries(merged) };
  }
  if (patch.aliases.op === 'set') set.aliases = patch.aliases.value;
  if (user.system) refusals.push(...judgeSystem(user, set));
  if (issues.length > 0) refusals.push({ code: 'invalid', issues });
  return Object.keys(set).length === 0 && refusals.length === 0 ? unchanged : { set, refusals };
}

function judgeSystem(user: User, set: Standing): readonly Refusal[] {
  const fields = ['active', 'bannedAt', 'lockedAt', 'role'] as const;
  return fields
    .filter((field) => set[field] !== undefined && set[field] !== user[field])
    .map((field) => ({ code: 'not-eligible', field, why: 'system' }));
}
