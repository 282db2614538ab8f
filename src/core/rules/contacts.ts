// The contacts: emails, phones and wallets, how they are added, proven, dropped, made primary.

import type { Issue, Refusal } from '../model/error.ts';
import type { Claim, ContactEdit, ContactsEdit, NewContact, UserPatch } from '../model/patch.ts';
import type { Contact, Email, Phone, User, Verification, Wallet } from '../model/user.ts';
import { may } from './access.ts';
import { readEmail, readPhone, readWallet } from './addresses.ts';
import { foldKey } from './keys.ts';
import { type Situation, unchanged, type Verdict } from './verdict.ts';

type Kind = 'email' | 'phone' | 'wallet';

/** One sort of contact: how to read it, name it, build it. */
type Sort<Item extends Contact> = {
  readonly kind: Kind;
  readonly path: 'emails' | 'phones' | 'wallets';
  readonly read: (text: string) => string | null;
  readonly valueOf: (item: Item) => string;
  readonly build: (contact: Contact, value: string, secondFactor: boolean) => Item;
  readonly adjust: (item: Item, edit: ContactEdit) => Item;
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
  adjust: (phone, edit) => {
    const secondFactor = edit.secondFactor.op === 'set' ? edit.secondFactor.value : phone.secondFactor;
    const asDefault =
      edit.defaultSecondFactor.op === 'set' ? edit.defaultSecondFactor.value : phone.defaultSecondFactor;
    return { ...phone, secondFactor, defaultSecondFactor: secondFactor && asDefault };
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
      const same = old !== undefined && this.sort.valueOf(old) === value;
      next.push(same ? withClaim(old, wish.claim, wish.strategy, this.situation.now) : made);
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
      this.items[index] = this.sort.adjust(claimed, edit);
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

function primaryOf<Item extends Contact>(
  draft: Draft<Item>,
  wish: ContactsEdit['primary'],
  old: string | null,
): string | null {
  const { items, sort } = draft;
  if (wish.op === 'clear') return null;
  if (wish.op === 'id') {
    const item = items.find((candidate) => candidate.id === wish.id);
    if (item === undefined) draft.refusals.push({ code: 'not-found', what: sort.kind, id: wish.id });
    else if (item.verification?.status !== 'verified') {
      draft.refusals.push({ code: 'not-eligible', field: `primary-${sort.kind}`, why: 'unverified' });
    }
    return wish.id;
  }
  if (wish.op === 'value') {
    const item = draft.find(sort.read(wish.value) ?? wish.value);
    if (item !== undefined) return item.id;
  }
  if (old !== null && items.some((item) => item.id === old)) return old;
  if (old === null && wish.op !== 'first') return null;
  const proven = items.find((item) => item.verification?.status === 'verified');
  return (proven ?? (wish.op === 'first' ? items[0] : undefined))?.id ?? null;
}

/** Keeps one default among the phones used as a second factor: the first, unless another was chosen just now. */
function settleDefault(before: readonly Phone[], after: readonly Phone[]): readonly Phone[] {
  const chosen = after.filter((phone) => phone.defaultSecondFactor);
  const fresh = chosen.find((phone) => !before.some((old) => old.id === phone.id && old.defaultSecondFactor));
  const winner = fresh ?? chosen[0] ?? after.find((phone) => phone.secondFactor);
  if (after.every((phone) => phone.defaultSecondFactor === (phone === winner))) return after;
  return after.map((phone) => ({ ...phone, defaultSecondFactor: phone === winner }));
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
  const nextPrimary = primaryOf(draft, patch.primary, primary);
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
 * Contacts are well-formed and differ from one another; only a proven one is made primary by id; a primary that goes hands
 * over to the first proven one left. Proof by mere word needs an actor who may assert it. Identities that rest on an address
 * that goes fall away with it, or keep it (`linked`).
 */
export function judgeContacts(user: User, patch: UserPatch, situation: Situation): Verdict {
  const emails = judgeSort(emailSort, user.emails, user.primaryEmailId, patch.emails, situation);
  const phones = judgeSort(phoneSort, user.phones, user.primaryPhoneId, patch.phones, situation);
  const wallets = judgeSort(walletSort, user.wallets, user.primaryWalletId, patch.wallets, situation);
  if (emails === null && phones === null && wallets === null) return unchanged;
  const gone = new Set([...(emails?.gone ?? []), ...(phones?.gone ?? []), ...(wallets?.gone ?? [])]);
  return {
    set: {
      ...(emails && { emails: emails.items, primaryEmailId: emails.primary }),
      ...(phones && { phones: settleDefault(user.phones, phones.items), primaryPhoneId: phones.primary }),
      ...(wallets && { wallets: wallets.items, primaryWalletId: wallets.primary }),
      ...(gone.size > 0 && { identities: user.identities.filter((identity) => !gone.has(identity.id)) }),
    },
    refusals: [...(emails?.refusals ?? []), ...(phones?.refusals ?? []), ...(wallets?.refusals ?? [])],
  };
}
