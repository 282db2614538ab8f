// Previewing an update: what would become of a user, without doing it.

import type { Difference } from '../model/change.ts';
import { type Refusal, Refused, type UniqueField } from '../model/error.ts';
import { keep, type UserPatch } from '../model/patch.ts';
import type { User, UserReference } from '../model/user.ts';
import type { Decision } from '../rules/update.ts';
import { type Context, demand } from './context.ts';
import { findUser } from './find-user.ts';
import { holdAdministrator } from './hold-administrator.ts';
import { judgeUpdate, patchOf, secretsFor, type Wish } from './prepare-update.ts';

/** What an update would do, and everything that speaks against it. */
export type Preview = {
  readonly before: User;
  readonly after: User;
  readonly diff: readonly Difference[];
  readonly refusals: readonly Refusal[];
};

/** Judges the rest too when the new profile image does not exist. */
async function judgeWhole(context: Context, user: User, patch: UserPatch): Promise<Decision> {
  try {
    return await judgeUpdate(context, user, patch);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const rest = await judgeUpdate(context, user, { ...patch, profileImageId: keep });
    return { ...rest, refusals: [...rest.refusals, ...error.refusals] };
  }
}

/** The fields in which another user would be in the way, as of now; only a commit knows for certain. */
async function takenFields(context: Context, { keys }: Decision): Promise<readonly Refusal[]> {
  const fields = new Set<UniqueField>();
  for (const { kind, key } of keys.add) {
    const holder = await context.ports.store.loadUser(context.realm.id, { by: 'key', kind, key });
    if (holder !== null) fields.add(kind);
  }
  return [...fields].map((field) => ({ code: 'taken', field }));
}

/** What the refusals are of work that is only tried; none, when it would be done. */
async function refusalsIn(work: () => Promise<unknown>): Promise<readonly Refusal[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.refusals;
  }
}

/**
 * Decides a patch without writing anything.
 * @fails not-found, forbidden (to read the user; what else is forbidden is among the refusals).
 */
export async function previewUpdate(
  context: Context,
  reference: UserReference,
  patch: Wish,
  options: { readonly system: boolean; readonly ifRev: number | null },
): Promise<Preview> {
  const { user } = await findUser(context, reference, options.system);
  demand(context, 'user.read', user.id);
  const wanted = patchOf(patch, user);
  const decision = await judgeWhole(context, user, wanted);
  const refusals = [...decision.refusals, ...(await takenFields(context, decision))];
  if (options.ifRev !== null && options.ifRev !== user.rev) refusals.unshift({ code: 'conflict', rev: user.rev });
  // A password in clear is not digested for a preview: nothing about it could be refused any more.
  const password = wanted.password.op === 'set' ? keep : wanted.password;
  if ([password, wanted.totp, wanted.backupCodes].some(({ op }) => op !== 'keep')) {
    refusals.push(...(await refusalsIn(() => secretsFor(context, { ...wanted, password }))));
  }
  refusals.push(...(await refusalsIn(() => holdAdministrator(context, [{ before: user, after: decision.next }]))));
  return { before: user, after: decision.next, diff: decision.diff, refusals };
}
