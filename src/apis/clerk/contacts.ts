// What the endpoints of email addresses and of phone numbers have in common.

import { getUser } from '../../core/commands/get-user.ts';
import { updateUser } from '../../core/commands/update-user.ts';
import {
  type Change,
  type Claim,
  type ContactEdit,
  type ContactsEdit,
  keep,
  type NewContact,
  set,
  type UserPatch,
} from '../../core/model/patch.ts';
import type { Contact, User } from '../../core/model/user.ts';
import { found } from './found.ts';
import { type Call, pathParameter } from './route.ts';
import type { Body } from './wire/body.ts';
import { readIdentificationId } from './wire/ids.ts';
import { reject, wireError } from './wire/rejected.ts';

/** The user who has the contact, and its id. A call for one that nobody has is turned down. */
export type Holder = { readonly user: User; readonly contactId: string };

/** Finds the contact that the path names. */
export async function findHolder(call: Call, parameter: string): Promise<Holder> {
  const contactId = readIdentificationId(pathParameter(call, parameter));
  if (contactId === null) return reject('identificationNotFound');
  const reference = { by: 'key', kind: 'contact', value: contactId } as const;
  const user = await found(getUser(call.context, reference, { system: false }));
  return user === null ? reject('identificationNotFound') : { user, contactId };
}

/** The contact among a user's; a call for one that is not there is turned down. */
export function pick<Item extends Contact>(items: readonly Item[], id: string): Item {
  return items.find((item) => item.id === id) ?? reject('identificationNotFound');
}

/** Changes the holder of a contact. */
export async function updateHolder(
  call: Call,
  holder: Holder,
  patch: UserPatch | ((user: User) => UserPatch),
): Promise<Holder> {
  const options = { system: false, ifRev: null };
  const { after } = await updateUser(call.context, { by: 'id', id: holder.user.id }, patch, options);
  return { user: after, contactId: holder.contactId };
}

/** A contact to add in an administrator's name. */
export function newContact(value: string, claim: Claim, secondFactor = false): NewContact {
  return { id: null, value, claim, strategy: 'admin', secondFactor };
}

/** Adds a contact: as the primary one when asked, and when it is the first. */
export function addition(contact: NewContact, asPrimary: boolean | null | undefined, isFirst: boolean): ContactsEdit {
  const primary = asPrimary ?? isFirst;
  return {
    list: { op: 'change', add: [contact], edit: [], remove: [] },
    primary: primary ? { op: 'value', value: contact.value } : keep,
    linked: 'refuse',
  };
}

/** Puts one contact in the place of all. */
export function replacement(value: string, claim: Claim): ContactsEdit {
  return {
    list: { op: 'replace', items: [newContact(value, claim)] },
    primary: { op: 'value', value },
    linked: 'refuse',
  };
}

/** Takes a contact away, unless an outside account rests on it. */
export function removal(id: string): ContactsEdit {
  return { list: { op: 'change', add: [], edit: [], remove: [id] }, primary: keep, linked: 'refuse' };
}

/** What an update of a contact asks for; undefined and null leave things as they are. */
export type ContactUpdate = {
  readonly verified: boolean | null | undefined;
  readonly primary: boolean | null | undefined;
  readonly secondFactor: Change<boolean>;
};

/** `verified: false` takes a proof away; a contact that has none stays as it is. */
function claimOf(contact: Contact, verified: ContactUpdate['verified']): ContactEdit['claim'] {
  if (verified === true) return set('verified');
  return verified === false && contact.verification?.status === 'verified' ? set('unverified') : keep;
}

/** Changes a contact. `primary: false` says nothing: another one takes over by becoming primary itself. */
export function alteration(contact: Contact, update: ContactUpdate): ContactsEdit {
  const edit: ContactEdit = {
    id: contact.id,
    claim: claimOf(contact, update.verified),
    strategy: 'admin',
    secondFactor: update.secondFactor,
    defaultSecondFactor: keep,
  };
  return {
    list: { op: 'change', add: [], edit: [edit], remove: [] },
    primary: update.primary === true ? { op: 'id', id: contact.id } : keep,
    linked: 'refuse',
  };
}

const statuses: ReadonlyMap<string, Claim> = new Map([
  ['verified', 'verified'],
  ['reserved', 'reserved'],
  ['unverified', 'unverified'],
]);

/** Reads `identification_status`; verified unless told. */
export function readStatus(body: Body): Claim {
  const text = body.text('identification_status') ?? 'verified';
  const claim = statuses.get(text);
  if (claim === undefined) body.fault(wireError('valueInvalid', { param: 'identification_status', value: text }));
  return claim ?? 'verified';
}

/** The contact that a change has brought in: the one that was not there before, else the one with this value. */
export function newcomer<Item extends Contact>(
  before: readonly Item[],
  after: readonly Item[],
  primaryId: string | null,
): Item {
  const known = new Set(before.map((item) => item.id));
  const item = after.find(({ id }) => !known.has(id)) ?? after.find(({ id }) => id === primaryId);
  if (item === undefined) throw new Error('an added contact is not there');
  return item;
}
