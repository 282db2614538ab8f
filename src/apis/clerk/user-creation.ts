// Creating a user: the parameters of a new one.

import {
  type ContactsEdit,
  change,
  type NewContact,
  sameContacts,
  type UserPatch,
  untouched,
} from '../../core/model/patch.ts';
import type { Call } from './route.ts';
import { bagNames, commonNames, readCommon, replacedBag } from './user-parameters.ts';
import { Body } from './wire/body.ts';
import { wireError } from './wire/rejected.ts';

const creationNames: ReadonlySet<string> = new Set([
  ...commonNames,
  ...bagNames,
  'email_address',
  'email_address_identification_status',
  'phone_number',
  'phone_number_identification_status',
  'web3_wallet',
  'skip_user_requirement',
  'banned',
  'locked',
]);

/** What the creation of a user asks for. `waivers`: requirements it asks to pass by. */
export type UserCreation = {
  readonly patch: UserPatch;
  readonly waivers: { readonly identifier: boolean; readonly password: boolean };
};

/** How each new address is claimed: proven by the caller's word unless the parallel list says `reserved`. */
function readClaims(body: Body, param: string, count: number, other: string): readonly NewContact['claim'][] {
  const statuses = body.texts(param) ?? [];
  if (statuses.length > 0 && statuses.length !== count) {
    body.fault(wireError('arrayLengthMismatch', { param, other }));
  }
  return statuses.map((status) => {
    if (status === 'verified' || status === 'reserved') return status;
    body.fault(wireError('valueInvalid', { param, value: status }));
    return 'verified';
  });
}

function contactsOf(values: readonly string[], claims: readonly NewContact['claim'][]): ContactsEdit {
  if (values.length === 0) return sameContacts;
  const items = values.map((value, index) => ({
    id: null,
    value,
    claim: claims[index] ?? 'verified',
    strategy: 'admin',
    secondFactor: false,
  }));
  return { list: { op: 'replace', items }, primary: { op: 'first' }, linked: 'refuse' };
}

/** Clerk BAPI 2026-05-12, POST /users; 2026-08. The first address of each sort becomes the primary one. */
export function readCreation(call: Call): UserCreation {
  const body = new Body(call.body, creationNames);
  const emails = body.texts('email_address') ?? [];
  const phones = body.texts('phone_number') ?? [];
  const emailClaims = readClaims(body, 'email_address_identification_status', emails.length, 'email_address');
  const phoneClaims = readClaims(body, 'phone_number_identification_status', phones.length, 'phone_number');
  const patch: UserPatch = {
    ...readCommon(body, false),
    emails: contactsOf(emails, emailClaims),
    phones: contactsOf(phones, phoneClaims),
    wallets: contactsOf(body.texts('web3_wallet') ?? [], []),
    banned: change(body.flag('banned')),
    locked: change(body.flag('locked')),
    metadata: {
      ...untouched.metadata,
      public: replacedBag(body.bag('public_metadata')),
      private: replacedBag(body.bag('private_metadata')),
      unsafe: replacedBag(body.bag('unsafe_metadata')),
    },
  };
  const waivers = {
    identifier: body.flag('skip_user_requirement') === true,
    password: body.flag('skip_password_requirement') === true,
  };
  body.settle();
  return { patch, waivers };
}
