// What rendering may know besides the object itself.

import type { Policy } from '../../../../core/model/realm.ts';

/** The surroundings of an answer. */
export type View = {
  readonly publicUrl: string;
  readonly policy: Policy;
  /** The moment of the answer, in milliseconds. */
  readonly now: number;
};
