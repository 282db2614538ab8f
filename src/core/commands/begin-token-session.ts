// Beginning a session that a token opens.

import type { Session } from '../model/session.ts';
import type { User } from '../model/user.ts';
import type { Context } from './context.ts';
import { beginSession, type SignInFacts } from './create-session.ts';
import { attemptsDifference, signInChange } from './note-sign-in.ts';
import { type Audience, newSessionToken } from './session-token.ts';

/**
 * Begins a session of a user (as they were before) who has proven to be that user; the token, told once, opens it for `audience`. The history tells of both. Built-in accounts
 * may have one. @fails not-found, account-inactive, wrong-credentials (the password is another one since).
 */
export async function beginTokenSession(
  context: Context,
  user: User,
  facts: SignInFacts,
  audience: Audience,
): Promise<{ readonly session: Session; readonly token: string }> {
  const { clock, random } = context.ports;
  const { token, sessionId } = newSessionToken(random, clock(), audience);
  const change = signInChange(context, user, facts, null);
  const forgotten = user.activity.failedAttempts > 0 ? [attemptsDifference(user, 0)] : [];
  const noted = { ...change, diff: [...change.diff, ...forgotten] };
  const session = await beginSession(context, user.id, facts, { system: true, sessionId, noted, proven: user });
  return { session, token };
}
