import {
  type ContactsEdit,
  type NewContact,
  sameContacts,
  type UserPatch,
  untouched,
} from '../src/core/model/patch.ts';
import { type Actor, defaultPolicy, type Policy } from '../src/core/model/realm.ts';
import type { Contact, Email, Identity, Phone, User, Wallet } from '../src/core/model/user.ts';
import { blankUser } from '../src/core/rules/creation.ts';
import type { Situation } from '../src/core/rules/verdict.ts';

/** The moment at which the tests happen. */
export const now = Date.UTC(2026, 9, 1);

/** A UUIDv7 with this number at its end. */
export function idOf(number: number): string {
  return `0199a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export const secretKey: Actor = { kind: 'secret-key', keyId: 'key' };
export const appKey: Actor = { kind: 'app-key', keyId: 'key' };

/** Somebody who is signed in as this user. */
export function selfOf(userId: string): Actor {
  return { kind: 'user', userId, sessionId: idOf(900), role: null, rank: 'user', address: null };
}

/** A situation with a secret key under the default policy; ids count up from 1000. */
export function situation(change: Partial<Situation> = {}): Situation {
  let count = 1000;
  return { policy: defaultPolicy, actor: secretKey, now, newId: () => idOf(count++), known: null, ...change };
}

/** The default policy with other rules for one matter. */
export function policyWith<Matter extends keyof Policy>(matter: Matter, change: Partial<Policy[Matter]>): Policy {
  return { ...defaultPolicy, [matter]: { ...defaultPolicy[matter], ...change } };
}

/** A user with nothing but what is given. */
export function user(change: Partial<User> = {}): User {
  return { ...blankUser('default', idOf(1), now - 1000), rev: 1, serial: 1, ...change };
}

/** A patch with nothing but what is given. */
export function patch(change: Partial<UserPatch>): UserPatch {
  return { ...untouched, ...change };
}

/** Proven by an admin's word. */
export const proof = { status: 'verified', strategy: 'admin', at: now - 500 } as const;

function contact(id: number, change: Partial<Contact>): Contact {
  const made = { verification: proof, reserved: false, linkedTo: [], createdAt: now - 500, updatedAt: now - 500 };
  return { id: idOf(id), ...made, ...change };
}

/** A proven email address. */
export function email(id: number, address: string, change: Partial<Email> = {}): Email {
  return { ...contact(id, change), address };
}

/** A proven telephone, no second factor. */
export function phone(id: number, number: string, change: Partial<Phone> = {}): Phone {
  return { secondFactor: false, defaultSecondFactor: false, ...contact(id, change), ...change, number };
}

/** A proven wallet. */
export function wallet(id: number, address: string, change: Partial<Wallet> = {}): Wallet {
  return { ...contact(id, change), address };
}

/** An identity at a provider. */
export function identity(id: number, subject: string, provider = 'oauth_example'): Identity {
  return {
    id: idOf(id),
    provider,
    subject,
    email: null,
    emailVerified: null,
    username: null,
    firstName: null,
    lastName: null,
    imageUrl: null,
    label: null,
    scopes: [],
    metadata: {},
    createdAt: now - 500,
    updatedAt: now - 500,
  };
}

/** A contact to add: verified by an admin's word unless said otherwise. */
export function wish(value: string, change: Partial<NewContact> = {}): NewContact {
  return { id: null, value, claim: 'verified', strategy: 'admin', secondFactor: false, ...change };
}

type ListChange = Omit<Extract<ContactsEdit['list'], { op: 'change' }>, 'op'>;

/** A change of a list of contacts. */
export function listChange(change: Partial<ListChange>, rest: Partial<ContactsEdit> = {}): ContactsEdit {
  return { ...sameContacts, list: { op: 'change', add: [], edit: [], remove: [], ...change }, ...rest };
}

/** A list of contacts replaced. */
export function replacement(items: readonly NewContact[], rest: Partial<ContactsEdit> = {}): ContactsEdit {
  return { ...sameContacts, list: { op: 'replace', items }, ...rest };
}

/** Freezes a value and everything in it. */
export function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) frozen(item);
  }
  return value;
}
