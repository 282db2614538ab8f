// Asking again, when somebody else was faster.

import { Refused } from '../model/error.ts';

/** More lost races than this, with another process, and the caller is told of the conflict. */
const attemptsMax = 100;

function isConflict(error: unknown): boolean {
  return error instanceof Refused && error.refusals[0].code === 'conflict';
}

/**
 * Runs an attempt that reads what it rests on by itself, and again as often as it ends in a conflict; `isFirst`: none has yet.
 * @fails conflict (after a hundred), and what else `attempt` refuses.
 */
export async function askAgain<Result>(attempt: (isFirst: boolean) => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt(count === 1);
    } catch (error) {
      if (!isConflict(error) || count >= attemptsMax) throw error;
    }
  }
}
