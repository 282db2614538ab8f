// Lists of contacts as a caller writes them, turned into what the core is asked to change.

import type { Json, JsonObject } from '../../core/model/json.ts';
import { type ContactsEdit, keep, type NewContact } from '../../core/model/patch.ts';
import { type Fault, fault } from './problem.ts';
import { isSameJson } from './same-json.ts';

/** One contact of either document; `value` is its address or number. */
export type Entry = {
  readonly value: string;
  readonly verified: boolean | undefined;
  readonly reserved: boolean | undefined;
  readonly secondFactor: boolean | undefined;
  /** As it stands in the document. */
  readonly written: JsonObject;
};

/** One list of contacts before and after, with its primary by value. `changed`: by the caller's document. */
export type ContactLists = {
  readonly member: 'emails' | 'phones' | 'wallets';
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
  readonly listChanged: boolean;
  readonly primary: string | null;
  readonly primaryChanged: boolean;
};

const readOnly = ['id', 'verification', 'linkedTo', 'createdAt', 'updatedAt', 'defaultSecondFactor'] as const;

const claims = { true: 'verified', false: 'unverified' } as const;

function claimOf(verified: boolean, reserved: boolean): NewContact['claim'] {
  return !verified && reserved ? 'reserved' : claims[`${verified}`];
}

function contactOf(entry: Entry, held: Entry | undefined): NewContact {
  const verified = entry.verified ?? held?.verified ?? false;
  const reserved = entry.reserved ?? held?.reserved ?? false;
  const secondFactor = entry.secondFactor ?? held?.secondFactor ?? false;
  const weaker = held?.verified === true && !verified;
  const freer = held?.reserved === true && !reserved;
  const less = held?.secondFactor === true && !secondFactor;
  return {
    id: null,
    value: entry.value,
    claim: claimOf(verified, reserved),
    strategy: 'admin',
    secondFactor,
    firm: weaker || freer || less,
  };
}

function faultsOf(member: string, index: number, entry: Entry, held: Entry | undefined): readonly Fault[] {
  const other = (name: string): boolean => {
    const sent: Json | undefined = Object.hasOwn(entry.written, name) ? entry.written[name] : undefined;
    return sent !== undefined && !isSameJson(sent, held?.written[name] ?? null);
  };
  return readOnly.filter(other).map((name) => fault(`/${member}/${index}/${name}`, 'read-only'));
}

function primaryOf(lists: ContactLists): ContactsEdit['primary'] {
  const { before, after, primary, primaryChanged } = lists;
  if (!primaryChanged) return before.length === 0 ? { op: 'first' } : keep;
  if (primary === null) return { op: 'clear' };
  const held = before.find(({ value }) => value === primary);
  const id = after.some(({ value }) => value === primary) ? held?.written.id : undefined;
  return typeof id === 'string' ? { op: 'id', id } : { op: 'value', value: primary };
}

/**
 * Asks for the list as written: who is not in it goes, with the identities that rested on it; what an entry does not say
 * stays as it is. An entry is known by its address or number; to give another address the id or proof of an old one is a
 * fault.
 */
export function contactsWish(lists: ContactLists): { edit: ContactsEdit; faults: readonly Fault[] } {
  const { member, before, after, listChanged, primaryChanged } = lists;
  const held = new Map(before.map((entry) => [entry.value, entry]));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of listChanged ? after.entries() : []) {
    faults.push(...faultsOf(member, index, entry, held.get(entry.value)));
    if (seen.has(entry.value)) faults.push(fault(`/${member}/${index}`, 'duplicate'));
    seen.add(entry.value);
  }
  const items = after.map((entry) => contactOf(entry, held.get(entry.value)));
  const edit: ContactsEdit = {
    list: listChanged ? { op: 'replace', items } : keep,
    primary: listChanged || primaryChanged ? primaryOf(lists) : keep,
    linked: 'unlink',
  };
  return { edit, faults };
}
