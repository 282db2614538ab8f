// The contacts of a newcomer: addresses as a file lists them, as a change to an empty list.

import { type Claim, type ContactsEdit, sameContacts } from '../../core/model/patch.ts';

/** An address as typed. Only a verified one is taken over as a second factor; `reserved` counts for those that are not. */
export type Address = {
  readonly value: string;
  readonly verified: boolean;
  readonly secondFactor?: boolean;
  readonly reserved?: boolean;
};

function keyOf(value: string): string {
  return value.trim().toLowerCase();
}

function merge(address: Address, known: Address | undefined): Address {
  if (known === undefined) return address;
  return {
    value: known.value,
    verified: known.verified || address.verified,
    secondFactor: known.secondFactor === true || address.secondFactor === true,
    reserved: known.reserved === true || address.reserved === true,
  };
}

function claimOf({ verified, reserved }: Address): Claim {
  if (verified) return 'verified';
  return reserved === true ? 'reserved' : 'unverified';
}

/**
 * Adds the addresses, verified ones by the word of whoever imports. Files name an address several times (as the primary and
 * in a list): it is added once, with the strongest claim. Without a `primary` the first verified one is it, else the first.
 */
export function contactsOf(addresses: readonly Address[], primary: string | null): ContactsEdit {
  const merged = new Map<string, Address>();
  for (const address of addresses) merged.set(keyOf(address.value), merge(address, merged.get(keyOf(address.value))));
  const all = [...merged.values()];
  const first = merged.get(keyOf(primary ?? '')) ?? all.find(({ verified }) => verified) ?? all[0];
  if (first === undefined) return sameContacts;
  const add = all.map((address) => ({
    id: null,
    value: address.value,
    claim: claimOf(address),
    strategy: 'admin',
    secondFactor: address.verified && address.secondFactor === true,
  }));
  return {
    ...sameContacts,
    list: { op: 'change', add, edit: [], remove: [] },
    primary: { op: 'value', value: first.value },
  };
}
