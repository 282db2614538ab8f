// The outside identities, and the last way in.

import type { Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Link, User } from '../model/user.ts';
import { changed, type Situation, unchanged, type Verdict } from './verdict.ts';

/** Identities are dropped by id, and the addresses that carried them forget them; adding one is an import's doing. */
export function judgeIdentities(user: User, patch: UserPatch, _situation: Situation): Verdict {
  const wish = patch.identities;
  if (wish.op === 'keep') return unchanged;
  const refusals: Refusal[] = wish.remove
    .filter((id) => !user.identities.some((identity) => identity.id === id))
    .map((id) => ({ code: 'not-found', what: 'identity', id }));
  const stays = (link: Link) => !wish.remove.includes(link.id);
  const identities = [...user.identities.filter((identity) => !wish.remove.includes(identity.id)), ...wish.add];
  const verdict = changed({
    identities,
    emails: user.emails.map((email) =>
      email.linkedTo.every(stays) ? email : { ...email, linkedTo: email.linkedTo.filter(stays) },
    ),
  });
  return { ...verdict, refusals };
}

/** How many things the user can be found by at sign-in. */
export function countIdentifiers(user: User): number {
  const username = user.username === null ? 0 : 1;
  return username + user.emails.length + user.phones.length + user.wallets.length + user.identities.length;
}

/** A user who could be found by something still can after the change: nobody is locked out by losing the last identifier. */
export function judgeLastWayIn(before: User, after: User): readonly Refusal[] {
  if (countIdentifiers(before) === 0 || countIdentifiers(after) > 0) return [];
  const lists = ['emails', 'phones', 'wallets', 'identities'] as const;
  const field = lists.find((list) => before[list].length > 0) ?? 'username';
  return [{ code: 'last-way-in', field }];
}
