// The outside identities, and the last way in.

import type { Issue, Refusal } from '../model/error.ts';
import type { UserPatch } from '../model/patch.ts';
import type { Contact, Identity, Link, User } from '../model/user.ts';
import { foldEmail, identityKey, isHeld } from './keys.ts';
import { faultOfText } from './text.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

function forgetLinks<Item extends Contact>(items: readonly Item[], gone: ReadonlySet<string>): readonly Item[] {
  const stays = (link: Link) => !gone.has(link.id);
  if (items.every((item) => item.linkedTo.every(stays))) return items;
  return items.map((item) => (item.linkedTo.every(stays) ? item : { ...item, linkedTo: item.linkedTo.filter(stays) }));
}

type Holder = Pick<User, 'identities' | 'emails' | 'phones' | 'wallets'>;

/** What is left when identities go: the addresses that carried them forget them. */
export function withoutIdentities(user: Holder, gone: ReadonlySet<string>): Holder {
  return {
    identities: user.identities.filter((identity) => !gone.has(identity.id)),
    emails: forgetLinks(user.emails, gone),
    phones: forgetLinks(user.phones, gone),
    wallets: forgetLinks(user.wallets, gone),
  };
}

function judgeAdded(present: readonly Identity[], added: readonly Identity[], lengthMax: number): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const issues: Issue[] = [];
  const keys = new Set(present.map((identity) => identityKey(identity.provider, identity.subject)));
  for (const [index, { provider, subject }] of added.entries()) {
    const path = `identities.${index}`;
    const fault = faultOfText(path, provider, lengthMax) ?? faultOfText(path, subject, lengthMax);
    if (fault !== null) issues.push(fault);
    const key = identityKey(provider, subject);
    if (keys.has(key)) refusals.push({ code: 'taken', field: 'identity' });
    keys.add(key);
  }
  return issues.length > 0 ? [{ code: 'invalid', issues }, ...refusals] : refusals;
}

/** Identities are dropped by id, and the addresses that carried them forget them; adding one is an import's doing. */
export function judgeIdentities(user: User, patch: UserPatch, situation: Situation): Verdict {
  const wish = patch.identities;
  if (wish.op === 'keep') return unchanged;
  const unknown: Refusal[] = wish.remove
    .filter((id) => !user.identities.some((identity) => identity.id === id))
    .map((id) => ({ code: 'not-found', what: 'identity', id }));
  const left = withoutIdentities(user, new Set(wish.remove));
  return {
    set: { ...left, identities: [...left.identities, ...wish.add] },
    refusals: [...unknown, ...judgeAdded(left.identities, wish.add, situation.policy.externalId.lengthMax)],
  };
}

/** The user with each proven address linked to the identities that carry it. */
export function linkIdentities(user: User): User {
  const emails = user.emails.map((email) => {
    const key = foldEmail(email.address);
    const carries = ({ emailVerified, email: address }: Identity) =>
      emailVerified === true && address !== null && foldEmail(address) === key;
    const known = new Set(email.linkedTo.map((link) => link.id));
    const links = isHeld(email)
      ? user.identities.filter((identity) => carries(identity) && !known.has(identity.id))
      : [];
    if (links.length === 0) return email;
    return { ...email, linkedTo: [...email.linkedTo, ...links.map(({ provider, id }) => ({ type: provider, id }))] };
  });
  return { ...user, emails };
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
