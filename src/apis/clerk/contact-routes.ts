// The endpoints that email addresses and phone numbers share, made for each from a table of what differs.

import { updateUser } from '../../core/commands/update-user.ts';
import { type ContactsEdit, change, type UserPatch } from '../../core/model/patch.ts';
import type { Contact, User } from '../../core/model/user.ts';
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
import { type Call, pathParameter, type Route, type Row, route } from './route.ts';
import { userOfPath } from './users.ts';
import { Body } from './wire/body.ts';
import { userReferenceOf } from './wire/ids.ts';
import { deletedObject } from './wire/objects/shared.ts';

type Flag = boolean | null | undefined;

/** What one sort of contact has of its own. */
export type ContactSort<Item extends Contact> = {
  /** The object's name, which is also the parameter with the address or number. */
  readonly name: 'email_address' | 'phone_number';
  readonly path: '/email_addresses' | '/phone_numbers';
  /** The primary one, as the core calls it. */
  readonly primary: 'primary-email' | 'primary-phone';
  /** The flag that only this sort has, and whether a replacement takes it, too. */
  readonly flag: { readonly name: string; readonly inReplacement: boolean };
  /** The use as second factor that the flag asks for. */
  readonly secondFactor: (flag: Flag) => Flag;
  readonly listOf: (user: User) => readonly Item[];
  readonly primaryIdOf: (user: User) => string | null;
  readonly patch: (contacts: ContactsEdit, flag: Flag) => UserPatch;
  readonly render: Row<unknown, Item>['render'];
};

/** Reads the three bodies. */
function readersOf<Item extends Contact>({ name, flag, secondFactor, listOf, patch }: ContactSort<Item>) {
  const shared = ['verified', 'primary', flag.name];
  const creationNames: ReadonlySet<string> = new Set(['user_id', name, ...shared]);
  const updateNames: ReadonlySet<string> = new Set(shared);
  const replacementNames: ReadonlySet<string> = new Set([
    name,
    'identification_status',
    ...(flag.inReplacement ? [flag.name] : []),
  ]);
  return {
    creation(call: Call) {
      const body = new Body(call.body, creationNames);
      const userId = body.requiredText('user_id');
      const value = body.requiredText(name);
      const claim = body.flag('verified') === true ? 'verified' : 'unverified';
      const primary = body.flag('primary');
      const own = body.flag(flag.name);
      body.settle();
      const contact = newContact(value, claim, secondFactor(own) === true);
      const patchOf = (user: User) => patch(addition(contact, primary, listOf(user).length === 0), own);
      return { reference: userReferenceOf(userId), patchOf };
    },
    update(call: Call): (holder: Holder) => (user: User) => UserPatch {
      const body = new Body(call.body, updateNames);
      const [verified, primary, own] = [body.flag('verified'), body.flag('primary'), body.flag(flag.name)];
      body.settle();
      const update = { verified, primary, secondFactor: change(secondFactor(own)) };
      return (holder) => (user) => patch(alteration(pick(listOf(user), holder.contactId), update), own);
    },
    replacement(call: Call): UserPatch {
      const body = new Body(call.body, replacementNames);
      const value = body.requiredText(name);
      const claim = readStatus(body);
      const own = flag.inReplacement ? body.flag(flag.name) : undefined;
      body.settle();
      return patch(replacement(value, claim), own);
    },
  };
}

/** The endpoints of one sort of contact. Clerk BAPI 2026-05-12, tags Email Addresses and Phone Numbers; 2026-08. */
export function contactRoutes<Item extends Contact>(sort: ContactSort<Item>): readonly Route[] {
  const { name, path, listOf, patch, render } = sort;
  const read = readersOf(sort);
  const parameter = `${name}_id`;
  /** Here the parameter that makes a contact primary has another name than on users. */
  const parameters = { [sort.primary]: 'primary' };
  const itemOf = ({ user, contactId }: Holder): Item => pick(listOf(user), contactId);
  return [
    route({
      method: 'POST',
      path,
      scene: { parameters, secondFactor: 'create' },
      parse: read.creation,
      run: async (call, { reference, patchOf }) => {
        const { before, after } = await updateUser(call.context, reference, patchOf, { system: false, ifRev: null });
        return newcomer(listOf(before), listOf(after), null);
      },
      render,
    }),
    route({
      method: 'GET',
      path: `${path}/:${parameter}`,
      parse: (call) => findHolder(call, parameter),
      run: async (_call, holder) => itemOf(holder),
      render,
    }),
    route({
      method: 'PATCH',
      path: `${path}/:${parameter}`,
      scene: { parameters },
      parse: read.update,
      run: async (call, patchOf) => {
        const holder = await findHolder(call, parameter);
        itemOf(holder);
        return itemOf(await updateHolder(call, holder, patchOf(holder)));
      },
      render,
    }),
    route({
      method: 'DELETE',
      path: `${path}/:${parameter}`,
      parse: (call) => findHolder(call, parameter),
      run: (call, holder) => updateHolder(call, holder, patch(removal(holder.contactId), undefined)),
      render: (_holder, call) => deletedObject(name, pathParameter(call, parameter)),
    }),
    route({
      method: 'PUT',
      path: `/users/:user_id/${name}`,
      scene: { parameters },
      parse: read.replacement,
      run: async (call, wish) => {
        const { before, after } = await updateUser(call.context, userOfPath(call), wish, {
          system: false,
          ifRev: null,
        });
        return newcomer(listOf(before), listOf(after), sort.primaryIdOf(after));
      },
      render,
    }),
  ];
}
