// Previewing an update: what would become of a user, without doing it.

import type { Difference } from '../model/change.ts';
import { type Refusal, Refused } from '../model/error.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Context } from './context.ts';
import { findUser } from './find-user.ts';
import { digestsFor, judgeUpdate, patchOf, type Wish } from './prepare-update.ts';

/** What an update would do, and everything that speaks against it. */
export type Preview = {
  readonly before: User;
  readonly after: User;
  readonly diff: readonly Difference[];
  readonly refusals: readonly Refusal[];
};

/**
 * Decides a patch without writing anything; duplicates are not looked for, since only the store knows them when it commits.
 * @fails not-found.
 */
export async function previewUpdate(
  context: Context,
  reference: UserReference,
  patch: Wish,
  options: { readonly system: boolean; readonly ifRev: number | null },
): Promise<Preview> {
  const { user } = await findUser(context, reference, options.system);
  const wanted = patchOf(patch, user);
  const decision = await judgeUpdate(context, user, wanted);
  const refusals = [...decision.refusals];
  if (options.ifRev !== null && options.ifRev !== user.rev) refusals.unshift({ code: 'conflict', rev: user.rev });
  if (wanted.password.op === 'set-digest') {
    try {
      await digestsFor(context, wanted);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(...error.refusals);
    }
  }
  return { before: user, after: decision.next, diff: decision.diff, refusals };
}
