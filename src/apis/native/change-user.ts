// Patching a user, for real or as a dry run.

import type { Context } from '../../core/commands/context.ts';
import { previewUpdate } from '../../core/commands/preview-update.ts';
import { updateUser } from '../../core/commands/update-user.ts';
import type { Refusal } from '../../core/model/error.ts';
import { Refused } from '../../core/model/error.ts';
import { type UserPatch, untouched } from '../../core/model/patch.ts';
import type { User, UserReference } from '../../core/model/user.ts';
import type { Host } from '../api.ts';
import { type Conditions, etagOf, isConditional, mayChange } from './conditions.ts';
import { diffDocument } from './history-document.ts';
import type { ApplyPatch } from './patch-body.ts';
import { Refusing, type Wording } from './problem.ts';
import { wordingOf } from './refusal-problems.ts';
import { invalid } from './request-problems.ts';
import type { Answer } from './route.ts';
import { documentOf } from './user-document.ts';
import { type Reading, readWish } from './user-wish.ts';

/** A user as this API shows it now. */
export function showUser(host: Host, user: User) {
  return documentOf(user, host.writeUserIds(user), host.ports.clock());
}

/** Answers a user with its tag. */
export function userAnswer(host: Host, user: User, status = 200): Answer {
  return { status, body: showUser(host, user), headers: { etag: etagOf(user.rev) } };
}

/** Refuses unless the preconditions hold for the user as it is. */
export function demandMatch(conditions: Conditions, user: User): void {
  if (!mayChange(conditions, user.rev)) throw new Refused([{ code: 'conflict', rev: user.rev }]);
}

function readPatch(host: Host, user: User, apply: ApplyPatch): Reading {
  const current = showUser(host, user);
  return readWish(host, apply(current), current);
}

/**
 * Changes the user as the patch says. It is applied to the user as it is when its turn has come, so that of two writers
 * without `If-Match` neither undoes the other.
 */
export async function patchUser(
  host: Host,
  context: Context,
  reference: UserReference,
  patch: { readonly apply: ApplyPatch; readonly conditions: Conditions },
): Promise<Answer> {
  const wish = (user: User): UserPatch => {
    demandMatch(patch.conditions, user);
    const reading = readPatch(host, user, patch.apply);
    if (reading.faults.length > 0) throw new Refusing(invalid(reading.faults));
    return reading.patch;
  };
  const { after } = await updateUser(context, reference, wish, { system: true, ifRev: null });
  return userAnswer(host, after);
}

function violation({ name, title, detail, errors }: Wording) {
  return { type: `/problems/${name}`, title, detail, errors };
}

/** Tells what the patch would do and everything that speaks against it; writes nothing. */
export async function previewPatch(
  host: Host,
  context: Context,
  reference: UserReference,
  patch: { readonly apply: ApplyPatch; readonly conditions: Conditions },
): Promise<Answer> {
  const found: Wording[] = [];
  const conditional = isConditional(patch.conditions);
  const add = (refusal: Refusal) => found.push(wordingOf(refusal, { conditional }));
  const wish = (user: User): UserPatch => {
    if (!mayChange(patch.conditions, user.rev)) add({ code: 'conflict', rev: user.rev });
    try {
      const reading = readPatch(host, user, patch.apply);
      if (reading.faults.length > 0) found.push(invalid(reading.faults));
      return reading.patch;
    } catch (error) {
      if (!(error instanceof Refusing)) throw error;
      found.push(error.wording);
      return untouched;
    }
  };
  const preview = await previewUpdate(context, reference, wish, { system: true, ifRev: null });
  for (const refusal of preview.refusals) add(refusal);
  const body = {
    before: showUser(host, preview.before),
    after: showUser(host, preview.after),
    diff: preview.diff.map(diffDocument),
    violations: found.map(violation),
  };
  return { status: 200, body };
}
