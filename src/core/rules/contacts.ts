// The contacts: emails, phones and wallets, how they are added, proven, dropped, made primary.

import type { Issue, Refusal } from '../model/error.ts';
import {
  type Claim,
  type ContactEdit,
  type ContactsEdit,
  keep,
  type NewContact,
  set,
  type UserPatch,
} from '../model/patch.ts';
import type { Contact, Email, Phone, User, Verification, Wallet } from '../model/user.ts';
import { may } from './access.ts';
import { readEmail, readPhone, readWallet } from './addresses.ts';
import { withoutIdentities } from './identities.ts';
import { foldKey, isHeld } from './keys.ts';
import { heirOf, isProven } from './primary.ts';
import { judgeProvenFactors, settleDefault } from './second-factors.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

type Kind = 'email' | 'phone' | 'wallet';

/** One sort of contact: how to read it, name it, build it. */
type Sort<Item extends Contact> = {
  readonly kind: Kind;
  readonly path: 'emails' | 'phones' | 'wallets';
  readonly read: (text: string) => string | null;
  readonly valueOf: (item: Item) => string;
  readonly build: (contact: Contact, value: string, secondFactor: boolean) => Item;
  /** The item with these flags; the same object when they are so already. */
  readonly adjust: (item: Item, flags: Pick<ContactEdit, 'secondFactor' | 'defaultSecondFactor'>) => Item;
};

const emailSort: Sort<Email> = {
  kind: 'email',
  path: 'emails',
  read: readEmail,
  valueOf: (email) => email.address,
  build: (contact, address) => ({ ...contact, address }),
  adjust: (email) => email,
};

const phoneSort: Sort<Phone> = {
  kind: 'phone',
  path: 'phones',
  read: readPhone,
  valueOf: (phone) => phone.number,
  build: (contact, number, secondFactor) => ({ ...contact, number, secondFactor, defaultSecondFactor: false }),
  adjust: (phone, flags) => {
    const secondFactor = flags.secondFactor.op === 'set' ? flags.secondFactor.value : phone.secondFactor;
    const wanted = flags.defaultSecondFactor.op === 'set' ? flags.defaultSecondFactor.value : phone.defaultSecondFactor;
    const defaultSecondFactor = secondFactor && wanted;
    const same = secondFactor === phone.secondFactor && defaultSecondFactor === phone.defaultSecondFactor;
    return same ? phone : { ...phone, secondFactor, defaultSecondFactor };
  },
};

const walletSort: Sort<Wallet> = {
  kind: 'wallet',
  path: 'wallets',
  read: readWallet,
  valueOf: (wallet) => wallet.address,
  build: (contact, address) => ({ ...contact, address }),
  adjust: (wallet) => wallet,
};

function proofOf(claim: Claim, strategy: string, old: Verification | null, now: number): Verification | null {
  if (claim !== 'verified') return null;
  return old?.status === 'verified' ? old : { status: 'verified', strategy, at: now };
}

function withClaim<Item extends Contact>(item: Item, claim: Claim, strategy: string, now: number): Item {
  const verification = proofOf(claim, strategy, item.verification, now);
  const reserved = claim === 'reserved';
  if (verification === item.verification && reserved === item.reserved) return item;
  return { ...item, verification, reserved, updatedAt: now };
}

function touched<Item extends Contact>(before: Item, after: Item, now: number): Item {
  return before === after ? before : { ...after, updatedAt: now };
}

/**
 * An entry that a replacement names again: the value is written as in the wish; a stronger claim and a use as second factor
 * are taken over, weaker ones say nothing unless the wish is firm.
 */
function renamed<Item extends Contact>(
  sort: Sort<Item>,
  old: Item,
  value: string,
  wish: NewContact,
  now: number,
): Item {
  const written = sort.valueOf(old) === value ? old : sort.build(old, value, wish.secondFactor);
  const firm = wish.firm === true;
  const more = wish.claim === 'verified' || (wish.claim === 'reserved' && !isHeld(old));
  const claimed = more || firm ? withClaim(written, wish.claim, wish.strategy, now) : written;
  const flags = { secondFactor: wish.secondFactor || firm ? set(wish.secondFactor) : keep, defaultSecondFactor: keep };
  return touched(old, sort.adjust(claimed, flags), now);
}

/** What the list of one sort becomes, with everything that speaks against it. */
class Draft<Item extends Contact> {
  readonly refusals: Refusal[] = [];
  readonly issues: Issue[] = [];
  readonly removed: Item[] = [];
  readonly sort: Sort<Item>;
  readonly situation: Situation;
  items: Item[];

  constructor(sort: Sort<Item>, items: readonly Item[], situation: Situation) {
    this.sort = sort;
    this.items = [...items];
    this.situation = situation;
  }

  find(value: string): Item | undefined {
    const key = foldKey(this.sort.kind, value);
    return this.items.find((item) => foldKey(this.sort.kind, this.sort.valueOf(item)) === key);
  }

  /** Reads a wish; null (with an issue noted) when the value is no address. */
  make(wish: NewContact, index: number): Item | null {
    const value = this.sort.read(wish.value);
    if (value === null) {
      this.issues.push({ path: `${this.sort.path}.${index}`, reason: 'format', limit: null });
      return null;
    }
    if (wish.claim === 'verified') this.#assert();
    const { now, newId } = this.situation;
    const contact: Contact = {
      id: wish.id ?? newId(),
      verification: proofOf(wish.claim, wish.strategy, null, now),
      reserved: wish.claim === 'reserved',
      linkedTo: [],
      createdAt: now,
      updatedAt: now,
    };
    return this.sort.build(contact, value, wish.secondFactor);
  }

  replace(wishes: readonly NewContact[]): void {
    const next: Item[] = [];
    const keys = new Set<string>();
    for (const [index, wish] of wishes.entries()) {
      const made = this.make(wish, index);
      if (made === null) continue;
      const value = this.sort.valueOf(made);
      const key = foldKey(this.sort.kind, value);
      if (keys.has(key)) {
        this.issues.push({ path: `${this.sort.path}.${index}`, reason: 'duplicate', limit: null });
        continue;
      }
      keys.add(key);
      const old = this.find(value);
      next.push(old === undefined ? made : renamed(this.sort, old, value, wish, this.situation.now));
    }
    const kept = new Set(next.map((item) => item.id));
    this.removed.push(...this.items.filter((item) => !kept.has(item.id)));
    this.items = next;
  }

  add(wishes: readonly NewContact[]): void {
    for (const [index, wish] of wishes.entries()) {
      const made = this.make(wish, index);
      if (made === null) continue;
      if (this.find(this.sort.valueOf(made)) !== undefined)
        this.refusals.push({ code: 'taken', field: this.sort.kind });
      else this.items.push(made);
    }
  }

  edit(edits: readonly ContactEdit[]): void {
    for (const edit of edits) {
      const index = this.items.findIndex((item) => item.id === edit.id);
      const item = this.items[index];
      if (item === undefined) {
        this.refusals.push({ code: 'not-found', what: this.sort.kind, id: edit.id });
        continue;
      }
      if (edit.claim.op === 'set' && edit.claim.value === 'verified') this.#assert();
      const { now } = this.situation;
      const claimed = edit.claim.op === 'set' ? withClaim(item, edit.claim.value, edit.strategy, now) : item;
      this.items[index] = touched(item, this.sort.adjust(claimed, edit), now);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const item = this.items.find((candidate) => candidate.id === id);
      if (item === undefined) this.refusals.push({ code: 'not-found', what: this.sort.kind, id });
      else this.removed.push(item);
    }
    this.items = this.items.filter((item) => !ids.includes(item.id));
  }

  #assert(): void {
    if (may(this.situation.actor, 'contact.assert')) return;
    this.refusals.push({ code: 'forbidden', action: 'contact.assert' });
  }
}

/** Judges the wish for a primary. An unproven one is nobody's choice by id, and none by value in the place of a proven one. */
function primaryOf<Item extends Contact>(
  draft: Draft<Item>,
  wish: ContactsEdit['primary'],
  before: readonly Item[],
  old: string | null,
): string | null {
  const { items, sort } = draft;
  const next = heirOf(old, before, items);
  const refuseUnproven = () =>
    draft.refusals.push({ code: 'not-eligible', field: `primary-${sort.kind}`, why: 'unverified' });
  if (wish.op === 'clear') return null;
  if (wish.op === 'id') {
    const item = items.find((candidate) => candidate.id === wish.id);
    if (item === undefined) draft.refusals.push({ code: 'not-found', what: sort.kind, id: wish.id });
    else if (!isProven(item) && item.id !== next?.id) refuseUnproven();
    return wish.id;
  }
  if (wish.op === 'value') {
    const item = draft.find(sort.read(wish.value) ?? wish.value);
    if (item !== undefined && !isProven(item) && next !== null && isProven(next)) refuseUnproven();
    if (item !== undefined) return item.id;
    if (draft.issues.length === 0) draft.refusals.push({ code: 'not-found', what: sort.kind, id: wish.value });
  }
  const first = wish.op === 'first' ? items[0] : undefined;
  return (next ?? first)?.id ?? null;
}

function judgeSort<Item extends Contact>(
  sort: Sort<Item>,
  items: readonly Item[],
  primary: string | null,
  patch: ContactsEdit,
  situation: Situation,
): { items: readonly Item[]; primary: string | null; refusals: readonly Refusal[]; gone: readonly string[] } | null {
  if (patch.list.op === 'keep' && patch.primary.op === 'keep') return null;
  const draft = new Draft(sort, items, situation);
  if (patch.list.op === 'replace') draft.replace(patch.list.items);
  if (patch.list.op === 'change') {
    draft.remove(patch.list.remove);
    draft.edit(patch.list.edit);
    draft.add(patch.list.add);
  }
  if (patch.linked === 'refuse' && draft.removed.some((item) => item.linkedTo.length > 0)) {
    draft.refusals.push({ code: 'not-eligible', field: sort.path, why: 'linked' });
  }
  const max = situation.policy.contacts.countMax;
  if (draft.items.length > max) draft.issues.push({ path: sort.path, reason: 'count-max', limit: max });
  const nextPrimary = primaryOf(draft, patch.primary, items, primary);
  const faulty = draft.issues.length > 0 ? [{ code: 'invalid', issues: draft.issues } as const] : [];
  const same = draft.items.length === items.length && draft.items.every((item, index) => item === items[index]);
  return {
    items: same ? items : draft.items,
    primary: nextPrimary,
    refusals: [...faulty, ...draft.refusals],
    gone: draft.removed.flatMap((item) => item.linkedTo.map((link) => link.id)),
  };
}

/**
 * Contacts are well-formed and differ from one another; only a proven one is made primary by id, or in the place of a proven
 * one, or asked at sign-in; a primary that goes or loses its proof hands over to the first proven one left. Proof by mere word needs an actor who may assert it. Identities
 * that rest on an address that goes fall away with it, or keep it (`linked`).
 */
export function judgeContacts(user: User, patch: UserPatch, situation: Situation): Verdict {
  const emails = judgeSort(emailSort, user.emails, user.primaryEmailId, patch.emails, situation);
  const phones = judgeSort(phoneSort, user.phones, user.primaryPhoneId, patch.phones, situation);
  const wallets = judgeSort(walletSort, user.wallets, user.primaryWalletId, patch.wallets, situation);
  if (emails === null && phones === null && wallets === null) return unchanged;
  const gone = new Set([...(emails?.gone ?? []), ...(phones?.gone ?? []), ...(wallets?.gone ?? [])]);
  const next = {
    identities: user.identities,
    emails: emails?.items ?? user.emails,
    phones: phones === null ? user.phones : settleDefault(user.phones, phones.items),
    wallets: wallets?.items ?? user.wallets,
  };
  return {
    set: {
      ...(gone.size > 0 ? withoutIdentities(next, gone) : next),
      ...(emails && { primaryEmailId: emails.primary }),
      ...(phones && { primaryPhoneId: phones.primary }),
      ...(wallets && { primaryWalletId: wallets.primary }),
    },
    refusals: [
      ...(emails?.refusals ?? []),
      ...(phones?.refusals ?? []),
      ...(wallets?.refusals ?? []),
      ...judgeProvenFactors(user.phones, next.phones),
    ],
  };
}
