// Recording a sign-in that begins no session.

import type { User } from '../model/user.ts';
import type { Context } from './context.ts';
import type { SignInFacts } from './create-session.ts';
import { signInChange } from './note-sign-in.ts';

/** Counts a sign-in of the user and tells the history of it. */
export async function recordSignIn(
  context: Context,
  user: User,
  facts: Omit<SignInFacts, 'organizationId'>,
): Promise<void> {
  const { store, clock } = context.ports;
  const none = { users: [], images: [], sessions: [], documents: [], mails: [] };
  await store.commit({ realm: context.realm.id, ...none, changes: [signInChange(context, user, facts, null)] });
  await store.recordActivity(context.realm.id, user.id, { at: clock(), signIn: true });
}
