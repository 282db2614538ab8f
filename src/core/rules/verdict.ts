// The verdict: what a rule answers.

import type { Issue, Refusal } from '../model/error.ts';
import type { Actor, Policy } from '../model/realm.ts';
import type { User } from '../model/user.ts';

/** All that a rule may know besides the user and the patch. */
export type Situation = {
  readonly policy: Policy;
  readonly actor: Actor;
  readonly now: number;
  /** Makes a fresh UUIDv7. */
  readonly newId: () => string;
  /** What is publicly known of the new password; null: nothing, or not asked. `unchecked`: it must be known and is not. */
  readonly known: 'common' | 'breached' | 'unchecked' | null;
};

/** The fields that become different, and all that speaks against it. */
export type Verdict = { readonly set: Partial<User>; readonly refusals: readonly Refusal[] };

/** Nothing changes and nothing speaks against it. */
export const unchanged: Verdict = { set: {}, refusals: [] };

/** The fields that become different. */
export function changed(set: Partial<User>): Verdict {
  return { set, refusals: [] };
}

/** One reason why not. */
export function refused(refusal: Refusal): Verdict {
  return { set: {}, refusals: [refusal] };
}

/** Faults of the input, as one refusal; none when the list is empty. */
export function faults(issues: readonly Issue[]): Verdict {
  return issues.length === 0 ? unchanged : refused({ code: 'invalid', issues });
}
