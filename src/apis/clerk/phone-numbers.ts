// The endpoints of phone numbers.

import { updateUser } from '../../core/commands/update-user.ts';
import { change, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Phone, User } from '../../core/model/user.ts';
import {
  addition,
  alteration,
  findHolder,
  type Holder,
  newContact,
  newcomer,
  pick,
  readStatus,
  removal,
  replacement,
  updateHolder,
} from './contacts.ts';
import { type Call, pathParameter, type Route, route } from './route.ts';
import { userOfPath } from './users.ts';
import { Body } from './wire/body.ts';
import { userReferenceOf } from './wire/ids.ts';
import { phoneNumberObject } from './wire/objects/phone-number.ts';
import { deletedObject } from './wire/objects/shared.ts';

const creationNames: ReadonlySet<string> = new Set([
  'user_id',
  'phone_number',
  'verified',
  'primary',
  'reserved_for_second_factor',
]);
const updateNames: ReadonlySet<string> = new Set(['verified', 'primary', 'reserved_for_second_factor']);
const replacementNames: ReadonlySet<string> = new Set(['phone_number', 'identification_status']);

const parameter = 'phone_number_id';

/** On these endpoints the parameter that makes a number primary has another name than on users. */
const parameters = { 'primary-phone': 'primary' } as const;

function readCreation(call: Call) {
  const body = new Body(call.body, creationNames);
  const userId = body.requiredText('user_id');
  const number = body.requiredText('phone_number');
  const claim = body.flag('verified') === true ? 'verified' : 'unverified';
  const primary = body.flag('primary');
  const contact = newContact(number, claim, body.flag('reserved_for_second_factor') === true);
  body.settle();
  const patch = (user: User): UserPatch => ({
    ...untouched,
    phones: addition(contact, primary, user.phones.length === 0),
  });
  return { reference: userReferenceOf(userId), patch };
}

function readUpdate(call: Call): (holder: Holder) => (user: User) => UserPatch {
  const body = new Body(call.body, updateNames);
  const update = {
    verified: body.flag('verified'),
    primary: body.flag('primary'),
    secondFactor: change(body.flag('reserved_for_second_factor')),
  };
  body.settle();
  return (holder) => (user) => ({ ...untouched, phones: alteration(pick(user.phones, holder.contactId), update) });
}

function readReplacement(call: Call): UserPatch {
  const body = new Body(call.body, replacementNames);
  const number = body.requiredText('phone_number');
  const claim = readStatus(body);
  body.settle();
  return { ...untouched, phones: replacement(number, claim) };
}

function phoneOf({ user, contactId }: Holder): Phone {
  return pick(user.phones, contactId);
}

/** Clerk BAPI 2026-05-12, tag Phone Numbers; 2026-08. */
export const phoneNumberRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/phone_numbers',
    scene: { parameters, secondFactor: 'create' },
    parse: readCreation,
    run: async (call, { reference, patch }) => {
      const updated = await updateUser(call.context, reference, patch, { system: false, ifRev: null });
      return newcomer(updated.before.phones, updated.after.phones, null);
    },
    render: phoneNumberObject,
  }),
  route({
    method: 'GET',
    path: `/phone_numbers/:${parameter}`,
    parse: (call) => findHolder(call, parameter),
    run: async (_call, holder) => phoneOf(holder),
    render: phoneNumberObject,
  }),
  route({
    method: 'PATCH',
    path: `/phone_numbers/:${parameter}`,
    scene: { parameters },
    parse: readUpdate,
    run: async (call, patchOf) => {
      const holder = await findHolder(call, parameter);
      phoneOf(holder);
      return phoneOf(await updateHolder(call, holder, patchOf(holder)));
    },
    render: phoneNumberObject,
  }),
  route({
    method: 'DELETE',
    path: `/phone_numbers/:${parameter}`,
    parse: (call) => findHolder(call, parameter),
    run: (call, holder) => updateHolder(call, holder, { ...untouched, phones: removal(holder.contactId) }),
    render: (_holder, call) => deletedObject('phone_number', pathParameter(call, parameter)),
  }),
  route({
    method: 'PUT',
    path: '/users/:user_id/phone_number',
    scene: { parameters },
    parse: readReplacement,
    run: async (call, patch) => {
      const updated = await updateUser(call.context, userOfPath(call), patch, { system: false, ifRev: null });
      return newcomer(updated.before.phones, updated.after.phones, updated.after.primaryPhoneId);
    },
    render: phoneNumberObject,
  }),
];
