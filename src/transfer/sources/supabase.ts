// Supabase: the rows of `auth.users` as CSV or JSON, and the users of its Admin API.

import type { JsonObject } from '../../core/model/json.ts';
import { noPast } from '../../core/model/newcomer.ts';
import { type BagEdit, change, keep, set, type UserPatch, untouched } from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { type Address, contactsOf } from './contacts.ts';
import { passwordOf } from './digests.ts';
import { type Account, identitiesOf } from './identities.ts';
import { providerOf } from './providers.ts';
import { foreignRole } from './roles.ts';
import { totpOf } from './totp.ts';

const tellingNames = [
  'encrypted_password',
  'raw_user_meta_data',
  'raw_app_meta_data',
  'email_confirmed_at',
  'phone_confirmed_at',
  'is_sso_user',
  'instance_id',
] as const;
const plainRoles: ReadonlySet<string> = new Set(['authenticated', 'anon']);

/** The SQL editor writes a null into CSV as the word (Results.utils.ts of supabase/supabase, read 2026-11). */
function withoutNulls(row: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== 'null'));
}

/** The first text under one of the names of a bag that people filled as they liked. */
function textIn(bag: JsonObject | null, ...names: readonly string[]): string | null {
  const values = names.map((name) => (bag !== null && Object.hasOwn(bag, name) ? bag[name] : null));
  return values.find((value) => typeof value === 'string' && value !== '')?.toString() ?? null;
}

function bagOf(value: JsonObject | null): BagEdit {
  return value === null ? keep : { op: 'replace', value };
}

/** Telephone numbers are kept without their plus. */
function withPlus(number: string): string {
  return number.startsWith('+') ? number : `+${number}`;
}

function subjectOf(identity: Cells, data: JsonObject | null): string | null {
  const subject = identity.text('provider_id') ?? textIn(data, 'sub') ?? identity.text('id');
  return subject ?? identity.fault('provider_id', 'is missing');
}

function readAccount(identity: Cells, provider: string, subject: string, data: JsonObject | null): Account {
  const createdAt = identity.time('created_at', 'milliseconds');
  const updatedAt = identity.time('updated_at', 'milliseconds');
  return {
    provider: providerOf(provider),
    subject,
    email: identity.text('email') ?? textIn(data, 'email'),
    emailVerified: typeof data?.email_verified === 'boolean' ? data.email_verified : null,
    username: textIn(data, 'user_name', 'preferred_username'),
    firstName: textIn(data, 'given_name', 'first_name'),
    lastName: textIn(data, 'family_name', 'last_name'),
    imageUrl: textIn(data, 'avatar_url', 'picture'),
    ...(createdAt !== null && { createdAt }),
    ...(updatedAt !== null && { updatedAt }),
  };
}

type Identities = { readonly accounts: readonly Account[]; readonly wallets: readonly Address[] };

/** Outside identities, and wallets (`web3:ethereum:0x…`, `web3:solana:…`). Addresses have an identity of their own, too. */
function readIdentities(cells: Cells): Identities {
  const accounts: Account[] = [];
  const wallets: Address[] = [];
  for (const identity of cells.each('identities')) {
    const provider = identity.text('provider') ?? identity.fault('provider', 'is missing');
    if (provider === null || provider === 'email' || provider === 'phone') continue;
    const data = identity.object('identity_data');
    const subject = subjectOf(identity, data);
    if (subject === null) continue;
    if (provider === 'web3') wallets.push({ value: subject.replace(/^web3:\w+:/, ''), verified: true });
    else accounts.push(readAccount(identity, provider, subject, data));
  }
  return { accounts, wallets };
}

type Factors = { readonly secret: string | null; readonly phones: readonly Address[] };

/** The verified factors. One that cannot come is refused when the password comes: it would stand alone. */
function readFactors(cells: Cells): Factors {
  const secrets: string[] = [];
  const phones: Address[] = [];
  for (const factor of cells.each('factors')) {
    if ((factor.text('status') ?? 'verified') !== 'verified') continue;
    const [type, secret, phone] = [factor.text('factor_type'), factor.text('secret'), factor.text('phone')];
    if (type === 'phone' && phone !== null) {
      phones.push({ value: withPlus(phone), verified: true, secondFactor: true });
    } else if (secret !== null && (type ?? 'totp') === 'totp') {
      if (secret.startsWith('{')) factor.fault('secret', 'is encrypted by its server');
      else if (secrets.push(secret) > 1) factor.fault('secret', 'is a second one, and a user has one');
    } else if (cells.has('encrypted_password')) {
      factor.fault(type === 'totp' ? 'secret' : 'factor_type', type === 'totp' ? 'is missing' : 'cannot be taken over');
    }
  }
  return { secret: secrets[0] ?? null, phones };
}

function readContacts(cells: Cells, factors: Factors): Pick<UserPatch, 'emails' | 'phones'> {
  const emailAt = cells.time('email_confirmed_at', 'milliseconds');
  const phoneAt = cells.time('phone_confirmed_at', 'milliseconds');
  // Files from before there were telephones have this date only.
  const anyAt = phoneAt === null ? cells.time('confirmed_at', 'milliseconds') : null;
  const email = cells.text('email');
  const phone = cells.text('phone');
  const own = phone === null ? [] : [{ value: withPlus(phone), verified: phoneAt !== null }];
  return {
    emails: contactsOf(email === null ? [] : [{ value: email, verified: emailAt !== null || anyAt !== null }], null),
    phones: contactsOf([...own, ...factors.phones], own[0]?.value ?? null),
  };
}

function readPatch(cells: Cells): UserPatch {
  const id = cells.text('id') ?? cells.fault('id', 'is missing');
  const role = cells.text('role');
  const createdAt = cells.time('created_at', 'milliseconds');
  const bannedUntil = cells.time('banned_until', 'milliseconds');
  const factors = readFactors(cells);
  const own = cells.object('raw_user_meta_data') ?? cells.object('user_metadata');
  const { accounts, wallets } = readIdentities(cells);
  if (cells.has('deleted_at')) cells.fault('deleted_at', 'says that the user is deleted');
  if (cells.flag('is_anonymous') === true) cells.fault('is_anonymous', 'says that nobody can sign in as this user');
  return {
    ...untouched,
    ...readContacts(cells, factors),
    firstName: change(textIn(own, 'given_name', 'first_name', 'firstName')),
    lastName: change(textIn(own, 'family_name', 'last_name', 'lastName')),
    name: change(textIn(own, 'full_name', 'name')),
    wallets: contactsOf(wallets, null),
    identities: identitiesOf(accounts, createdAt ?? 0),
    banned: bannedUntil !== null && bannedUntil > Date.now() ? set(true) : keep,
    createdAt: change(createdAt),
    role: role === null || plainRoles.has(role) ? keep : foreignRole(role),
    metadata: {
      ...untouched.metadata,
      public: bagOf(cells.object('raw_app_meta_data') ?? cells.object('app_metadata')),
      unsafe: bagOf(own),
    },
    aliases: id === null ? keep : set({ supabase: id }),
    password: passwordOf(cells, 'encrypted_password'),
    totp: totpOf(factors.secret),
  };
}

/**
 * Rows of `auth.users` as CSV (SQL editor, `COPY`) or JSON, with `auth.identities` joined in under `identities` and
 * `auth.mfa_factors` under `factors`, and user objects of `GET /auth/v1/admin/users` (internal/models of supabase/auth, read
 * 2026-11). App metadata, which users read and cannot write, becomes public; user metadata, which they can write, unsafe, and
 * lends the names. A ban that has not ended yet has no end here. The API tells no password and no secret: whoever comes that
 * way sets a new password.
 *
 * Left behind: pending changes of address, tokens, invitations, factors never verified, the reason and end of a ban,
 * `is_super_admin`, `is_sso_user`, the plain roles. Refused: deleted and anonymous users, digests and secrets encrypted by the
 * server, a verified factor that cannot come beside a password that does (WebAuthn, a TOTP without its secret, a second TOTP).
 */
export const supabase: Source = {
  name: 'supabase',
  recognises: (row) => {
    const cells = new Cells(row);
    return tellingNames.some((name) => cells.has(name)) || (cells.has('aud') && cells.has('app_metadata'));
  },
  read: (row) => {
    const cells = new Cells(withoutNulls(row));
    const patch = readPatch(cells);
    const past = {
      ...noPast,
      updatedAt: cells.time('updated_at', 'milliseconds'),
      lastSignInAt: cells.time('last_sign_in_at', 'milliseconds'),
    };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
