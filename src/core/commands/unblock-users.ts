// Unblocking users who have failed to sign in too often.

import { set, untouched } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { attemptsDifference } from './note-sign-in.ts';
import { changeOf } from './prepare-update.ts';
import { updateUsers } from './update-users.ts';

/**
 * Lets users sign in again at once, all of them or none: lifts locks, and forgets failed attempts and the guesses at all that they sign in
 * with. Built-in accounts may be meant. The history tells of it, but for those of whom nothing was counted.
 * @fails not-found, forbidden, invalid (the same twice), conflict.
 */
export async function unblockUsers(context: Context, references: readonly UserReference[]): Promise<readonly User[]> {
  const patch = { ...untouched, locked: set(false) };
  const requests = references.map((reference) => ({ reference, patch, ifRev: null }));
  const updated = await updateUsers(context, requests, { system: true });
  const { ports, realm } = context;
  const changes = updated
    .filter(({ before }) => before.activity.failedAttempts > 0)
    .map(({ before, after }) => {
      return changeOf(context, after, 'user.updated', [attemptsDifference(before, 0)], ports.clock());
    });
  if (changes.length > 0) {
    const none = { users: [], images: [], sessions: [], documents: [], mails: [] };
    await ports.store.commit({ realm: realm.id, ...none, changes });
  }
  return updated.map(({ after }) => after);
}
