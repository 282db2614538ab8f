// What Muster's own API is asked and told about the user.

import { readOnlyMembers, UserInput } from '../../src/apis/native/schema-user.ts';
import type { Json } from '../../src/core/model/json.ts';
import type { User } from '../../src/core/model/user.ts';
import { differing, free } from './fields.ts';
import { at, password } from './sample.ts';
import { changesBy, noHeaders, type Speaker, type Trial } from './speaker.ts';

const mergePatch = { 'content-type': 'application/merge-patch+json' };

const patch =
  (body: Json) =>
  ({ id }: User) =>
    ({ method: 'PATCH', url: `/api/users/${id}`, body, headers: mergePatch }) as const;

const change = changesBy(patch);

function bag(name: string, value: Json): Trial {
  return { name: `metadata.${name}`, send: patch({ metadata: { [name]: value } }) };
}

/** The list with the first entry as written, the second as it is. */
function entry(
  list: 'emails' | 'phones' | 'wallets',
  member: string,
  second: Json,
  written: { [name: string]: Json },
  other: { [name: string]: Json },
): Trial {
  const send = (first: Json) => patch({ [list]: [second, first] });
  return { name: `${list}[].${member}`, send: send(written), instead: send(other) };
}

/** The same for a member that is true or false. */
function flag(
  list: 'emails' | 'phones' | 'wallets',
  member: string,
  second: Json,
  first: { [name: string]: Json },
): Trial {
  return entry(list, member, second, { ...first, [member]: true }, { ...first, [member]: false });
}

const email: Json = { address: 'ada@example.com' };
const phone: Json = { number: '+12133734253' };
const wallet: Json = { address: `0x${'a'.repeat(40)}` };

const contacts: readonly Trial[] = [
  entry('emails', 'address', email, { address: 'a@example.org' }, { address: 'b@example.org' }),
  flag('emails', 'verified', email, { address: 'a@example.org' }),
  flag('emails', 'reserved', email, { address: 'a@example.org' }),
  { name: 'emails', send: patch({ emails: [email] }) },
  change('primaryEmail', 'ada@example.net'),
  entry('phones', 'number', phone, { number: '+12133734291' }, { number: '+12133734292' }),
  flag('phones', 'verified', phone, { number: '+12133734291' }),
  flag('phones', 'reserved', phone, { number: '+12133734291' }),
  flag('phones', 'secondFactor', phone, { number: '+12133734291', verified: true }),
  { name: 'phones', send: patch({ phones: [phone] }) },
  change('primaryPhone', '+12133734254'),
  entry('wallets', 'address', wallet, { address: `0x${'d'.repeat(40)}` }, { address: `0x${'e'.repeat(40)}` }),
  flag('wallets', 'verified', wallet, { address: `0x${'d'.repeat(40)}` }),
  flag('wallets', 'reserved', wallet, { address: `0x${'d'.repeat(40)}` }),
  { name: 'wallets', send: patch({ wallets: [wallet] }) },
  change('primaryWallet', `0x${'b'.repeat(40)}`),
  change('identities', []),
];

const factors: readonly Trial[] = [
  change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password') }),
  change('password', 'Mizzen-and-Jib-31', { from: differing('credentials.password.compromised') }),
  change('passwordCompromised', true),
  change('totp', null),
  change('totp', { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ' }, { from: free }),
  change('backupCodes', ['abcdefgh1', 'abcdefgh2', 'abcdefgh3']),
  { name: 'DELETE …/second-factors', send: ({ id }) => ({ method: 'DELETE', url: `/api/users/${id}/second-factors` }) },
];

const signIn = (text: string) => () =>
  ({ method: 'POST', url: '/api/sign-in', body: { identifier: 'ada_lovelace', password: text } }) as const;

const use: readonly Trial[] = [
  { name: 'POST /sign-in', from: free, send: signIn(password) },
  { name: 'POST /sign-in', from: free, refused: true, send: signIn('a wrong one') },
];

const readOnly: ReadonlySet<string> = new Set(readOnlyMembers);

export const native: Speaker = {
  api: 'native',
  title: 'native',
  begin: noHeaders,
  read: (ask, id) => ask({ method: 'GET', url: `/api/users/${id}` }),
  parameters: Object.keys(UserInput.properties).filter((name) => !readOnly.has(name)),
  modifiers: [],
  trials: [
    change('createdAt', new Date(at(-9)).toISOString()),
    change('aliases', { clerk: 'user_old' }),
    change('username', 'grace_hopper'),
    change('firstName', 'Grace'),
    change('lastName', 'Hopper'),
    change('name', 'Rear Admiral Hopper'),
    change('locale', 'fr-FR'),
    change('timezone', 'Asia/Tokyo'),
    change('externalId', 'another-id'),
    change('profileImageId', null),
    ...contacts,
    change('active', false),
    change('confirmation', 'pending'),
    change('banned', true),
    change('locked', false),
    change('legalAcceptedAt', new Date(at(-3)).toISOString()),
    change('deleteSelfEnabled', false),
    change('createOrganizationEnabled', false),
    change('createOrganizationsLimit', 7),
    change('role', 'admin'),
    change('groups', ['8']),
    bag('public', { more: 'text' }),
    bag('private', { more: 'text' }),
    bag('unsafe', { more: 'text' }),
    bag('labels', { more: 'text' }),
    bag('extra', { more: 'text' }),
    ...factors,
    ...use,
  ],
  silences: [{ fields: ['realm'], why: 'A key is good in one realm; `GET /api/realm` tells which.' }],
};
