// The endpoints of email addresses.

import { updateUser } from '../../core/commands/update-user.ts';
import { keep, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Email, User } from '../../core/model/user.ts';
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
import { emailAddressObject } from './wire/objects/email-address.ts';
import { deletedObject } from './wire/objects/shared.ts';

const creationNames: ReadonlySet<string> = new Set([
  'user_id',
  'email_address',
  'verified',
  'primary',
  'notify_primary_email_address_changed',
]);
const updateNames: ReadonlySet<string> = new Set(['verified', 'primary', 'notify_primary_email_address_changed']);
const replacementNames: ReadonlySet<string> = new Set([
  'email_address',
  'identification_status',
  'notify_primary_email_address_changed',
]);

const parameter = 'email_address_id';

/** On these endpoints the parameter that makes an address primary has another name than on users. */
const scene = { parameters: { 'primary-email': 'primary' } } as const;

function readCreation(call: Call) {
  const body = new Body(call.body, creationNames);
  const userId = body.requiredText('user_id');
  const address = body.requiredText('email_address');
  const claim = body.flag('verified') === true ? 'verified' : 'unverified';
  const primary = body.flag('primary');
  const notifyPrimaryEmailChanged = body.flag('notify_primary_email_address_changed') === true;
  body.settle();
  const contact = newContact(address, claim);
  const patch = (user: User): UserPatch => ({
    ...untouched,
    emails: addition(contact, primary, user.emails.length === 0),
    notifyPrimaryEmailChanged,
  });
  return { reference: userReferenceOf(userId), patch };
}

function readUpdate(call: Call): (holder: Holder) => (user: User) => UserPatch {
  const body = new Body(call.body, updateNames);
  const update = { verified: body.flag('verified'), primary: body.flag('primary'), secondFactor: keep };
  const notifyPrimaryEmailChanged = body.flag('notify_primary_email_address_changed') === true;
  body.settle();
  return (holder) => (user) => ({
    ...untouched,
    emails: alteration(pick(user.emails, holder.contactId), update),
    notifyPrimaryEmailChanged,
  });
}

function readReplacement(call: Call): UserPatch {
  const body = new Body(call.body, replacementNames);
  const address = body.requiredText('email_address');
  const claim = readStatus(body);
  const notifyPrimaryEmailChanged = body.flag('notify_primary_email_address_changed') === true;
  body.settle();
  return { ...untouched, emails: replacement(address, claim), notifyPrimaryEmailChanged };
}

function emailOf({ user, contactId }: Holder): Email {
  return pick(user.emails, contactId);
}

/** Clerk BAPI 2026-05-12, tag Email Addresses; 2026-08. */
export const emailAddressRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/email_addresses',
    scene,
    parse: readCreation,
    run: async (call, { reference, patch }) => {
      const updated = await updateUser(call.context, reference, patch, { system: false, ifRev: null });
      return newcomer(updated.before.emails, updated.after.emails, null);
    },
    render: emailAddressObject,
  }),
  route({
    method: 'GET',
    path: `/email_addresses/:${parameter}`,
    parse: (call) => findHolder(call, parameter),
    run: async (_call, holder) => emailOf(holder),
    render: emailAddressObject,
  }),
  route({
    method: 'PATCH',
    path: `/email_addresses/:${parameter}`,
    scene,
    parse: readUpdate,
    run: async (call, patchOf) => {
      const holder = await findHolder(call, parameter);
      emailOf(holder);
      return emailOf(await updateHolder(call, holder, patchOf(holder)));
    },
    render: emailAddressObject,
  }),
  route({
    method: 'DELETE',
    path: `/email_addresses/:${parameter}`,
    parse: (call) => findHolder(call, parameter),
    run: (call, holder) => updateHolder(call, holder, { ...untouched, emails: removal(holder.contactId) }),
    render: (_holder, call) => deletedObject('email_address', pathParameter(call, parameter)),
  }),
  route({
    method: 'PUT',
    path: '/users/:user_id/email_address',
    scene,
    parse: readReplacement,
    run: async (call, patch) => {
      const updated = await updateUser(call.context, userOfPath(call), patch, { system: false, ifRev: null });
      return newcomer(updated.before.emails, updated.after.emails, updated.after.primaryEmailId);
    },
    render: emailAddressObject,
  }),
];
