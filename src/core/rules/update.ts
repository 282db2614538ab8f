// The update: all rules in a row, from a user and a patch to the next user and what goes with it.

import type { Difference } from '../model/change.ts';
import type { Refusal } from '../model/error.ts';
import type { SessionsEdit, UserPatch } from '../model/patch.ts';
import type { SearchText } from '../model/query.ts';
import type { Counter, User, UserKey } from '../model/user.ts';
import { forbiddenFields, may } from './access.ts';
import { judgeContacts } from './contacts.ts';
import { judgeDates } from './dates.ts';
import { differenceOf } from './difference.ts';
import { judgeExtras } from './extras.ts';
import { judgeGrants } from './grants.ts';
import { judgeIdentities, judgeLastWayIn } from './identities.ts';
import { keyChanges } from './keys.ts';
import { judgeMetadata } from './metadata.ts';
import { judgeNames } from './names.ts';
import { judgePassword } from './password.ts';
import { searchTextChange } from './search-text.ts';
import { judgeSecondFactors, noteSecondFactors } from './second-factors.ts';
import { sessionsToEnd } from './sessions.ts';
import { judgeStanding } from './standing.ts';
import { judgeUsername } from './username.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

/** The rules in the order in which they see the user; each sees what those before it left. */
const rules: readonly ((user: User, patch: UserPatch, situation: Situation) => Verdict)[] = [
  judgeNames,
  judgeUsername,
  judgeContacts,
  judgeIdentities,
  judgeStanding,
  judgeGrants,
  judgeDates,
  judgeMetadata,
  judgeExtras,
  judgeSecondFactors,
  judgePassword,
];

/** A mail that the change calls for. */
export type Notice = {
  readonly template: 'primary-email-changed';
  readonly to: string;
  readonly values: Readonly<Record<string, string>>;
};

/** What the patch comes to. With refusals nothing of the rest may be written. `changed` false: there is nothing to write. */
export type Decision = {
  readonly refusals: readonly Refusal[];
  readonly changed: boolean;
  readonly next: User;
  readonly diff: readonly Difference[];
  readonly sessions: SessionsEdit;
  readonly keys: { readonly add: readonly UserKey[]; readonly remove: readonly UserKey[] };
  readonly search: SearchText | null;
  readonly notices: readonly Notice[];
  /** Counters beside the record that start anew with it. */
  readonly restart: readonly Counter[];
};

/** The fields of the patch that want something. */
export function touchedFields(patch: UserPatch): readonly (keyof UserPatch)[] {
  const names = Object.keys(patch).filter((name): name is keyof UserPatch => name in patch);
  return names.filter((name) => {
    if (name === 'sessions' || name === 'notifyPrimaryEmailChanged') return false;
    if (name === 'metadata') return Object.values(patch.metadata).some((bag) => bag.op !== 'keep');
    if (name === 'emails' || name === 'phones' || name === 'wallets') {
      return patch[name].list.op !== 'keep' || patch[name].primary.op !== 'keep';
    }
    return patch[name].op !== 'keep';
  });
}

/** Runs every rule; the refusals of all are gathered, so that a caller learns every fault at once. */
export function judgeAll(
  user: User,
  patch: UserPatch,
  situation: Situation,
): { next: User; refusals: readonly Refusal[] } {
  let next = user;
  const refusals: Refusal[] = [];
  for (const rule of rules) {
    const verdict = rule(next, patch, situation);
    if (verdict === unchanged) continue;
    next = { ...next, ...verdict.set };
    refusals.push(...verdict.refusals);
  }
  return { next: noteSecondFactors(user, next, situation.now), refusals: mergeIssues(refusals) };
}

/** Faults of several rules are one refusal: that the input is invalid. */
function mergeIssues(refusals: readonly Refusal[]): readonly Refusal[] {
  const issues = refusals.flatMap((refusal) => (refusal.code === 'invalid' ? refusal.issues : []));
  if (issues.length === 0) return refusals;
  return [{ code: 'invalid', issues }, ...refusals.filter((refusal) => refusal.code !== 'invalid')];
}

function primaryAddress(user: User): string | null {
  return user.emails.find((email) => email.id === user.primaryEmailId)?.address ?? null;
}

function noticesOf(before: User, next: User, patch: UserPatch): readonly Notice[] {
  const old = primaryAddress(before);
  const fresh = primaryAddress(next);
  if (!patch.notifyPrimaryEmailChanged || old === null || old === fresh) return [];
  return [{ template: 'primary-email-changed', to: old, values: { before: old, after: fresh ?? '' } }];
}

/** What of the secrets changes, without what it was or is. */
function secretDifferences({ password, totp, backupCodes }: UserPatch): readonly Difference[] {
  const paths = [
    ...(password.op === 'set' || password.op === 'set-digest' ? ['secrets.password'] : []),
    ...(totp.op === 'set' ? ['secrets.totp'] : []),
    ...(backupCodes.op === 'set' && backupCodes.value.length > 0 ? ['secrets.backupCodes'] : []),
  ];
  return paths.map((path) => ({ path, before: null, after: 'changed' }));
}

function restartOf(before: User, next: User, { totp }: UserPatch): Decision['restart'] {
  const unlocked = next.activity.failedAttempts < before.activity.failedAttempts;
  const anotherTotp = totp.op === 'set' || (before.credentials.totp !== null && next.credentials.totp === null);
  return [...(unlocked ? ['failed-attempts' as const] : []), ...(anotherTotp ? ['totp-step' as const] : [])];
}

function judgeAccess(user: User, patch: UserPatch, situation: Situation): readonly Refusal[] {
  if (!may(situation.actor, 'user.update', user.id)) return [{ code: 'forbidden', action: 'user.update' }];
  const forbidden = forbiddenFields(situation.actor, touchedFields(patch));
  return forbidden.map((field) => ({ code: 'forbidden', action: `user.update.${field}` }));
}

/**
 * Decides what the patch makes of the user: the next record with its difference, keys, search text, the sessions it ends and
 * the mails it calls for; or every reason why not. Pure: writes nothing.
 */
export function decideUpdate(user: User, patch: UserPatch, situation: Situation): Decision {
  const judged = judgeAll(user, patch, situation);
  const unfit = [...judgeAccess(user, patch, situation), ...judged.refusals];
  // With any other fault the next record is not what was asked for, so nothing can be said of its last way in.
  const refusals = unfit.length > 0 ? unfit : judgeLastWayIn(user, judged.next);
  const diff = [...differenceOf(user, judged.next), ...secretDifferences(patch)];
  const changed = diff.length > 0;
  const next = changed ? { ...judged.next, rev: user.rev + 1, updatedAt: situation.now } : user;
  return {
    refusals,
    changed,
    next,
    diff,
    sessions: sessionsToEnd(user, next, patch, situation.policy),
    keys: keyChanges(user, next),
    search: searchTextChange(user, next),
    notices: noticesOf(user, next, patch),
    restart: restartOf(user, next, patch),
  };
}
