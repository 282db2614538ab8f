// The dates that callers may set.

import type { Issue } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { User } from '../model/user.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

function faultOfTime(path: string, time: number, now: number): readonly Issue[] {
  if (!Number.isSafeInteger(time) || time < 0) return [{ path, reason: 'time', limit: null }];
  return time > now ? [{ path, reason: 'future', limit: now }] : [];
}

/** A date is a whole number of milliseconds since 1970, not in the future. */
export function judgeDates(_user: User, patch: UserPatch, situation: Situation): Verdict {
  const { legalAcceptedAt, createdAt } = patch;
  if (legalAcceptedAt.op === 'keep' && createdAt.op === 'keep') return unchanged;
  const { now } = situation;
  const issues = [
    ...(legalAcceptedAt.op === 'set' ? faultOfTime('legalAcceptedAt', legalAcceptedAt.value, now) : []),
    ...(createdAt.op === 'set' ? faultOfTime('createdAt', createdAt.value, now) : []),
  ];
  if (issues.length > 0) return faults(issues);
  return changed({
    ...(legalAcceptedAt.op !== 'keep' && {
      legalAcceptedAt: legalAcceptedAt.op === 'set' ? legalAcceptedAt.value : null,
    }),
    ...(createdAt.op === 'set' && { createdAt: createdAt.value }),
  });
}
