// The newcomer: somebody who comes from another directory, with what no patch can say.

import type { UserPatch } from './patch.ts';
import type { Secrets, User } from './user.ts';

/**
 * When things were in the directory somebody comes from. Null: not known there, so it is as for somebody new. What a
 * creation sets to the present moment and a patch cannot say.
 */
export type Past = {
  readonly updatedAt: number | null;
  readonly passwordUpdatedAt: number | null;
  readonly lastSignInAt: number | null;
  readonly lastActiveAt: number | null;
  readonly signInCount: number | null;
};

/**
 * Somebody to take in. `patch` is judged like the creation of any user; the ids that the old system gave are its `aliases`,
 * by API.
 */
export type Newcomer = { readonly patch: UserPatch; readonly past: Past };

/** Nothing is known of the past. */
export const noPast: Past = {
  updatedAt: null,
  passwordUpdatedAt: null,
  lastSignInAt: null,
  lastActiveAt: null,
  signInCount: null,
};

/** A user as another Muster wrote them down, whole; `secrets` null: they were left out. */
export type WrittenUser = { readonly user: User; readonly secrets: Secrets | null };
