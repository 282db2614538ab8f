// The sessions: which of them a change ends.

import type { SessionsEdit, UserPatch } from '../model/patch.ts';
import type { Policy } from '../model/realm.ts';
import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';

function stricter(left: SessionsEdit, right: SessionsEdit): SessionsEdit {
  if (left === 'end-all' || right === 'end-all') return 'end-all';
  return left === 'keep' ? right : left;
}

/**
 * Which sessions end with the change: the stricter of what the patch asks and what the realm demands. A ban or a
 * deactivation ends all; a new password, or losing one, ends what the realm's floor says.
 */
export function sessionsToEnd(before: User, after: User, patch: UserPatch, policy: Policy): SessionsEdit {
  const banned = before.bannedAt === null && after.bannedAt !== null;
  const deactivated = before.active && !after.active;
  const cleared = patch.password.op === 'clear' && before.credentials.password !== null;
  const renewed = patch.password.op === 'set' || patch.password.op === 'set-digest';
  const floor = cleared || renewed ? policy.sessions.onPasswordChange : 'keep';
  return stricter(banned || deactivated ? 'end-all' : patch.sessions, floor);
}

/** The session's state at `now`: an active one past its end, or left alone too long, has expired. */
export function stateOf(session: Session, now: number): Session['status'] {
  return session.status === 'active' && (session.expireAt <= now || session.abandonAt <= now)
    ? 'expired'
    : session.status;
}
