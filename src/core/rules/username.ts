// The username: which ones a realm allows.

import type { IssueReason } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { UsernamePolicy } from '../model/realm.ts';
import type { User } from '../model/user.ts';
import { may } from './access.ts';
import { isText, isVisible, lengthOf } from './text.ts';
import { changed, faults, type Situation, unchanged, type Verdict } from './verdict.ts';

const characters: { readonly [Kind in UsernamePolicy['characters']]: RegExp } = {
  word: /^[A-Za-z0-9_-]*$/,
  printable: /^(?! )(?:(?! {2})(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}\p{P}\p{S} ])*(?<! )$/u,
};

/**
 * The faults of a username under the policy, worst first; limits are told where there are any. Both what was typed and its
 * normal form (NFKC) are judged, so that full-width letters and digits are no way around.
 */
export function faultsOfUsername(
  username: string,
  policy: UsernamePolicy,
): readonly { reason: IssueReason; limit: number | null }[] {
  const normal = username.normalize('NFKC');
  if (/^\+[0-9]{7,15}$/.test(normal)) return [{ reason: 'looks-like-phone', limit: null }];
  const found: { reason: IssueReason; limit: number | null }[] = [];
  const allowed = characters[policy.characters];
  if (!isText(username) || !allowed.test(username) || !allowed.test(normal)) {
    found.push({ reason: 'characters', limit: null });
  }
  const length = lengthOf(username);
  if (length < policy.lengthMin) found.push({ reason: 'length-min', limit: policy.lengthMin });
  if (length > policy.lengthMax) found.push({ reason: 'length-max', limit: policy.lengthMax });
  if (/^[0-9]+$/.test(normal)) found.push({ reason: 'digits-only', limit: null });
  return found;
}

function freeFaults(
  username: string,
  form: 'free' | 'visible',
  { freeLengthMax }: UsernamePolicy,
): ReturnType<typeof faultsOfUsername> {
  if (username === '') return [{ reason: 'length-min', limit: 1 }];
  if (!isText(username) || (form === 'visible' && !isVisible(username))) return [{ reason: 'characters', limit: null }];
  return lengthOf(username) > freeLengthMax ? [{ reason: 'length-max', limit: freeLengthMax }] : [];
}

/**
 * A username has the realm's characters and length, at least one of them no digit, and is no telephone number, since all
 * identifiers are typed into one field (user API error catalogue, 2026-08: `form_username_*`). Uniqueness is the store's.
 * Who may name users as they please is held to a length only, where the patch asks for it, and to what can be seen, where it says so.
 */
export function judgeUsername(user: User, patch: UserPatch, situation: Situation): Verdict {
  const wish = patch.username;
  if (wish.op === 'keep') return unchanged;
  if (wish.op === 'clear') return changed({ username: null });
  if (wish.value === user.username) return unchanged;
  const { form } = wish;
  if (form !== undefined && !may(situation.actor, 'username.free')) {
    return { set: {}, refusals: [{ code: 'forbidden', action: 'username.free' }] };
  }
  const law = situation.policy.username;
  const issues = form === undefined ? faultsOfUsername(wish.value, law) : freeFaults(wish.value, form, law);
  if (issues.length > 0) return faults(issues.map((issue) => ({ path: 'username', ...issue })));
  return changed({ username: wish.value });
}
