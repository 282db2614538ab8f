// Clerk: the CSV and JSON files of its dashboard, and the users of its Backend API.

import { schemeOfHasher } from '../../apis/clerk/wire/hashers.ts';
import { isJsonObject, type JsonObject } from '../../core/model/json.ts';
import {
  type BagEdit,
  type ContactsEdit,
  change,
  keep,
  set,
  type UserPatch,
  untouched,
} from '../../core/model/patch.ts';
import type { Source } from '../source.ts';
import { Cells } from './cells.ts';
import { contactsOf } from './contacts.ts';
import { type Account, identitiesOf } from './identities.ts';
import { totpOf } from './totp.ts';

const tellingNames = [
  'primary_email_address',
  'primary_phone_number',
  'verified_email_addresses',
  'unverified_email_addresses',
  'verified_phone_numbers',
  'unverified_phone_numbers',
  'password_hasher',
  'primary_email_address_id',
  'primary_phone_number_id',
] as const;
const separator = /[,|]/;
const clerkId = /^user_[0-9A-Za-z]{27}$/;

function readPassword(cells: Cells): UserPatch['password'] {
  const digest = cells.text('password_digest');
  const hasher = cells.text('password_hasher');
  if (digest === null) return keep;
  const scheme = schemeOfHasher(hasher ?? '');
  if (scheme !== null) return { op: 'set-digest', scheme, digest };
  cells.fault('password_hasher', hasher === null ? 'is missing beside a digest' : 'is not a known hasher');
  return keep;
}

type Kind = 'email_address' | 'phone_number' | 'web3_wallet';

const plurals = {
  email_address: 'email_addresses',
  phone_number: 'phone_numbers',
  web3_wallet: 'web3_wallets',
} as const;

/** The lists of the dashboard's files. Older ones have a single list, which says nothing of any proof but the primary's. */
function readListed(cells: Cells, kind: Kind): ContactsEdit {
  const list = (name: string) => cells.list(name, separator);
  const all = (verified: boolean) => (value: string) => ({ value, verified });
  const primary = cells.text(`primary_${kind}`);
  const unverified = list(`unverified_${plurals[kind]}`);
  const first = primary === null ? [] : [{ value: primary, verified: !unverified.includes(primary) }];
  const verified = list(`verified_${plurals[kind]}`).map(all(true));
  const rest = [...unverified, ...list(plurals[kind])].map(all(false));
  return contactsOf([...first, ...verified, ...rest], primary);
}

/** The objects of the API. */
function readObjects(cells: Cells, kind: Kind): ContactsEdit {
  const primaryId = cells.text(`primary_${kind}_id`);
  const contacts = cells.each(plurals[kind]).flatMap((contact) => {
    const value = contact.text(kind) ?? contact.fault(kind, 'is missing');
    return value === null ? [] : [{ contact, value }];
  });
  const primary = contacts.find(({ contact }) => primaryId !== null && contact.text('id') === primaryId);
  const addresses = contacts.map(({ contact, value }) => ({
    value,
    verified: contact.inner('verification')?.text('status') === 'verified',
    secondFactor: contact.flag('reserved_for_second_factor') === true,
    reserved: contact.flag('reserved') === true,
  }));
  return contactsOf(addresses, primary?.value ?? null);
}

function readAccount(cells: Cells): Account | null {
  const provider = cells.text('provider') ?? cells.fault('provider', 'is missing');
  const subject = cells.text('provider_user_id') ?? cells.fault('provider_user_id', 'is missing');
  if (provider === null || subject === null) return null;
  const createdAt = cells.time('created_at', 'milliseconds');
  const updatedAt = cells.time('updated_at', 'milliseconds');
  return {
    provider: provider.replace(/^oauth_/, ''),
    subject,
    email: cells.text('email_address'),
    emailVerified: cells.flag('email_address_verified'),
    username: cells.text('username'),
    firstName: cells.text('first_name'),
    lastName: cells.text('last_name'),
    imageUrl: cells.text('image_url'),
    label: cells.text('label'),
    scopes: cells.list('approved_scopes', ' '),
    metadata: cells.object('public_metadata') ?? {},
    ...(createdAt !== null && { createdAt }),
    ...(updatedAt !== null && { updatedAt }),
  };
}

function readBag(cells: Cells, name: string): BagEdit {
  const value = cells.object(name);
  return value === null ? keep : { op: 'replace', value };
}

/** A lockout that ends by itself is over soon enough; one that lasts until somebody unlocks is taken over. */
function isLocked(cells: Cells): boolean {
  return cells.flag('locked') === true && !cells.has('lockout_expires_in_seconds');
}

/** The objects of Clerk's SDK, written as JSON, carry what the API answered under `_raw`. */
function userOf(row: JsonObject): Cells {
  return new Cells(isJsonObject(row._raw) ? row._raw : row);
}

function readPatch(cells: Cells): UserPatch {
  const isFromApi = cells.text('object') === 'user';
  const read = isFromApi ? readObjects : readListed;
  const id = cells.text('id');
  const createdAt = cells.time('created_at', 'milliseconds');
  const backupCodes = cells.list('backup_codes', separator);
  const trusted = cells.flag('bypass_client_trust') === true;
  return {
    ...untouched,
    username: change(cells.text('username')),
    firstName: change(cells.text('first_name')),
    lastName: change(cells.text('last_name')),
    locale: change(cells.text('locale')),
    timezone: change(cells.text('timezone')),
    externalId: change(cells.text('external_id')),
    emails: read(cells, 'email_address'),
    phones: read(cells, 'phone_number'),
    wallets: read(cells, 'web3_wallet'),
    identities: identitiesOf(
      cells.each('external_accounts').flatMap((item) => readAccount(item) ?? []),
      createdAt ?? 0,
    ),
    active: cells.flag('deprovisioned') === true ? set(false) : keep,
    banned: cells.flag('banned') === true ? set(true) : keep,
    locked: isLocked(cells) ? set(true) : keep,
    legalAcceptedAt: change(cells.time('legal_accepted_at', 'milliseconds')),
    deleteSelfEnabled: change(cells.flag('delete_self_enabled')),
    createOrganizationEnabled: change(cells.flag('create_organization_enabled')),
    createOrganizationsLimit: change(cells.number('create_organizations_limit')),
    createdAt: change(createdAt),
    metadata: {
      ...untouched.metadata,
      public: readBag(cells, 'public_metadata'),
      private: readBag(cells, 'private_metadata'),
      unsafe: readBag(cells, 'unsafe_metadata'),
    },
    extras: trusted ? { op: 'merge', api: 'clerk', value: { bypass_client_trust: true } } : keep,
    aliases: id === null ? keep : set({ clerk: id }),
    password: readPassword(cells),
    totp: totpOf(cells.text('totp_secret')),
    backupCodes: backupCodes.length === 0 ? keep : set(backupCodes),
  };
}

/**
 * The files that the dashboard exports, as CSV (several values in one cell stand between commas or bars) or as JSON with
 * metadata and backup codes, and user objects of `GET /v1/users` (clerk/migration-tool and BAPI 2026-05-12, read 2026-08).
 * The API tells no password, authenticator app or backup code: whoever comes that way sets a new password.
 *
 * Left behind: images, passkeys, SAML and enterprise accounts (their connections make them anew), organizations, sessions,
 * the dates of second factors, lockouts that end by themselves.
 */
export const clerk: Source = {
  name: 'clerk',
  recognises: (row) => {
    const cells = userOf(row);
    // Muster's own spreadsheet names addresses as this one does.
    if (cells.has('muster_id')) return false;
    return clerkId.test(cells.text('id') ?? '') || tellingNames.some((name) => cells.has(name));
  },
  read: (row) => {
    const cells = userOf(row);
    const patch = readPatch(cells);
    const past = {
      updatedAt: cells.time('updated_at', 'milliseconds'),
      passwordUpdatedAt: cells.time('password_last_updated_at', 'milliseconds'),
      lastSignInAt: cells.time('last_sign_in_at', 'milliseconds'),
      lastActiveAt: cells.time('last_active_at', 'milliseconds'),
      signInCount: null,
    };
    return { newcomer: { patch, past }, faults: cells.faults };
  },
};
