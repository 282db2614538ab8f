// What Clerk's Backend API is asked and told about the user.

import { bagNames, commonNames } from '../../src/apis/clerk/user-parameters.ts';
import { writeExternalAccountId, writeIdentificationId, writeUserId } from '../../src/apis/clerk/wire/ids.ts';
import type { Json } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { differing, free } from './fields.ts';
import type { Request } from './place.ts';
import { at, idOf } from './sample.ts';
import { changesBy, idOfAnswer, noHeaders, type Speaker, type Trial } from './speaker.ts';

const url = (user: User, path = '') => `/v1/users/${writeUserId(user)}${path}`;

const patch =
  (body: Json) =>
  (user: User): Request => ({ method: 'PATCH', url: url(user), body });

const change = changesBy(patch);

function bag(name: string): Trial {
  return {
    name,
    send: (user) => ({ method: 'PATCH', url: url(user, '/metadata'), body: { [name]: { more: 'text' } } }),
  };
}

/** An endpoint below the user's that takes no body. */
function act(method: 'POST' | 'DELETE', path: string, more: Pick<Trial, 'from'> = {}): Trial {
  return { name: `${method} …${path}`, send: (user) => ({ method, url: url(user, path) }), ...more };
}

/** A new contact, as written one way and another. */
function contact(
  sort: 'email_address' | 'phone_number',
  member: string,
  one: Json,
  other: Json,
  rest: { [name: string]: Json },
): Trial {
  const path = sort === 'email_address' ? '/v1/email_addresses' : '/v1/phone_numbers';
  const send =
    (value: Json) =>
    (user: User): Request => ({
      ...{ method: 'POST', url: path },
      body: { user_id: writeUserId(user), ...rest, [member]: value },
    });
  return { name: member === sort ? member : `${sort}: ${member}`, send: send(one), instead: send(other) };
}

/** The first of its sort, reserved and verified. */
function standing(contact: { email_address: string } | { phone_number: string }): Trial {
  const path = 'email_address' in contact ? '/email_address' : '/phone_number';
  const send =
    (identification_status: string) =>
    (user: User): Request => ({ method: 'PUT', url: url(user, path), body: { ...contact, identification_status } });
  return { name: 'identification_status', send: send('reserved'), instead: send('verified') };
}

const remove = (path: string): Request => ({ method: 'DELETE', url: path });

const make = (body: Json) => (): Request => ({ method: 'POST', url: '/v1/users', body });

const contacts: readonly Trial[] = [
  change('primary_email_address_id', writeIdentificationId(idOf(11))),
  change('primary_phone_number_id', writeIdentificationId(idOf(21))),
  change('primary_web3_wallet_id', writeIdentificationId(idOf(31))),
  contact('email_address', 'email_address', 'a@example.org', 'b@example.org', {}),
  contact('email_address', 'verified', true, false, { email_address: 'a@example.org' }),
  contact('phone_number', 'phone_number', '+12133734291', '+12133734292', {}),
  contact('phone_number', 'verified', true, false, { phone_number: '+12133734291' }),
  contact('phone_number', 'reserved_for_second_factor', true, false, { phone_number: '+12133734291', verified: true }),
  {
    name: 'POST /users: web3_wallet',
    send: make({ web3_wallet: [`0x${'d'.repeat(40)}`] }),
    instead: make({ web3_wallet: [`0x${'e'.repeat(40)}`] }),
    made: idOfAnswer,
  },
  standing({ email_address: 'a@example.org' }),
  standing({ phone_number: '+12133734291' }),
  { name: 'DELETE /email_addresses/…', send: () => remove(`/v1/email_addresses/${writeIdentificationId(idOf(11))}`) },
  { name: 'DELETE /phone_numbers/…', send: () => remove(`/v1/phone_numbers/${writeIdentificationId(idOf(21))}`) },
  {
    name: 'DELETE …/web3_wallets/…',
    send: (user) => remove(url(user, `/web3_wallets/${writeIdentificationId(idOf(31))}`)),
  },
  {
    name: 'DELETE …/external_accounts/…',
    send: (user) => remove(url(user, `/external_accounts/${writeExternalAccountId(idOf(40))}`)),
  },
];

export const clerk: Speaker = {
  api: 'clerk',
  title: 'Clerk',
  begin: noHeaders,
  read: (ask, id) => ask({ method: 'GET', url: `/v1/users/${id}` }),
  parameters: [...commonNames, ...bagNames],
  modifiers: [
    'password_digest',
    'password_hasher',
    'skip_password_checks',
    'skip_password_requirement',
    'skip_legal_checks',
  ],
  trials: [
    change('external_id', 'another-id'),
    change('first_name', 'Grace'),
    change('last_name', 'Hopper'),
    change('locale', 'fr-FR'),
    change('timezone', 'Asia/Tokyo'),
    change('username', 'grace_hopper'),
    change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password') }),
    change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password.compromised') }),
    change('totp_secret', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ', { from: free }),
    change('backup_codes', ['abcdefgh1', 'abcdefgh2', 'abcdefgh3']),
    change('delete_self_enabled', false),
    change('create_organization_enabled', false),
    change('create_organizations_limit', 7),
    change('legal_accepted_at', new Date(at(-3)).toISOString()),
    change('created_at', new Date(at(-9)).toISOString()),
    change('bypass_client_trust', true),
    change('profile_image_id', ''),
    bag('public_metadata'),
    bag('private_metadata'),
    bag('unsafe_metadata'),
    ...contacts,
    act('POST', '/ban'),
    act('POST', '/unban', { from: differing('bannedAt') }),
    act('POST', '/lock', { from: differing('lockedAt') }),
    act('POST', '/unlock'),
    act('POST', '/remove_password'),
    act('POST', '/password/set_compromised'),
    act('DELETE', '/totp'),
    act('DELETE', '/backup_code'),
    act('DELETE', '/mfa'),
    {
      name: 'POST /sessions',
      from: differing('lockedAt'),
      send: (user) => ({ method: 'POST', url: '/v1/sessions', body: { user_id: writeUserId(user) } }),
    },
    {
      name: 'POST …/verify_password',
      from: differing('lockedAt'),
      refused: true,
      send: (user) => ({ method: 'POST', url: url(user, '/verify_password'), body: { password: 'a wrong one' } }),
    },
  ],
  silences: [
    { fields: ['realm'], why: 'A secret key is good in one instance.' },
    { fields: ['serial', 'rev'], why: 'Clerk has neither numbers nor revisions.' },
    { fields: ['name'], why: 'Clerk’s user has a first and a last name only.' },
    {
      fields: ['active', 'confirmation'],
      why: 'Clerk bans and locks, and knows no other way of being shut out; a sign-in of somebody inactive is refused.',
    },
    { fields: ['role', 'groups'], why: 'Clerk’s roles belong to memberships of organizations, not to users.' },
    { fields: ['wallets[].reserved', 'wallets[].linkedTo'], why: 'Clerk’s `Web3Wallet` has no such members.' },
    { fields: ['metadata.labels', 'metadata.extra'], why: 'Clerk has three bags of its own; these two are others’.' },
  ],
};
